import type { Service } from '../../manifest/service.js'
import { authorityOf } from './authority.js'
import { isPublic } from './is-public.js'
import { inPublicSubnets } from './placement.js'
import type { ServiceContext } from './service-context.js'
import { waysTo } from './traffic.js'

/** A parameter of the service's stack whose value is an output of another stack. */
export interface Input {
  parameter: string
  from: 'environment' | 'database'
  output: string
  /** The output in its place, of stacks that don't have it. */
  otherwise?: string
  description: string
  type?: 'AWS::EC2::SecurityGroup::Id' | 'AWS::EC2::VPC::Id' | 'CommaDelimitedList' | 'List<AWS::EC2::Subnet::Id>'
}

const group = 'AWS::EC2::SecurityGroup::Id'

/**
 * What the environment's and the database's stacks put out, passed on by the CLI: visible in the change set, and no export locks a producer.
 */
export function serviceInputs(service: Service, context: ServiceContext): Input[] {
  const { environment } = context
  const subnets = inPublicSubnets(service, environment) ? 'PublicSubnets' : 'PrivateSubnets'
  return [
    input('ClusterName', 'ECS cluster'),
    ...(environment.capacity.type === 'ec2' ? [input('CapacityProvider', 'Capacity provider of the instances')] : []),
    { ...input('VpcId', 'Network of the environment'), type: 'AWS::EC2::VPC::Id' },
    { ...input('Subnets', 'Subnets of the tasks', subnets), type: 'List<AWS::EC2::Subnet::Id>' },
    input('AlarmTopicArn', 'Topic that alarms go to'),
    ...routingInputs(service, context),
    ...callerInputs(service, context),
    ...(service.database ? databaseInputs : []),
    ...(authorityOf(service, context) === undefined ? [] : authorityInputs),
  ]
}

const input = (parameter: string, description: string, output = parameter): Input => ({
  parameter,
  from: 'environment',
  output,
  description,
})

function routingInputs(service: Service, context: ServiceContext): Input[] {
  if (!service.http) return []
  const side = isPublic(service) ? 'Public' : 'Internal'
  const ways = waysTo(service, context)
  const names = ways.flatMap(({ name }) => name ?? [])
  return [
    ...ways.map(({ listener }) =>
      listener === 'ListenerArn'
        ? input(listener, 'Listener of the load balancer', `${side}ListenerArn`)
        : input(listener, 'HTTPS listener of the load balancer', 'InternalSecureListenerArn'),
    ),
    input('BalancerFullName', 'Load balancer as CloudWatch names it', `${side}BalancerFullName`),
    { ...input('BalancerSecurityGroup', 'Security group of the load balancer', `${side}BalancerSecurityGroup`), type: group },
    ...names.flatMap(({ zoneId, zoneName }) => [
      input(zoneId, 'Private zone that the service has a name in'),
      input(zoneName, 'Name of that zone'),
    ]),
    ...(names.length > 0
      ? [
          input('InternalBalancerDnsName', 'Address of the internal load balancer'),
          input('InternalBalancerZoneId', 'Hosted zone of the internal load balancer'),
        ]
      : []),
  ]
}

/** A public service may call the backends, and has their addresses. */
function callerInputs(service: Service, { backends, environment }: ServiceContext): Input[] {
  if (!isPublic(service)) return []
  return [
    input('PublicUrl', 'Address of the environment'),
    ...(environment.cdn ? [input('OriginToken', 'What the load balancer knows the distribution by')] : []),
    ...(backends.length > 0
      ? [input(environment.domain ? 'ServiceZoneName' : 'PrivateZoneName', 'Private zone in which the backends have names')]
      : []),
    {
      ...input('InternalBalancerSecurityGroup', 'Security group of the internal load balancer, which this service may call'),
      type: group,
    },
  ]
}

const databaseInputs: Input[] = [
  {
    parameter: 'DatabaseUriSecret',
    from: 'database',
    output: 'UriSecretArn',
    description: 'Secret that holds the connection string',
  },
  {
    parameter: 'DatabaseUriSecrets',
    from: 'database',
    output: 'UriSecretArns',
    otherwise: 'UriSecretArn',
    description: 'All secrets that hold a connection string: an earlier revision may have another than the next one',
    type: 'CommaDelimitedList',
  },
  {
    parameter: 'DatabaseSecurityGroup',
    from: 'database',
    output: 'SecurityGroupId',
    description: 'Security group of the database',
    type: group,
  },
]

const authorityInputs: Input[] = [
  {
    parameter: 'DatabaseCa',
    from: 'database',
    output: 'CaParameterArn',
    description: "Parameter that holds the certificate of the database's authority",
  },
]
