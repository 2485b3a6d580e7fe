import { createHash } from 'node:crypto'
import type { Service } from '../../manifest/service.js'
import { ref, resource, sub, type Resource } from '../cfn.js'
import { isPublic } from './is-public.js'

/** The service's way in: a target group, a rule on the balancer's listener, and for a backend its private name. */
export function routing(service: Service): Record<string, Resource> {
  const { http, port, name } = service
  if (!http) return {}
  const { healthcheck } = http
  return {
    TargetGroup: resource('AWS::ElasticLoadBalancingV2::TargetGroup', {
      VpcId: ref('VpcId'),
      TargetType: 'ip',
      Protocol: 'HTTP',
      Port: port,
      HealthCheckPath: healthcheck.path,
      HealthCheckIntervalSeconds: healthcheck.interval,
      HealthCheckTimeoutSeconds: healthcheck.timeout,
      HealthyThresholdCount: healthcheck.healthyThreshold,
      UnhealthyThresholdCount: healthcheck.unhealthyThreshold,
      Matcher: { HttpCode: healthcheck.successCodes },
      TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(http.deregistrationDelay) }],
    }),
    ListenerRule: resource('AWS::ElasticLoadBalancingV2::ListenerRule', {
      ListenerArn: ref('ListenerArn'),
      Priority: priority(service),
      Conditions: conditions(service),
      Actions: [{ Type: 'forward', TargetGroupArn: ref('TargetGroup') }],
    }),
    ...(isPublic(service) ? {} : { PrivateName: privateName(name) }),
  }
}

/**
 * The place of a service's rule on its listener, 1 to 50,000. It mustn't depend on which others are deployed, so it's a hash of the name; the
 * more segments a path has the earlier it comes, so that `/api/orders` isn't taken by `/api`.
 */
export function priority(service: Service): number {
  const segments = pathPrefix(service).split('/').length - 1
  // The same for every service at `/`: AWS then refuses a second one, which would never be asked.
  if (segments === 0 && isPublic(service)) return lastPriority
  const hash = createHash('sha256').update(service.name).digest().readUInt32BE(0)
  return 1 + (bands - Math.min(segments, bands)) * bandWidth + (hash % bandWidth)
}

/** Paths with four segments and more share the first band; those without one have the last. */
const bands = 4
const bandWidth = 10_000
const lastPriority = 50_000

/** `/api` for `/api` and `/api/`, and nothing for `/`. */
export const pathPrefix = (service: Service): string => (service.http?.path ?? '/').replace(/\/+$/, '')

function conditions(service: Service) {
  const prefix = pathPrefix(service)
  const path = { Field: 'path-pattern', PathPatternConfig: { Values: prefix === '' ? ['/*'] : [prefix, `${prefix}/*`] } }
  if (isPublic(service)) return [path]
  const host = { Field: 'host-header', HostHeaderConfig: { Values: [sub(`${service.name}.\${PrivateZoneName}`)] } }
  return prefix === '' ? [host] : [host, path]
}

function privateName(name: string): Resource {
  return resource('AWS::Route53::RecordSet', {
    HostedZoneId: ref('PrivateZoneId'),
    Name: sub(`${name}.\${PrivateZoneName}.`),
    Type: 'A',
    AliasTarget: { DNSName: ref('InternalBalancerDnsName'), HostedZoneId: ref('InternalBalancerZoneId') },
  })
}
