import type { Deployment } from '../../manifest/service-deployment.js'
import type { Service } from '../../manifest/service.js'
import { rollbackAlarms } from './rollback-alarms.js'
import type { ServiceContext } from './service-context.js'
import { shiftsTraffic } from './traffic.js'

const strategies = { rolling: 'ROLLING', blue_green: 'BLUE_GREEN', canary: 'CANARY', linear: 'LINEAR' } as const

/**
 * A deployment that goes back by itself: all old tasks stay until as many new ones are healthy, unless the manifest wants it otherwise. Strategy and
 * alarms are always told: what an update doesn't mention ECS may keep.
 */
export function deploymentConfiguration(service: Service, context: ServiceContext) {
  const { deployment } = service
  const recreate = deployment.strategy === 'rolling' && deployment.recreate
  const { names } = rollbackAlarms(service, context)
  const watched = names.length > 0
  // Without one ECS works it out from the alarms, and a rolling deployment without alarms has nothing to wait for.
  const bakes = shiftsTraffic(service) || watched
  return {
    Strategy: strategies[deployment.strategy],
    ...pace(deployment),
    MinimumHealthyPercent: recreate ? 0 : 100,
    MaximumPercent: recreate ? 100 : 200,
    DeploymentCircuitBreaker: { Enable: true, Rollback: true },
    Alarms: { AlarmNames: names, Enable: watched, Rollback: watched },
    ...(bakes && deployment.bakeTime !== undefined ? { BakeTimeInMinutes: deployment.bakeTime } : {}),
  }
}

function pace(deployment: Deployment) {
  if (deployment.strategy === 'canary')
    return {
      CanaryConfiguration: { CanaryPercent: deployment.percent, CanaryBakeTimeInMinutes: deployment.stepTime },
    }
  if (deployment.strategy === 'linear')
    return { LinearConfiguration: { StepPercent: deployment.percent, StepBakeTimeInMinutes: deployment.stepTime } }
  return {}
}
