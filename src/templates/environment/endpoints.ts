import type { Environment } from '../../manifest/environment.js'
import { getAtt, ref, resource, sub, type Resource } from '../cfn.js'
import { noEgress } from './no-egress.js'
import { named, subnetIds } from './vpc.js'

/**
 * What a Fargate task needs of AWS to start, log and be looked into, without a way to the internet.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
const forTasks = ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager', 'ssm', 'ssmmessages']

/** And what the agent on an instance talks to. */
const forInstances = ['ecs', 'ecs-agent', 'ecs-telemetry']

/** Interface endpoints in the private subnets. Nothing for a VPC that exists: its owner has them or not. */
export function endpoints({ network: { vpc, endpoints }, capacity }: Environment): Record<string, Resource> {
  if ('id' in vpc || !endpoints) return {}
  const services = capacity.type === 'ec2' ? [...forTasks, ...forInstances] : forTasks
  return {
    EndpointSecurityGroup: resource('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Interface endpoints',
      VpcId: ref('Vpc'),
      SecurityGroupIngress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: vpc.cidr, Description: 'HTTPS from inside the network' },
      ],
      SecurityGroupEgress: noEgress,
      Tags: named('endpoints'),
    }),
    ...Object.fromEntries(
      services.map(service => [
        `${service.split(/[.-]/).map(capitalized).join('')}Endpoint`,
        resource('AWS::EC2::VPCEndpoint', {
          VpcId: ref('Vpc'),
          ServiceName: sub(`com.amazonaws.\${AWS::Region}.${service}`),
          VpcEndpointType: 'Interface',
          PrivateDnsEnabled: true,
          SubnetIds: subnetIds(vpc, 'Private'),
          SecurityGroupIds: [getAtt('EndpointSecurityGroup', 'GroupId')],
        }),
      ]),
    ),
  }
}

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
