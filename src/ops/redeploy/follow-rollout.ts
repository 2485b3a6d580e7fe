import { MmError, exitCodes } from '../../errors.js'
import type { Step } from '../ports/progress.js'
import type { Deployment, RunningService } from '../ports/running.js'
import type { World } from '../ports/world.js'
import { stopIfInterrupted } from '../interrupt.js'
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

const everyMs = 2000
/** How long ECS may take to show what it was told, and to be back at the revision before. */
const patienceMs = 60_000
/** As long as CloudFormation waits for a service that replaces its tasks; one that shifts traffic bakes for hours. */
const longestMs = 36 * 3_600_000

/**
 * Follows ECS's own deployment of a revision until it's completed, or not the one any more that ECS wants. Throws RevisionTakenBack (exit 6),
 * Interrupted, and the reason of `enough`.
 */
export async function followRollout(world: RolloutWorld, rollout: Rollout, enough: AbortSignal): Promise<void> {
  const { name, env, cluster, service, taskDefinition, step } = rollout
  const start = world.clock.now()
  const state = `ECS goes on with ${name}; nothing was cancelled`
  const fix = [`mm svc deploy ${name} --env ${env}   watches it to its end`, 'mm status']
  const stopIfAsked = () => {
    enough.throwIfAborted()
    stopIfInterrupted(world.signal, state, fix)
  }
  let seen = false
  while (world.clock.now() - start < longestMs) {
    await world.clock.sleep(everyMs, AbortSignal.any([world.signal, enough]))
    stopIfAsked()
    const running = await world.services.describe(cluster, service).catch((error: unknown) => {
      stopIfAsked()
      // Who loses sight of it reads that it goes on.
      if (!(error instanceof MmError) || error.details.state !== undefined) throw error
      throw new MmError(error.code, error.message, { ...error.details, state, fix: [...(error.details.fix ?? []), ...fix] })
    })
    step.note(noteOf(running?.deployments.find(each => each.taskDefinition === taskDefinition)))
    const isIt = running?.taskDefinition === taskDefinition
    if (isIt && running.rollout === 'COMPLETED') return
    const goesOn = isIt && running.rollout !== 'FAILED'
    seen ||= goesOn
    // What was asked just now may not be shown yet.
    if (goesOn || (!seen && world.clock.now() - start < patienceMs)) continue
    throw takenBack(rollout, running, await restored(world, rollout))
  }
}

const noteOf = (own: Deployment | undefined) => (own ? `${own.running} of ${own.desired} tasks run` : '')

/** ECS as it is once it has gone back, if it does within a minute: then it's known what serves. */
async function restored(world: RolloutWorld, { cluster, service, taskDefinition }: Rollout): Promise<RunningService | undefined> {
  const start = world.clock.now()
  for (;;) {
    const running = await world.services.describe(cluster, service)
    const back = running === undefined || (running.taskDefinition !== taskDefinition && running.rollout !== 'IN_PROGRESS')
    if (back || world.signal.aborted || world.clock.now() - start >= patienceMs) return running
    await world.clock.sleep(everyMs, world.signal)
  }
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
