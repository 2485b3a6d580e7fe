import type { Rollout } from '../ports/progress.js'
import type { RunningService, Target } from '../ports/running.js'
import { revisionOf } from './standing.js'

/** How a rollout stands: the newest revision, and each that still has tasks. Targets on their way out, and those of a group that gets no traffic, don't count. */
export function rolloutOf({ name, deployments }: RunningService, targets: Target[] | undefined): Rollout {
  const counted = targets && serving(targets)
  return {
    service: name,
    revisions: deployments
      .filter(({ running, pending }, i) => i === 0 || running + pending > 0)
      .map(({ taskDefinition, desired, running, pending, failed }) => ({
        revision: revisionOf(taskDefinition),
        desired,
        running,
        pending,
        failed,
      })),
    ...(counted ? { targets: { healthy: healthy(counted).length, total: counted.length } } : {}),
  }
}

/** Those that get requests, or will once they're healthy. */
export const serving = (targets: Target[]): Target[] => targets.filter(({ state }) => state !== 'draining' && state !== 'unused')

export const healthy = (targets: Target[]): Target[] => targets.filter(({ state }) => state === 'healthy')
