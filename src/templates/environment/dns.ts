import type { Environment } from '../../manifest/environment.js'
import { getAtt, ref, resource, sub, type Resource } from '../cfn.js'
import { originName } from '../cdn/distribution.js'
import { vpcId } from './vpc.js'

/** True when mm writes into the domain's hosted zone: for its address, or to have a certificate validated. */
export const usesHostedZone = ({ domain, http, cdn }: Environment): boolean =>
  domain !== undefined &&
  (domain.hostedZone !== undefined ||
    cdn !== undefined ||
    http.public.certificates.length === 0 ||
    http.private.certificates.length === 0)

/** Below it backends have the names that HTTPS is for. */
export const serviceZoneName = (domain: string) => `internal.${domain}`

/**
 * The private zone of the environment, with the names of databases and backends; with a domain, also the zone of the names in the internal
 * load balancer's certificate, and the public address. The first zone stays with a domain, so that adding one renames nothing.
 * @param throughCdn the address leads to the distribution, which is there, and no longer to the load balancer
 */
export function dns(environment: Environment, throughCdn: boolean): Record<string, Resource> {
  const { domain, network, cdn } = environment
  const vpcs = [{ VPCId: vpcId(network.vpc), VPCRegion: ref('AWS::Region') }]
  return {
    PrivateZone: resource('AWS::Route53::HostedZone', { Name: sub('${Env}.${App}.internal'), VPCs: vpcs }),
    ...(domain ? { ServiceZone: resource('AWS::Route53::HostedZone', { Name: serviceZoneName(domain.name), VPCs: vpcs }) } : {}),
    ...(domain && usesHostedZone(environment)
      ? { PublicName: alias(domain.name, 'A', throughCdn ? toDistribution : toBalancer) }
      : {}),
    ...(domain && cdn ? { OriginName: alias(originName(domain.name), 'A', toBalancer) } : {}),
    ...(domain && throughCdn ? { PublicNameIPv6: alias(domain.name, 'AAAA', toDistribution) } : {}),
  }
}

const toBalancer = {
  DNSName: getAtt('PublicBalancer', 'DNSName'),
  HostedZoneId: getAtt('PublicBalancer', 'CanonicalHostedZoneID'),
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-route53-aliastarget.html (the zone of every distribution) */
const toDistribution = { DNSName: ref('CdnDomainName'), HostedZoneId: 'Z2FDTNDATAQYW2' }

const alias = (name: string, Type: 'A' | 'AAAA', AliasTarget: typeof toBalancer | typeof toDistribution): Resource =>
  resource('AWS::Route53::RecordSet', { HostedZoneId: ref('HostedZoneId'), Name: `${name}.`, Type, AliasTarget })
