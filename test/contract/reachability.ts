import type { DeployedStack } from './network-world.js'

/** Something with an address: a load balancer, the tasks of a service, a database member. */
export interface Node {
  name: string
  groups: string[]
  subnets: string[]
  /** Has an address that the internet knows. */
  isPublic: boolean
}

interface Rule {
  group: string
  direction: 'in' | 'out'
  protocol: string
  from: number
  to: number
  /** A group or an address range. */
  peer: string
}

interface RuleProperties {
  IpProtocol: string
  FromPort?: number
  ToPort?: number
  CidrIp?: string
  SourcePrefixListId?: string
  SourceSecurityGroupId?: string
  DestinationSecurityGroupId?: string
}

/** What of the resources' properties matters here. */
interface Types {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { SecurityGroups: string[]; Subnets: string[]; Scheme: string }
  'AWS::ECS::Service': {
    NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: string[]; Subnets: string[]; AssignPublicIp: string } }
  }
  'AWS::AutoScaling::AutoScalingGroup': { VPCZoneIdentifier: string[] }
  'AWS::EC2::NetworkInterface': { SubnetId: string; GroupSet: string[] }
  'AWS::EC2::EIPAssociation': { NetworkInterfaceId: string }
  'AWS::EC2::LaunchTemplate': {
    LaunchTemplateData: {
      NetworkInterfaces: { Groups?: string[]; AssociatePublicIpAddress?: boolean; NetworkInterfaceId?: string }[]
    }
  }
  'AWS::EC2::VPCEndpoint': { VpcEndpointType: string; SecurityGroupIds?: string[]; SubnetIds?: string[] }
  'AWS::EC2::Route': { RouteTableId: string; GatewayId?: string; NatGatewayId?: string; NetworkInterfaceId?: string }
  'AWS::EC2::SubnetRouteTableAssociation': { RouteTableId: string; SubnetId: string }
  'AWS::EC2::SecurityGroup': { SecurityGroupEgress?: RuleProperties[]; SecurityGroupIngress?: RuleProperties[] }
  'AWS::EC2::SecurityGroupIngress': RuleProperties & { GroupId: string }
  'AWS::EC2::SecurityGroupEgress': RuleProperties & { GroupId: string }
}

const all = <T extends keyof Types>(stacks: DeployedStack[], type: T) =>
  stacks.flatMap(({ name, resources }) =>
    Object.entries(resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties = {} }]) => ({ stack: name, id, properties: Properties as unknown as Types[T] })),
  )

export function nodes(stacks: DeployedStack[]): Node[] {
  return [
    ...all(stacks, 'AWS::ElasticLoadBalancingV2::LoadBalancer').map(({ id, properties }) => ({
      name: id,
      groups: properties.SecurityGroups,
      subnets: properties.Subnets,
      isPublic: properties.Scheme === 'internet-facing',
    })),
    ...all(stacks, 'AWS::ECS::Service').map(({ stack, properties }) => {
      const { SecurityGroups, Subnets, AssignPublicIp } = properties.NetworkConfiguration.AwsvpcConfiguration
      return { name: stack, groups: SecurityGroups, subnets: Subnets, isPublic: AssignPublicIp === 'ENABLED' }
    }),
    ...all(stacks, 'AWS::AutoScaling::AutoScalingGroup').map(({ stack, id, properties }, _, groups) => {
      const template = all(stacks, 'AWS::EC2::LaunchTemplate').find(
        each => each.stack === stack && each.id === id.replace('Group', 'LaunchTemplate'),
      )
      const cards = template?.properties.LaunchTemplateData.NetworkInterfaces ?? []
      if (cards[0]?.NetworkInterfaceId !== undefined) return ofInterface(stacks, id, cards[0].NetworkInterfaceId)
      return {
        name: stack === 'env' ? id : groups.filter(each => each.stack === stack).length > 1 ? `${stack}.${id}` : stack,
        groups: cards.flatMap(({ Groups = [] }) => Groups),
        subnets: properties.VPCZoneIdentifier,
        isPublic: cards.some(({ AssociatePublicIpAddress }) => AssociatePublicIpAddress !== false),
      }
    }),
    ...interfaceEndpoints(stacks),
  ]
}

/** All of them as one: they have a group and subnets in common. */
function interfaceEndpoints(stacks: DeployedStack[]): Node[] {
  const [first] = all(stacks, 'AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface')
  if (!first) return []
  const { SecurityGroupIds = [], SubnetIds = [] } = first.properties
  return [{ name: 'Endpoints', groups: SecurityGroupIds, subnets: SubnetIds, isPublic: false }]
}

/**
 * Where a subnet's default route leads: the id of a gateway or an interface; undefined: nowhere. Of a VPC that exists mm knows no routes; the
 * manifest says which of its subnets are public, and the others are taken to have a way out.
 */
