import type { Subnets, Vpc } from '../../manifest/environment.js'
import { ref, resource, sub, tag, type Intrinsic, type Resource } from '../cfn.js'

/** Which kinds of subnets there are. Each kind has one in every zone. */
export const tiers = ['Public', 'Private', 'Database'] as const
export type Tier = (typeof tiers)[number]

export const named = (text: string) => [tag('Name', sub(`\${App}-\${Env}-${text}`))]

/** Numbers of the zones: 0, 1 and perhaps 2. */
export const zonesOf = ({ subnets }: Vpc): number[] => subnets.public.map((_, zone) => zone)

const key = (tier: Tier) => tier.toLowerCase() as keyof Subnets

/** The kind of subnets that stands in for it: databases without subnets of their own are in the private ones. */
const actual = ({ subnets }: Vpc, tier: Tier): Tier => (subnets[key(tier)].length > 0 ? tier : 'Private')

/** References to the subnets that mm makes, or the ids of those that exist. */
export function subnetIds(vpc: Vpc, tier: Tier): (string | Intrinsic)[] {
  const of = actual(vpc, tier)
  return 'id' in vpc ? vpc.subnets[key(of)] : zonesOf(vpc).map(zone => ref(`${of}Subnet${zone}`))
}

export const vpcId = (vpc: Vpc): string | { Ref: string } => ('id' in vpc ? vpc.id : ref('Vpc'))

/**
 * The VPC with its internet gateway and subnets. Subnets give no public addresses by themselves: tasks ask for theirs.
 * Nothing for a VPC that exists.
 */
export function vpcResources(vpc: Vpc): Record<string, Resource> {
  if ('id' in vpc) return {}
  return {
    Vpc: resource('AWS::EC2::VPC', {
      CidrBlock: vpc.cidr,
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
      Tags: [tag('Name', sub('${App}-${Env}'))],
    }),
    InternetGateway: resource('AWS::EC2::InternetGateway', { Tags: [tag('Name', sub('${App}-${Env}'))] }),
    InternetGatewayAttachment: resource('AWS::EC2::VPCGatewayAttachment', {
      VpcId: ref('Vpc'),
      InternetGatewayId: ref('InternetGateway'),
    }),
    ...Object.fromEntries(
      tiers.flatMap(tier => vpc.subnets[key(tier)].map((range, zone) => [`${tier}Subnet${zone}`, subnet(tier, zone, range)])),
    ),
  }
}

function subnet(tier: Tier, zone: number, range: string): Resource {
  return resource('AWS::EC2::Subnet', {
    VpcId: ref('Vpc'),
    CidrBlock: range,
    AvailabilityZone: ref(`Zone${zone}`),
    MapPublicIpOnLaunch: false,
    Tags: named(`${tier.toLowerCase()}-${zone}`),
  })
}
