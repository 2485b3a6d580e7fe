import { deployed, sampleParameter } from './sample-values.js'
import type { Finding } from './suppressions.js'
import type { ParsedResource, ParsedStack } from './support.js'

/**
 * What the loss of one availability zone takes away, from the templates alone:
 * ZONE.SUBNETS: something that serves has no subnet in the zones that are left;
 * ZONE.EGRESS: subnets in the zones that are left have their way out in the lost one; the finding is about what is in it;
 * ZONE.MEMBER: the members that are left are no majority of the replica set, or no instance of the cluster is left;
 * ZONE.TASK: the one task may have been in it.
 */
export function zoneLoss(stacks: Record<string, ParsedStack>): Finding[] {
  const of = (type: string) => Object.entries(stacks).filter(([, { Resources }]) => has(Resources, type))
  const environments = of('AWS::ECS::Cluster').map(([name, stack]) => environment(name, stack))
  const services = of('AWS::ECS::Service')
  const databases = Object.entries(stacks).filter(([name]) => name.startsWith('database/'))
  const all = [
    ...environments.flatMap(each => each.zones.flatMap(lost => inEnvironment(each, lost))),
    ...environments.flatMap(each => services.flatMap(([name, stack]) => inService(name, stack, each))),
    ...databases.flatMap(([name, stack]) => inDatabase(name, stack, environments)),
  ]
  return [...new Map(all.map(each => [`${each.stack} ${each.resource} ${each.id}`, each])).values()]
}

interface Environment {
  name: string
  resources: Record<string, ParsedResource>
  outputs: Record<string, string[]>
  zones: string[]
  zoneOf: (subnet: string) => string
}

const has = (resources: Record<string, ParsedResource>, type: string) =>
  Object.values(resources).some(({ Type }) => Type === type)

/** Zones are called zone-0, zone-1, …; a subnet that isn't in the template is in the zone of its place in the list. */
function environment(name: string, stack: ParsedStack): Environment {
  const { Resources, Outputs } = deployed(name, stack, id => (/^Zone\d$/.test(id) ? zoneName(id) : sampleParameter(stack, id)))
  const outputs = Object.fromEntries(Object.entries(Outputs).map(([id, { Value }]) => [id, String(Value).split(',')]))
  const lists = ['PublicSubnets', 'PrivateSubnets', 'DatabaseSubnets'].map(id => outputs[id] ?? [])
  const zones = outputs['Zones'] ?? lists[0]!.map((_, i) => `zone-${i}`)
  const own = new Map(
    resourcesOf(Resources, 'AWS::EC2::Subnet').map(([id, { AvailabilityZone }]) => [idOf(name, id), String(AvailabilityZone)]),
  )
  const zoneOf = (subnet: string) =>
    own.get(subnet) ?? zones[lists.find(list => list.includes(subnet))?.indexOf(subnet) ?? -1] ?? ''
  return { name, resources: Resources, outputs, zones, zoneOf }
}

const zoneName = (parameter: string) => `zone-${parameter.slice('Zone'.length)}`
const idOf = (stack: string, id: string) => `${stack.replaceAll('/', '-')}-${id}`

type Properties = Record<string, unknown>

const resourcesOf = (resources: Record<string, ParsedResource>, type: string): [string, Properties][] =>
  Object.entries(resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties = {} }]) => [id, Properties])

function inEnvironment(here: Environment, lost: string): Finding[] {
  const gone = (subnets: unknown) => (subnets as string[]).every(subnet => here.zoneOf(subnet) === lost)
  const serving: [string, unknown][] = [
    ...resourcesOf(here.resources, 'AWS::ElasticLoadBalancingV2::LoadBalancer').map(([id, { Subnets }]): [string, unknown] => [
      id,
      Subnets,
    ]),
    ...resourcesOf(here.resources, 'AWS::EC2::VPCEndpoint')
      .filter(([, { VpcEndpointType }]) => VpcEndpointType === 'Interface')
      .map(([id, { SubnetIds }]): [string, unknown] => [id, SubnetIds]),
    // A group that tasks run on; a group of one that is the way out is seen below.
    ...(has(here.resources, 'AWS::ECS::CapacityProvider')
      ? resourcesOf(here.resources, 'AWS::AutoScaling::AutoScalingGroup')
          .filter(([, { MaxSize }]) => Number(MaxSize) > 1)
          .map(([id, { VPCZoneIdentifier }]): [string, unknown] => [id, VPCZoneIdentifier])
      : []),
  ]
  const finding = (resource: string, id: string, what: string): Finding => ({ stack: here.name, resource, id, what })
  return [
    ...serving.filter(([, subnets]) => gone(subnets)).map(([id]) => finding(id, 'ZONE.SUBNETS', `it is in ${lost} only`)),
    ...waysOut(here, lost).map(id => finding(id, 'ZONE.EGRESS', `with ${lost} subnets in other zones lose their way out`)),
  ]
}

