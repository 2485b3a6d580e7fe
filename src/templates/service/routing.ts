import { createHash } from 'node:crypto'
import type { Service } from '../../manifest/service.js'
import { ref, resource, sub, type Resource } from '../cfn.js'
import { originHeader } from '../cdn/distribution.js'
import { isPublic } from './is-public.js'
import type { ServiceContext } from './service-context.js'
import { targetGroups, waysTo, type Way } from './traffic.js'

/** The service's way in: target groups, a rule on each listener that leads to it, and for a backend its private names. */
export function routing(service: Service, context: ServiceContext): Record<string, Resource> {
  const { http } = service
  if (!http) return {}
  const ways = waysTo(service, context)
  const records = ways.flatMap(({ name }) => name ?? [])
  const all: [string, Resource][] = [
    ...targetGroups(service).map((id): [string, Resource] => [id, targetGroup(http)]),
    ...ways.map((way): [string, Resource] => [way.rule, listenerRule(service, context, way)]),
    ...records.map((name): [string, Resource] => [name.record, privateName(service.name, name)]),
  ]
  return Object.fromEntries(all)
}

function targetGroup(http: NonNullable<Service['http']>): Resource {
  const { healthcheck } = http
  return resource('AWS::ElasticLoadBalancingV2::TargetGroup', {
    VpcId: ref('VpcId'),
    TargetType: 'ip',
    Protocol: 'HTTP',
    // ECS registers each task with the port of its own. Another port here would make a new group, which has no target to begin with.
    Port: 80,
    HealthCheckPath: healthcheck.path,
    HealthCheckIntervalSeconds: healthcheck.interval,
    HealthCheckTimeoutSeconds: healthcheck.timeout,
    HealthyThresholdCount: healthcheck.healthyThreshold,
    UnhealthyThresholdCount: healthcheck.unhealthyThreshold,
    Matcher: { HttpCode: healthcheck.successCodes },
    TargetGroupAttributes: [
      { Key: 'deregistration_delay.timeout_seconds', Value: String(http.deregistrationDelay) },
      ...(http.stickiness
        ? [
            { Key: 'stickiness.enabled', Value: 'true' },
            { Key: 'stickiness.type', Value: 'lb_cookie' },
          ]
        : []),
    ],
  })
}

function listenerRule(service: Service, context: ServiceContext, way: Way): Resource {
  return resource('AWS::ElasticLoadBalancingV2::ListenerRule', {
    ListenerArn: ref(way.listener),
    Priority: priority(service),
    Conditions: [...conditions(service, way), ...throughCdn(service, context)],
    Actions: [forward(service)],
  })
}

/** All requests go to the first group to begin with; from then on the weights are ECS's. */
function forward(service: Service) {
  const [group = '', alternate] = targetGroups(service)
  if (alternate === undefined) return { Type: 'forward', TargetGroupArn: ref(group) }
  const TargetGroups = [
    { TargetGroupArn: ref(group), Weight: 100 },
    { TargetGroupArn: ref(alternate), Weight: 0 },
  ]
  return { Type: 'forward', ForwardConfig: { TargetGroups } }
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

function conditions(service: Service, { name }: Way) {
  const prefix = pathPrefix(service)
  const path = { Field: 'path-pattern', PathPatternConfig: { Values: prefix === '' ? ['/*'] : [prefix, `${prefix}/*`] } }
  if (!name) return [path]
  const host = { Field: 'host-header', HostHeaderConfig: { Values: [sub(`${service.name}.\${${name.zoneName}}`)] } }
  return prefix === '' ? [host] : [host, path]
}

/** Of a public service behind a distribution: only what came through it. */
function throughCdn(service: Service, { environment }: ServiceContext) {
  if (!isPublic(service) || !environment.cdn) return []
  return [
    {
      Field: 'http-header',
      HttpHeaderConfig: { HttpHeaderName: originHeader, Values: [ref('OriginToken')] },
    },
  ]
}

function privateName(service: string, { zoneId, zoneName }: NonNullable<Way['name']>): Resource {
  return resource('AWS::Route53::RecordSet', {
    HostedZoneId: ref(zoneId),
    Name: sub(`${service}.\${${zoneName}}.`),
    Type: 'A',
    AliasTarget: { DNSName: ref('InternalBalancerDnsName'), HostedZoneId: ref('InternalBalancerZoneId') },
  })
}