export function defaultRoute(stacks: DeployedStack[], subnet: string): string | undefined {
  if (subnet.startsWith('subnet-')) {
    const { PublicSubnets = '' } = stacks.find(({ name }) => name === 'env')?.outputs ?? {}
    return PublicSubnets.split(',').includes(subnet) ? "the owner's InternetGateway" : "the owner's NAT"
  }
  const table = all(stacks, 'AWS::EC2::SubnetRouteTableAssociation').find(({ properties }) => properties.SubnetId === subnet)
  const route = all(stacks, 'AWS::EC2::Route').find(
    ({ properties }) => properties.RouteTableId === table?.properties.RouteTableId,
  )
  const { GatewayId, NatGatewayId, NetworkInterfaceId } = route?.properties ?? {}
  return GatewayId ?? NatGatewayId ?? NetworkInterfaceId
}

/** An instance that takes an interface which is there already, and its address. */
function ofInterface(stacks: DeployedStack[], name: string, id: string): Node {
  const card = all(stacks, 'AWS::EC2::NetworkInterface').find(each => `${each.stack}.${each.id}` === id)
  const addresses = all(stacks, 'AWS::EC2::EIPAssociation').map(({ properties }) => properties.NetworkInterfaceId)
  return {
    name,
    groups: card?.properties.GroupSet ?? [],
    subnets: card ? [card.properties.SubnetId] : [],
    isPublic: addresses.includes(id),
  }
}

function rules(stacks: DeployedStack[]): Rule[] {
  const rule = (owner: string, direction: Rule['direction'], properties: RuleProperties): Rule => {
    const { IpProtocol: protocol, FromPort = 0, ToPort = 65_535 } = properties
    const group = properties.SourceSecurityGroupId ?? properties.DestinationSecurityGroupId
    const peer = group ?? (properties.SourcePrefixListId === undefined ? properties.CidrIp : 'cloudfront') ?? ''
    return { group: owner, direction, protocol, from: FromPort, to: ToPort, peer }
  }
  return [
    ...all(stacks, 'AWS::EC2::SecurityGroup').flatMap(({ stack, id, properties }) => {
      const group = `${stack}.${id}`
      // A group without a list of its own lets everything out, whatever separate rules say.
      const egress = properties.SecurityGroupEgress ?? [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]
      const ingress = properties.SecurityGroupIngress ?? []
      return [...egress.map(each => rule(group, 'out', each)), ...ingress.map(each => rule(group, 'in', each))]
    }),
    ...all(stacks, 'AWS::EC2::SecurityGroupIngress').map(({ properties }) => rule(properties.GroupId, 'in', properties)),
    ...all(stacks, 'AWS::EC2::SecurityGroupEgress').map(({ properties }) => rule(properties.GroupId, 'out', properties)),
  ]
}

/**
 * Every connection that security groups, routes and addresses let through, as `from -> to:port`. The internet is a node, too, and so is
 * CloudFront; to begin a connection they need a public address and a route back.
 */
export function connections(stacks: DeployedStack[]): string[] {
  const everything = rules(stacks)
  const every = nodes(stacks)
  const ports = [...new Set([22, ...everything.flatMap(({ from, to }) => [from, to])])]
  const allows = (node: Node, direction: Rule['direction'], port: number, peer: Node | Outside) =>
    everything.some(
      rule =>
        rule.direction === direction &&
        node.groups.includes(rule.group) &&
        ['-1', 'tcp'].includes(rule.protocol) &&
        rule.from <= port &&
        port <= rule.to &&
        isPeer(rule.peer, peer),
    )
  const inTheOpen = (node: Node) =>
    node.isPublic && node.subnets.every(subnet => defaultRoute(stacks, subnet)?.endsWith('InternetGateway'))
  const hasWayOut = ({ subnets, isPublic }: Node) =>
    subnets.some(subnet => {
      const route = defaultRoute(stacks, subnet)
      return route !== undefined && (isPublic || !route.endsWith('InternetGateway'))
    })
  const open = ports.flatMap(port => [
    ...outside.flatMap(from =>
      every.filter(node => inTheOpen(node) && allows(node, 'in', port, from)).map(node => `${from} -> ${node.name}:${port}`),
    ),
    ...every
      .filter(node => hasWayOut(node) && allows(node, 'out', port, 'internet'))
      .map(node => `${node.name} -> internet:${port}`),
    ...every.flatMap(from =>
      every
        .filter(to => to !== from && allows(from, 'out', port, to) && allows(to, 'in', port, from))
        .map(to => `${from.name} -> ${to.name}:${port}`),
    ),
  ])
  return open.sort()
}

const outside = ['internet', 'cloudfront', 'office'] as const
type Outside = (typeof outside)[number]

/** Ranges of private networks hold every node; of public ones only everywhere holds the internet, and others are somebody's office. */
function isPeer(rule: string, peer: Node | Outside): boolean {
  if (rule === '0.0.0.0/0') return typeof peer !== 'string' || peer === 'internet'
  if (typeof peer === 'string')
    return peer === 'office' ? /^(?!10\.|172\.|192\.168\.|127\.)[\d.]+\/\d+$/.test(rule) : rule === peer
  return rule.startsWith('10.') || peer.groups.includes(rule)
}
