import type { Environment, Nat } from '../../manifest/environment.js'
import { accepting, getAtt, ref, resource, type Resource } from '../cfn.js'
import { natInstance } from './nat-instance.js'
import { named, zonesOf } from './vpc.js'

/** The way from private subnets to the internet: none, an instance (cheap), one gateway, or one per zone (which outlives the loss of a zone). */
export function nat({ vpc, nat }: Environment['network']): Record<string, Resource> {
  if ('id' in vpc) return {}
  if (nat === 'instance') return natInstance(vpc.cidr)
  const zones = nat === 'per-az' ? zonesOf(vpc) : nat === 'single' ? [0] : []
  return zones.reduce((all, zone) => ({ ...all, ...gateway(zone, zones.length) }), {})
}

/** What the default route of a zone's private subnets leads to; undefined: there is none. */
export function defaultRouteTarget(
  nat: Nat,
  zone: number,
): { NatGatewayId: { Ref: string } } | { NetworkInterfaceId: { Ref: string } } | undefined {
  if (nat === 'none') return undefined
  if (nat === 'instance') return { NetworkInterfaceId: ref('NatInterface') }
  return { NatGatewayId: ref(`NatGateway${nat === 'per-az' ? zone : 0}`) }
}

function gateway(zone: number, of: number): Record<string, Resource> {
  return {
    [`NatAddress${zone}`]: resource(
      'AWS::EC2::EIP',
      { Domain: 'vpc', Tags: named(`nat-${zone}`) },
      { DependsOn: 'InternetGatewayAttachment' },
    ),
    [`NatGateway${zone}`]: resource(
      'AWS::EC2::NatGateway',
      {
        SubnetId: ref(`PublicSubnet${zone}`),
        AllocationId: getAtt(`NatAddress${zone}`, 'AllocationId'),
        Tags: named(`nat-${zone}`),
      },
      accepting(
        of > 1 ? {} : { 'ZONE.EGRESS': 'network.nat single: when its zone is lost no other has a way out; per-az keeps it' },
      ),
    ),
  }
}
