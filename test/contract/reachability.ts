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
        name: groups.filter(each => each.stack === stack).length > 1 ? `${stack}.${id}` : stack,
        groups: cards.flatMap(({ Groups = [] }) => Groups),
        subnets: properties.VPCZoneIdentifier,
        isPublic: cards.some(({ AssociatePublicIpAddress }) => AssociatePublicIpAddress !== false),
      }
    }),
  ]
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
  const rule = (group: string, direction: Rule['direction'], properties: RuleProperties): Rule => {
    const { IpProtocol: protocol, FromPort = 0, ToPort = 65_535 } = properties
    const peer = properties.SourceSecurityGroupId ?? properties.DestinationSecurityGroupId ?? properties.CidrIp ?? ''
    return { group, direction, protocol, from: FromPort, to: ToPort, peer }
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

/** Every connection that the security groups let through, as `from -> to:port`; the internet is a node, too. */
export function connections(stacks: DeployedStack[]): string[] {
  const everything = rules(stacks)
  const every = nodes(stacks)
  const ports = [...new Set([22, ...everything.flatMap(({ from, to }) => [from, to])])]
  const allows = (node: Node, direction: Rule['direction'], port: number, peer: Node | 'internet') =>
    everything.some(
      rule =>
        rule.direction === direction &&
        node.groups.includes(rule.group) &&
        ['-1', 'tcp'].includes(rule.protocol) &&
        rule.from <= port &&
        port <= rule.to &&
        (rule.peer === '0.0.0.0/0' || (peer !== 'internet' && (rule.peer.startsWith('10.') || peer.groups.includes(rule.peer)))),
    )
  const open = ports.flatMap(port => [
    ...every
      .filter(node => node.isPublic && allows(node, 'in', port, 'internet'))
      .map(node => `internet -> ${node.name}:${port}`),
    ...every.filter(node => allows(node, 'out', port, 'internet')).map(node => `${node.name} -> internet:${port}`),
    ...every.flatMap(from =>
      every
        .filter(to => to !== from && allows(from, 'out', port, to) && allows(to, 'in', port, from))
        .map(to => `${from.name} -> ${to.name}:${port}`),
    ),
  ])
  return open.sort()
}
