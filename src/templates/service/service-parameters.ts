import type { Service } from '../../manifest/service.js'
import { isPublic } from './is-public.js'
import { usesPrivateNames, type ServiceContext } from './service-template.js'

interface Values {
  app: string
  env: string
  /** `repository@sha256:…`, or a foreign image as it was written. */
  image: string
  /** Absent for a foreign image. */
  repositoryArn?: string
  /** Outputs of the environment's stack. */
  environment: Record<string, string>
  /** Outputs of the database's stack; absent for a service without one. */
  database?: Record<string, string>
}

/** The values of the service stack's parameters: just those that its template has. */
export function serviceParameters(
  service: Service,
  context: ServiceContext,
  { app, env, image, repositoryArn, environment, database }: Values,
): Record<string, string> {
  const side = isPublic(service) ? 'Public' : 'Internal'
  const from = (outputs: Record<string, string>, output: string) => outputs[output] ?? ''
  return {
    App: app,
    Env: env,
    Image: image,
    ...('build' in service.image ? { RepositoryArn: repositoryArn ?? '' } : {}),
    ClusterName: from(environment, 'ClusterName'),
    VpcId: from(environment, 'VpcId'),
    Subnets: from(environment, isPublic(service) ? 'PublicSubnets' : 'PrivateSubnets'),
    AlarmTopicArn: from(environment, 'AlarmTopicArn'),
    ...(service.http
      ? {
          ListenerArn: from(environment, `${side}ListenerArn`),
          BalancerFullName: from(environment, `${side}BalancerFullName`),
          BalancerSecurityGroup: from(environment, `${side}BalancerSecurityGroup`),
        }
      : {}),
    ...(usesPrivateNames(service, context) ? { PrivateZoneName: from(environment, 'PrivateZoneName') } : {}),
    ...(isPublic(service)
      ? {
          PublicUrl: from(environment, 'PublicUrl'),
          InternalBalancerSecurityGroup: from(environment, 'InternalBalancerSecurityGroup'),
        }
      : {}),
    ...(service.http && !isPublic(service)
      ? {
          PrivateZoneId: from(environment, 'PrivateZoneId'),
          InternalBalancerDnsName: from(environment, 'InternalBalancerDnsName'),
          InternalBalancerZoneId: from(environment, 'InternalBalancerZoneId'),
        }
      : {}),
    ...(service.database
      ? {
          DatabaseUriSecret: from(database ?? {}, 'UriSecretArn'),
          DatabaseSecurityGroup: from(database ?? {}, 'SecurityGroupId'),
        }
      : {}),
  }
}
