import { MmError, exitCodes } from '../../errors.js'
import { everyMs, lookUntil } from '../look-again.js'
import { inSight, isThrottled, stopIfInterrupted } from '../lost-sight.js'
import type { Step } from '../ports/progress.js'
import type { Deployment, RunningService } from '../ports/running.js'
import type { World } from '../ports/world.js'
import { ecsGoesOn } from '../stack/sights.js'
import { revisionOf } from '../rollout/standing.js'

export interface Rollout {
  /** Name of the service as its manifest has it, and of its environment. */
  name: string
  env: string
  cluster: string
  /** ECS's name of the service. */
  service: string
  /** ARN of what is rolled out. */
  taskDefinition: string
  step: Pick<Step, 'note'>
}

export type RolloutWorld = Pick<World, 'services' | 'clock' | 'signal' | 'progress'>

/** How long ECS may take to show what it was told, and to be back at the revision before. */
const patienceMs = 60_000
/** As long as CloudFormation waits for a service that replaces its tasks; one that shifts traffic bakes for hours. */
const longestMs = 36 * 3_600_000

/**
 * Follows ECS's own deployment of a revision until it's completed, or not the one any more that ECS wants. Throws RevisionTakenBack (exit 6), whatever ended the
 * following, and the reason of `enough`.
 */
export async function followRollout(world: RolloutWorld, rollout: Rollout, enough: AbortSignal): Promise<void> {
  const { cluster, service, taskDefinition, step } = rollout
  const start = world.clock.now()
  let seen = false

  /** ECS as it is now; undefined while it throttles, or when nobody wants to know any more. */
  const look = () =>
    inSight(world, ecsGoesOn(rollout), async () => {
      await world.clock.pause(everyMs, AbortSignal.any([world.signal, enough]))
      stopIfInterrupted(world.signal)
      if (enough.aborted) return undefined
      try {
        return { running: await world.services.describe(cluster, service) }
      } catch (error) {
        if (enough.aborted || isThrottled(error)) return undefined
        throw error
      }
    })

  while (world.clock.now() - start < longestMs) {
    const looked = await look()
    enough.throwIfAborted()
    if (!looked) continue
    const { running } = looked
    step.note(noteOf(running?.deployments.find(each => each.taskDefinition === taskDefinition)))
    const isIt = running?.taskDefinition === taskDefinition
    if (isIt && running.rollout === 'COMPLETED') return
    const goesOn = isIt && running.rollout !== 'FAILED'
    seen ||= goesOn
    // What was asked just now may not be shown yet.
    if (goesOn || (!seen && world.clock.now() - start < patienceMs)) continue
    throw takenBack(rollout, running, await restored(world, rollout, running))
  }
}

const noteOf = (own: Deployment | undefined) => (own ? `${own.running} of ${own.desired} tasks run` : '')

/** ECS as it is once it has gone back, if it does within a minute: then it's known what serves. As it was seen last when that can't be looked at. */
async function restored(
  world: RolloutWorld,
  { cluster, service, taskDefinition }: Rollout,
  seen: RunningService | undefined,
): Promise<RunningService | undefined> {
  let last = seen
  const look = async () => {
    last = await world.services.describe(cluster, service)
    return last === undefined || (last.taskDefinition !== taskDefinition && last.rollout !== 'IN_PROGRESS') ? true : undefined
  }
  await lookUntil(world, look, patienceMs).catch(() => {})
  return last
}

/** @param seen when it was found out; `now`: what came of it */
function takenBack(
  { name, taskDefinition }: Rollout,
  seen: RunningService | undefined,
  now: RunningService | undefined,
): MmError {
  const said = seen?.deployments.find(each => each.taskDefinition === taskDefinition)?.reason
  const is = now && `revision ${revisionOf(now.taskDefinition)} is ${now.rollout}`
  return new MmError('RevisionTakenBack', `ECS doesn't go on with revision ${revisionOf(taskDefinition)} of ${name}`, {
    why: said ?? is ?? 'there is no such service any more',
    fix: ['mend the cause and run the same command again'],
    exitCode: exitCodes.rolledBack,
  })
}
