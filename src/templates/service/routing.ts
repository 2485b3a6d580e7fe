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
      Priority: isPublic(service) && http.path === '/' ? lastPriority : priority(name),
      Conditions: conditions(service),
      Actions: [{ Type: 'forward', TargetGroupArn: ref('TargetGroup') }],
    }),
    ...(isPublic(service) ? {} : { PrivateName: privateName(name) }),
  }
}

/** Priorities are unique on a listener; a service's own must not depend on which others are deployed. */
export const priority = (name: string): number =>
  1 + (createHash('sha256').update(name).digest().readUInt32BE(0) % (lastPriority - 1))

/** The highest that a listener takes: a service at `/` gets what no other one wants. */
const lastPriority = 50_000

function conditions(service: Service) {
  if (!isPublic(service)) {
    const path = service.http?.path ?? '/'
    return [
      { Field: 'host-header', HostHeaderConfig: { Values: [sub(`${service.name}.\${PrivateZoneName}`)] } },
      ...(path === '/' ? [] : [{ Field: 'path-pattern', PathPatternConfig: { Values: patterns(path) } }]),
    ]
  }
  return [{ Field: 'path-pattern', PathPatternConfig: { Values: patterns(service.http?.path ?? '/') } }]
}

const patterns = (path: string) => (path === '/' ? ['/*'] : [path, `${path}/*`])

function privateName(name: string): Resource {
  return resource('AWS::Route53::RecordSet', {
    HostedZoneId: ref('PrivateZoneId'),
    Name: sub(`${name}.\${PrivateZoneName}.`),
    Type: 'A',
    AliasTarget: { DNSName: ref('InternalBalancerDnsName'), HostedZoneId: ref('InternalBalancerZoneId') },
  })
}
