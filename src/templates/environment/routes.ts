import type { Environment, Vpc } from '../../manifest/environment.js'
import { ref, resource, type Resource } from '../cfn.js'
import { defaultRouteTarget } from './nat.js'
import { named, tiers, zonesOf, type Tier } from './vpc.js'

/** Public subnets route to the internet gateway; private and database ones go out through NAT, if at all, and can't be reached from outside. */
export function routes({ vpc, nat }: Environment['network']): Record<string, Resource> {
  if ('id' in vpc) return {}
  const zones = zonesOf(vpc)
  return {
    PublicRouteTable: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc'), Tags: named('public') }),
    PublicDefaultRoute: resource(
      'AWS::EC2::Route',
      { RouteTableId: ref('PublicRouteTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('InternetGateway') },
      { DependsOn: 'InternetGatewayAttachment' },
    ),
    ...Object.fromEntries(
      zones.map(zone => [`PublicRouteTableAssociation${zone}`, association('Public', zone, 'PublicRouteTable')]),
    ),
    ...zones.reduce((all, zone) => ({ ...all, ...inner(vpc, zone, defaultRouteTarget(nat, zone)) }), {}),
    // Free of charge, and the layers of images come from S3: without it they would pass through NAT.
    S3Endpoint: resource('AWS::EC2::VPCEndpoint', {
      VpcId: ref('Vpc'),
      ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
      VpcEndpointType: 'Gateway',
      RouteTableIds: [ref('PublicRouteTable'), ...zones.map(zone => ref(`PrivateRouteTable${zone}`))],
    }),
  }
}

/** One table per zone, also with a single NAT gateway: another kind of NAT then moves no association. */
function inner(vpc: Vpc, zone: number, target: ReturnType<typeof defaultRouteTarget>): Record<string, Resource> {
  const table = `PrivateRouteTable${zone}`
  const within = tiers.filter(tier => tier !== 'Public' && vpc.subnets[tier === 'Private' ? 'private' : 'database'].length > 0)
  return {
    [table]: resource('AWS::EC2::RouteTable', { VpcId: ref('Vpc'), Tags: named(`private-${zone}`) }),
    ...(target
      ? {
          [`PrivateDefaultRoute${zone}`]: resource('AWS::EC2::Route', {
            RouteTableId: ref(table),
            DestinationCidrBlock: '0.0.0.0/0',
            ...target,
          }),
        }
      : {}),
    ...Object.fromEntries(within.map(tier => [`${tier}RouteTableAssociation${zone}`, association(tier, zone, table)])),
  }
}

const association = (tier: Tier, zone: number, table: string) =>
  resource('AWS::EC2::SubnetRouteTableAssociation', { RouteTableId: ref(table), SubnetId: ref(`${tier}Subnet${zone}`) })
