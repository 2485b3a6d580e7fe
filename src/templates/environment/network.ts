import type { Environment } from '../../manifest/environment.js'
import { accepting, ref, resource, sub, tag, type Resource } from '../cfn.js'

/** Which kinds of subnets there are, in the order of their addresses. Each kind has one in either zone. */
const tiers = ['Public', 'Private', 'Database'] as const
type Tier = (typeof tiers)[number]

const zones = [0, 1]
const name = (text: string) => [tag('Name', sub(`\${App}-\${Env}-${text}`))]

export const subnetIds = (tier: Tier) => zones.map(zone => ref(`${tier}Subnet${zone}`))

/**
 * A VPC over two zones. Public subnets route to the internet gateway; private and database ones go out through NAT and can't be
 * reached from outside. Subnets give no public addresses by themselves: tasks ask for theirs.
 */
export function network({ vpc, nat }: Environment['network']): Record<string, Resource> {
  const cidr = 'cidr' in vpc ? vpc.cidr : ''
  const ranges = [...vpc.subnets.public, ...vpc.subnets.private, ...vpc.subnets.database]
  return {
    Vpc: resource('AWS::EC2::VPC', {
      CidrBlock: cidr,
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
      tiers.flatMap((tier, t) =>
        zones.map(zone => [`${tier}Subnet${zone}`, subnet(tier, zone, ranges[t * zones.length + zone] ?? '')]),
      ),
    ),
    ...publicRoutes(),
    ...(nat === 'per-az' ? zones : [0]).reduce((all, zone) => ({ ...all, ...natGateway(zone, nat) }), {}),
    ...zones.reduce((all, zone) => ({ ...all, ...privateRoutes(zone, nat === 'per-az' ? zone : 0) }), {}),
    // Free of charge, and the layers of images come from S3: without it they would pass through NAT.
    S3Endpoint: resource('AWS::EC2::VPCEndpoint', {
      VpcId: ref('Vpc'),
      ServiceName: sub('com.amazonaws.${AWS::Region}.s3'),
      VpcEndpointType: 'Gateway',
      RouteTableIds: [ref('PublicRouteTable'), ...zones.map(zone => ref(`PrivateRouteTable${zone}`))],
    }),
    PrivateZone: resource('AWS::Route53::HostedZone', {
      Name: sub('${Env}.${App}.internal'),
      VPCs: [{ VPCId: ref('Vpc'), VPCRegion: ref('AWS::Region') }],
    }),
  }
}

function subnet(tier: Tier, zone: number, range: string): Resource {
  return resource('AWS::EC2::Subnet', {
    VpcId: ref('Vpc'),
    CidrBlock: range,
    AvailabilityZone: ref(`Zone${zone}`),
    MapPublicIpOnLaunch: false,
    Tags: name(`${tier.toLowerCase()}-${zone}`),
  })
}

function publicRoutes(): Record<string, Resource> {
  return {
    PublicRouteTable: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc'), Tags: name('public') }),
    PublicDefaultRoute: resource(
      'AWS::EC2::Route',
      { RouteTableId: ref('PublicRouteTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('InternetGateway') },
      { DependsOn: 'InternetGatewayAttachment' },
    ),
    ...Object.fromEntries(
      zones.map(zone => [`PublicRouteTableAssociation${zone}`, association('Public', zone, 'PublicRouteTable')]),
    ),
  }
}

function natGateway(zone: number, nat: Environment['network']['nat']): Record<string, Resource> {
  return {
    [`NatAddress${zone}`]: resource(
      'AWS::EC2::EIP',
      { Domain: 'vpc', Tags: name(`nat-${zone}`) },
      { DependsOn: 'InternetGatewayAttachment' },
    ),
    [`NatGateway${zone}`]: resource(
      'AWS::EC2::NatGateway',
      {
        SubnetId: ref(`PublicSubnet${zone}`),
        AllocationId: { 'Fn::GetAtt': [`NatAddress${zone}`, 'AllocationId'] },
        Tags: name(`nat-${zone}`),
      },
      accepting(
        nat === 'per-az'
          ? {}
          : { 'ZONE.EGRESS': 'network.nat single: when this zone is lost no other has a way out; per-az keeps it' },
      ),
    ),
  }
}

/** One table per zone, also with a single NAT gateway: changing from single to per-az then moves no association. */
function privateRoutes(zone: number, natZone: number): Record<string, Resource> {
  const table = `PrivateRouteTable${zone}`
  return {
    [table]: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc'), Tags: name(`private-${zone}`) }),
    [`PrivateDefaultRoute${zone}`]: resource('AWS::EC2::Route', {
      RouteTableId: ref(table),
      DestinationCidrBlock: '0.0.0.0/0',
      NatGatewayId: ref(`NatGateway${natZone}`),
    }),
    [`PrivateRouteTableAssociation${zone}`]: association('Private', zone, table),
    [`DatabaseRouteTableAssociation${zone}`]: association('Database', zone, table),
  }
}

const association = (tier: Tier, zone: number, table: string) =>
  resource('AWS::EC2::SubnetRouteTableAssociation', { RouteTableId: ref(table), SubnetId: ref(`${tier}Subnet${zone}`) })