/** The gateways and interfaces in the lost zone that subnets in other zones go out through. */
function waysOut({ name, resources, zoneOf }: Environment, lost: string): string[] {
  const routes = resourcesOf(resources, 'AWS::EC2::Route').map(([, route]) => route)
  const tables = resourcesOf(resources, 'AWS::EC2::SubnetRouteTableAssociation')
    .filter(([, { SubnetId }]) => zoneOf(String(SubnetId)) !== lost)
    .map(([, { RouteTableId }]) => RouteTableId)
  const targets = routes
    .filter(({ RouteTableId, DestinationCidrBlock }) => tables.includes(RouteTableId) && DestinationCidrBlock === '0.0.0.0/0')
    .map(({ NatGatewayId, NetworkInterfaceId, InstanceId }) => NatGatewayId ?? NetworkInterfaceId ?? InstanceId)
  return (
    Object.entries(resources)
      .filter(([id]) => targets.includes(idOf(name, id)))
      // A regional NAT gateway is in no subnet, hence in every zone.
      .filter(([, { Properties = {} }]) => typeof Properties['SubnetId'] === 'string' && zoneOf(Properties['SubnetId']) === lost)
      .map(([id]) => id)
  )
}

/** Fargate spreads the tasks of a service over its subnets' zones by itself. */
function inService(name: string, stack: ParsedStack, { outputs, zones, zoneOf }: Environment): Finding[] {
  const isPublic = JSON.stringify(stack.Resources).includes('"AssignPublicIp":"ENABLED"')
  const subnets = outputs[isPublic ? 'PublicSubnets' : 'PrivateSubnets'] ?? []
  const { Resources } = deployed(name, stack, id => (id === 'Subnets' ? subnets : sampleParameter(stack, id)))
  const least = resourcesOf(Resources, 'AWS::ApplicationAutoScaling::ScalableTarget').map(([, { MinCapacity }]) =>
    Number(MinCapacity),
  )
  return resourcesOf(Resources, 'AWS::ECS::Service').flatMap(([resource, { DesiredCount, NetworkConfiguration }]) => {
    const { AwsvpcConfiguration } = NetworkConfiguration as { AwsvpcConfiguration: { Subnets: string[] } }
    const alone = zones.filter(lost => AwsvpcConfiguration.Subnets.every(subnet => zoneOf(subnet) === lost))
    const count = least[0] ?? Number(DesiredCount ?? 1)
    return [
      ...alone.map(lost => ({ stack: name, resource, id: 'ZONE.SUBNETS', what: `its subnets are in ${lost} only` })),
      ...(count === 1 ? [{ stack: name, resource, id: 'ZONE.TASK', what: 'its one task may be in the zone that is lost' }] : []),
    ]
  })
}

function inDatabase(name: string, stack: ParsedStack, environments: Environment[]): Finding[] {
  const wanted = Object.keys(stack.Parameters).filter(id => /^Subnet\d$/.test(id)).length
  const here = environments.find(({ zones }) => zones.length >= wanted)
  if (!here) throw new Error(`${name} has members in ${wanted} zones: add a golden environment with as many`)
  const { outputs, zones, zoneOf } = here
  const { Resources } = deployed(name, stack, id => {
    const [, what = '', index = ''] = /^(Subnet|Zone)(\d)$/.exec(id) ?? []
    if (what !== '')
      return (what === 'Subnet' ? outputs['DatabaseSubnets']?.[Number(index)] : zones[Number(index) % zones.length]) ?? ''
    return /Subnets$/.test(id) ? outputs['DatabaseSubnets']! : sampleParameter(stack, id)
  })
  return [...ofMembers(name, Resources, here), ...ofCluster(name, Resources, { zones, zoneOf })]
}

/** Each group of instances is a member. https://www.mongodb.com/docs/manual/core/replica-set-elections/ (a primary needs a majority) */
function ofMembers(stack: string, resources: Record<string, ParsedResource>, { zones, zoneOf }: Environment): Finding[] {
  const members = resourcesOf(resources, 'AWS::AutoScaling::AutoScalingGroup').map(([resource, { VPCZoneIdentifier }]) => ({
    resource,
    zone: zoneOf(String((VPCZoneIdentifier as string[])[0])),
  }))
  return zones.flatMap(lost => {
    const gone = members.filter(({ zone }) => zone === lost)
    if (members.length - gone.length > members.length / 2) return []
    return gone.map(({ resource }) => ({ stack, resource, id: 'ZONE.MEMBER', what: `without ${lost} there is no majority` }))
  })
}

/** DocumentDB keeps its storage in three zones; what may be lost is the instances. */
function ofCluster(
  stack: string,
  resources: Record<string, ParsedResource>,
  { zones, zoneOf }: Pick<Environment, 'zones' | 'zoneOf'>,
) {
  const instances = resourcesOf(resources, 'AWS::DocDB::DBInstance')
  const groups = resourcesOf(resources, 'AWS::DocDB::DBSubnetGroup')
  return [
    ...zones.flatMap(lost =>
      // Where no zone is written AWS chooses one.
      instances.length > 0 &&
      instances.every(
        ([, { AvailabilityZone }]) => (instances.length === 1 && AvailabilityZone === undefined) || AvailabilityZone === lost,
      )
        ? instances.map(([resource]) => ({ stack, resource, id: 'ZONE.MEMBER', what: `without ${lost} there is no instance` }))
        : [],
    ),
    ...zones.flatMap(lost =>
      groups
        .filter(([, { SubnetIds }]) => (SubnetIds as string[]).every(subnet => zoneOf(subnet) === lost))
        .map(([resource]) => ({ stack, resource, id: 'ZONE.SUBNETS', what: `its subnets are in ${lost} only` })),
    ),
  ]
}
