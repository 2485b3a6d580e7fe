import { MmError, exitCodes } from '../../errors.js'
import { everyMs } from '../look-again.js'
import type { RunningService } from '../ports/running.js'
import type { Crash } from './evidence.js'
import { inWords } from './in-words.js'
import { repeated } from './repeated.js'
import type { Watched, Watching } from './watched.js'

export interface GivingUp {
  /** Has ECS go back when the rollout's crashes are of the same kind; once, and not when somebody goes back already. */
  consider(service: string, seen: { crashes: Crash[]; primary: RunningService | undefined }): Promise<void>
  /** CloudFormation goes back by itself. */
  leave(): void
  /** Milliseconds until the next look, on average: fewer while the next crash, which decides it, is to be expected. */
  pace(): number
  /** Aborted when the rollout can't succeed any more and ECS was told to go back; its reason is an error, StoppedEarly. */
  hopeless: AbortSignal
}

/** Whoever watches a service crash reads the cause within 3 s of the second time. */
const soonMs = 750
/** How long after a crash the next one is looked for so often. ECS begins another task at once, and Fargate takes up to a minute for it. */
const soonForMs = 120_000

interface Giving extends Pick<Watched, 'cluster'> {
  /** The command that takes a first deployment away; absent of any other. */
  removal?: string | undefined
  /** Resolves when there's no more to be learned of why, some seconds later at most: ECS is told before, the person after. */
  words: () => Promise<void>
}

/**
 * Only of what is the new revision's: a deployment by which ECS or CloudFormation goes back is let be. Of a first one AWS's documents don't say what "back" is:
 * whatever ECS answers, CloudFormation takes away what ECS calls failed, and mm deletes nothing.
 */
export function givingUp(world: Watching, { cluster, removal, words }: Giving): GivingUp {
  const hopeless = new AbortController()
  let settled = false
  let count = 0
  let soonUntil = -Infinity
  return {
    async consider(service, { crashes, primary }) {
      const own = crashes.filter(({ task }) => task.taskDefinition === primary?.taskDefinition)
      if (own.length > count) soonUntil = world.clock.now() + soonForMs
      count = own.length
      const again = repeated(own)
      if (again === undefined || settled) return
      settled = true
      const stopping = await world.services.stopDeployment(cluster, service).catch((error: unknown) => error as Error)
      if (stopping === true) {
        await words()
        hopeless.abort(
          new MmError('StoppedEarly', `the deployment was stopped, since tasks ended in the same way: ${again}`, {
            exitCode: exitCodes.rolledBack,
          }),
        )
      } else if (stopping !== false) world.progress.info(refusal(stopping, removal))
    },
    leave: () => void (settled = true),
    pace: () => (!settled && world.clock.now() < soonUntil ? soonMs : everyMs),
    hopeless: hopeless.signal,
  }
}

function refusal(error: Error, removal: string | undefined): string {
  const waits = `ECS didn't take the order to go back: ${inWords(error)}; it's waited for until it gives up by itself`
  return removal === undefined ? waits : `${waits}. To take it away at once: ${removal}`
}
