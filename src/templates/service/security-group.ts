import type { Service } from '../../manifest/service.js'
import { getAtt, ref, resource, sub, tag, type Resource } from '../cfn.js'
import { isPublic } from './is-public.js'
import type { ServiceContext } from './service-context.js'
import { backendPort } from './traffic.js'

const own = getAtt('SecurityGroup', 'GroupId')

/**
 * The service's links of the chain internet -> public balancer -> frontend -> internal balancer -> backend -> database. Each link is a rule
 * on both sides, in the stack of the one who needs it: deleting the service takes its links away.
 */
export function securityGroup(service: Service, context: ServiceContext): Record<string, Resource> {
  return {
    SecurityGroup: resource('AWS::EC2::SecurityGroup', {
      GroupDescription: `Tasks of the service ${service.name}`,
      VpcId: ref('VpcId'),
      SecurityGroupEgress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', Description: 'HTTPS: AWS and other APIs' },
      ],
      Tags: [tag('Name', sub(`\${App}-\${Env}-${service.name}`))],
    }),
    ...(service.http
      ? link('Balancer', 'ToService', {
          from: ref('BalancerSecurityGroup'),
          to: own,
          port: service.port,
          what: `load balancer to ${service.name}`,
        })
      : {}),
    ...(isPublic(service)
      ? link('Service', 'ToInternalBalancer', {
          from: own,
          to: ref('InternalBalancerSecurityGroup'),
          port: backendPort(context),
          what: `${service.name} to internal load balancer`,
        })
      : {}),
    ...(service.database
      ? link('Service', 'ToDatabase', {
          from: own,
          to: ref('DatabaseSecurityGroup'),
          port: 27017,
          what: `${service.name} to MongoDB`,
        })
      : {}),
  }
}

interface Link {
  from: { Ref: string } | typeof own
  to: { Ref: string } | typeof own
  port: number
  what: string
}

function link(subject: string, direction: string, { from, to, port, what }: Link): Record<string, Resource> {
  const rule = { IpProtocol: 'tcp', FromPort: port, ToPort: port, Description: what }
  return {
    [`${subject}${direction}Egress`]: resource('AWS::EC2::SecurityGroupEgress', {
      GroupId: from,
      DestinationSecurityGroupId: to,
      ...rule,
    }),
    [`${subject}${direction}Ingress`]: resource('AWS::EC2::SecurityGroupIngress', {
      GroupId: to,
      SourceSecurityGroupId: from,
      ...rule,
    }),
  }
}
