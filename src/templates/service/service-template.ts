import type { Service } from '../../manifest/service.js'
import { getAtt, ref, sub, type Template } from '../cfn.js'
import { logGroup } from '../log-group.js'
import { alarms } from './alarms.js'
import { ecsService } from './ecs-service.js'
import { isPublic } from './is-public.js'
import { roles } from './roles.js'
import { pathPrefix, routing } from './routing.js'
import { securityGroup } from './security-group.js'
import { taskDefinition } from './task-definition.js'

export interface ServiceContext {
  /** Backend Services of the application that take requests: a public service gets the address of each. */
  backends: string[]
}

/** `<app>-<env>-<service>`: a Fargate service with its roles, log, way in, and alarms. */
export function serviceTemplate(service: Service, context: ServiceContext): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `mm: service ${service.name}`,
    Parameters: parameters(service, context),
    Resources: {
      LogGroup: logGroup(service.logging.retention),
      ...roles(service),
      TaskDefinition: taskDefinition(service, context),
      ...securityGroup(service),
      ...routing(service),
      Service: ecsService(service),
      ...alarms(service),
    },
    Outputs: {
      ServiceName: { Value: getAtt('Service', 'Name') },
      TaskDefinitionArn: { Value: ref('TaskDefinition') },
      LogGroupName: { Value: ref('LogGroup') },
      SecurityGroupId: { Value: getAtt('SecurityGroup', 'GroupId') },
      ...(service.http ? { TargetGroupArn: { Value: ref('TargetGroup') }, Url: { Value: url(service) } } : {}),
    },
  }
}

function url(service: Service) {
  const base = isPublic(service) ? '${PublicUrl}' : `http://${service.name}.\${PrivateZoneName}`
  return sub(`${base}${pathPrefix(service)}`)
}

/** A backend has a private name, and a public service knows those of the backends. */
export const usesPrivateNames = (service: Service, { backends }: ServiceContext): boolean =>
  isPublic(service) ? backends.length > 0 : service.http !== undefined

/** What the environment's and the database's stacks put out, passed on by the CLI: visible in the change set, and no export locks a producer. */
function parameters(service: Service, context: ServiceContext): Template['Parameters'] {
  const text = (Description: string) => ({ Type: 'String', Description })
  return {
    App: text('Name of the application'),
    Env: text('Name of the environment'),
    Image: text('repository@sha256:digest of the image to run'),
    ...('build' in service.image ? { RepositoryArn: text('Repository that the image is pulled from') } : {}),
    ClusterName: text('ECS cluster'),
    VpcId: { Type: 'AWS::EC2::VPC::Id', Description: 'Network of the environment' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>', Description: 'Subnets of the tasks, over two zones' },
    AlarmTopicArn: text('Topic that alarms go to'),
    ...(service.http
      ? {
          ListenerArn: text('Listener of the load balancer'),
          BalancerFullName: text('Load balancer as CloudWatch names it'),
          BalancerSecurityGroup: { Type: 'AWS::EC2::SecurityGroup::Id', Description: 'Security group of the load balancer' },
        }
      : {}),
    ...(isPublic(service) ? { PublicUrl: text('Address of the public load balancer') } : {}),
    ...(usesPrivateNames(service, context) ? { PrivateZoneName: text('Name of the private zone of the environment') } : {}),
    ...(isPublic(service)
      ? {
          InternalBalancerSecurityGroup: {
            Type: 'AWS::EC2::SecurityGroup::Id',
            Description: 'Security group of the internal load balancer, which this service may call',
          },
        }
      : {}),
    ...(service.http && !isPublic(service)
      ? {
          PrivateZoneId: text('Private zone of the environment'),
          InternalBalancerDnsName: text('Address of the internal load balancer'),
          InternalBalancerZoneId: text('Hosted zone of the internal load balancer'),
        }
      : {}),
    ...(service.database
      ? {
          DatabaseUriSecret: text('Secret that holds the connection string'),
          DatabaseSecurityGroup: { Type: 'AWS::EC2::SecurityGroup::Id', Description: 'Security group of the database' },
        }
      : {}),
  }
}
