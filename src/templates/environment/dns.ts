import type { Environment } from '../../manifest/environment.js'
import { getAtt, ref, resource, sub, type Resource } from '../cfn.js'
import { vpcId } from './vpc.js'

/** True when mm writes into the domain's hosted zone: for its address, or to have a certificate validated. */
export const usesHostedZone = ({ domain, http }: Environment): boolean =>
  domain !== undefined &&
  (domain.hostedZone !== undefined || http.public.certificates.length === 0 || http.private.certificates.length === 0)

/** Below it backends have the names that HTTPS is for. */
export const serviceZoneName = (domain: string) => `internal.${domain}`

/**
 * The private zone of the environment, with the names of databases and backends; with a domain, also the zone of the names in the internal
 * load balancer's certificate, and the public address. The first zone stays with a domain, so that adding one renames nothing.
 */
export function dns(environment: Environment): Record<string, Resource> {
  const { domain, network } = environment
  const vpcs = [{ VPCId: vpcId(network.vpc), VPCRegion: ref('AWS::Region') }]
  return {
    PrivateZone: resource('AWS::Route53::HostedZone', { Name: sub('${Env}.${App}.internal'), VPCs: vpcs }),
    ...(domain ? { ServiceZone: resource('AWS::Route53::HostedZone', { Name: serviceZoneName(domain.name), VPCs: vpcs }) } : {}),
    ...(domain && usesHostedZone(environment)
      ? {
          PublicName: resource('AWS::Route53::RecordSet', {
            HostedZoneId: ref('HostedZoneId'),
            Name: `${domain.name}.`,
            Type: 'A',
            AliasTarget: {
              DNSName: getAtt('PublicBalancer', 'DNSName'),
              HostedZoneId: getAtt('PublicBalancer', 'CanonicalHostedZoneID'),
            },
          }),
        }
      : {}),
  }
}
