import type { Service } from '../../manifest/service.js'
import { isPublic } from './is-public.js'
import type { ServiceContext } from './service-context.js'

/** True when ECS moves requests from one target group to another, instead of replacing tasks behind one. */
export const shiftsTraffic = ({ deployment }: Service): boolean => deployment.strategy !== 'rolling'

/** Logical ids of the groups between which ECS shifts, or of the only one. */
export function targetGroups(service: Service): string[] {
  if (!service.http) return []
  return shiftsTraffic(service) ? ['TargetGroup', 'AlternateTargetGroup'] : ['TargetGroup']
}

/** A listener that leads to the service. Values are logical ids of the rule, and of the parameters that it needs. */
export interface Way {
  rule: 'ListenerRule' | 'SecureListenerRule'
  listener: 'ListenerArn' | 'SecureListenerArn'
  /** Of a backend: the private name that it's asked by, and the zone in which that is. */
  name?: { record: string; zoneId: string; zoneName: string }
}

const byPrivateName: Way = {
  rule: 'ListenerRule',
  listener: 'ListenerArn',
  name: { record: 'PrivateName', zoneId: 'PrivateZoneId', zoneName: 'PrivateZoneName' },
}
const bySecureName: Way = {
  rule: 'SecureListenerRule',
  listener: 'SecureListenerArn',
  name: { record: 'SecureName', zoneId: 'ServiceZoneId', zoneName: 'ServiceZoneName' },
}

/**
 * With a domain a backend answers under both of its names: callers that were deployed before the domain came still ask by HTTP. ECS shifts
 * the requests of one rule only, so then it's the one for HTTPS alone.
 */
export function waysTo(service: Service, { environment }: ServiceContext): Way[] {
  if (!service.http) return []
  if (isPublic(service)) return [{ rule: 'ListenerRule', listener: 'ListenerArn' }]
  if (!environment.domain) return [byPrivateName]
  return shiftsTraffic(service) ? [bySecureName] : [byPrivateName, bySecureName]
}

/** How callers reach backends: by HTTPS as soon as the environment has a domain. */
export const backendUrl = (backend: string, { environment }: ServiceContext): string =>
  environment.domain ? `https://${backend}.\${ServiceZoneName}` : `http://${backend}.\${PrivateZoneName}`

/** The internal load balancer's port behind that URL. */
export const backendPort = ({ environment }: ServiceContext): number => (environment.domain ? 443 : 80)
