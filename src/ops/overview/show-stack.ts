import { consoleUrl } from './console-url.js'
import { deployedDatabase, deployedEnvironment, deployedService } from '../deployed.js'
import type { Stack, StackResource } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'

export interface ShownStack {
  kind: Kind
  name: string
  environment: string
  stack: string
  /** The stack's ARN. */
  id: string
  /** CloudFormation's own word. */
  status: string
  statusReason?: string
  /** ISO 8601. */
  createdAt: string
  updatedAt?: string
  console?: string
  /** Addresses, hosts, names; ARNs of secrets, never their values. */
  outputs: Record<string, string>
  /** What was chosen at a deployment and isn't in the manifest. */
  chosen: Record<string, string>
  tags: Record<string, string>
  resources?: ShownResource[]
}

export interface ShownResource extends StackResource {
  /** Its page in the AWS console. */
  console?: string
}

type Kind = 'environment' | 'service' | 'database'

export interface ShowRequest {
  kind: Kind
  app: string
  env: string
  /** Of an environment the same as `env`. */
  name: string
  resources: boolean
}

const outputs: Record<Kind, string[]> = {
  environment: [
    ...['PublicUrl', 'PublicBalancerDnsName', 'InternalBalancerDnsName', 'PrivateZoneName', 'ServiceZoneName'],
    ...['VpcId', 'VpcCidr', 'Zones', 'Nat', 'ClusterName', 'CapacityProvider', 'AlarmTopicArn'],
  ],
  service: ['Url', 'ServiceName', 'TaskDefinitionArn', 'LogGroupName'],
  database: [
    ...['Host', 'Hosts', 'ReaderHost', 'ReplicaSet', 'Engine', 'MongoVersion', 'Members', 'InstanceType', 'StorageSize'],
    ...['UriSecretArn', 'AppSecretArn', 'VolumeIds', 'ClusterId', 'LogGroupName', 'VaultLock', 'Tls', 'CaParameterArn'],
  ],
}

/** Parameters and outputs. OriginToken isn't among them: who knows it gets past the distribution. */
const chosen: Record<Kind, RegExp> = {
  environment: /^(Zone\d|NatAmiId|EcsAmi|HostedZoneId|CdnDomainName)$/,
  service: /^Image$/,
  database: /^(AmiId|Zone\d|Subnet\d|Generation|SnapshotId|BootScript)$/,
}

/** What is deployed. Throws EnvironmentNotDeployed, ServiceNotDeployed or DatabaseNotDeployed (exit 5). */
export async function showStack(world: Pick<World, 'stacks'>, request: ShowRequest): Promise<ShownStack> {
  const { kind, name, env } = request
  const stack = await find(world, request)
  const link = linkTo(stack)
  const console = link('AWS::CloudFormation::Stack', stack.id)
  return {
    kind,
    name,
    environment: env,
    stack: stack.name,
    id: stack.id,
    status: stack.status,
    ...(stack.statusReason === undefined ? {} : { statusReason: stack.statusReason }),
    createdAt: new Date(stack.createdAt).toISOString(),
    ...(stack.updatedAt === undefined ? {} : { updatedAt: new Date(stack.updatedAt).toISOString() }),
    ...(console === undefined ? {} : { console }),
    outputs: Object.fromEntries(outputs[kind].flatMap(key => (stack.outputs[key] ? [[key, stack.outputs[key]] as const] : []))),
    chosen: Object.fromEntries(
      Object.entries({ ...stack.parameters, ...stack.outputs })
        .filter(([key, value]) => chosen[kind].test(key) && value !== '')
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    tags: stack.tags,
    ...(request.resources ? { resources: await resourcesOf(world, stack) } : {}),
  }
}

function find(world: Pick<World, 'stacks'>, { kind, app, env, name }: ShowRequest): Promise<Stack> {
  if (kind === 'environment') return deployedEnvironment(world, app, env)
  return kind === 'service' ? deployedService(world, app, env, name) : deployedDatabase(world, app, env, name)
}

async function resourcesOf(world: Pick<World, 'stacks'>, stack: Stack): Promise<ShownResource[]> {
  const link = linkTo(stack)
  return (await world.stacks.resources(stack.name)).map(resource => {
    const console = resource.physicalId === undefined ? undefined : link(resource.type, resource.physicalId)
    return { ...resource, ...(console === undefined ? {} : { console }) }
  })
}

/** Partition, region and account are in the stack's ARN: arn:<partition>:cloudformation:<region>:<account>:stack/… */
function linkTo({ id }: Stack): (type: string, physicalId: string) => string | undefined {
  const [, partition = '', , region = '', account = ''] = id.split(':')
  return (type, physicalId) => consoleUrl({ type, physicalId, partition, region, account })
}
