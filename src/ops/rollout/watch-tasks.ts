import type { Task } from '../ports/running.js'
import { crashReason, isCrash } from './crash.js'
import { shortId, type Crash } from './evidence.js'
import type { RolloutRecord } from './record.js'
import { isNew, linesOf, type Watched, type Watching } from './watched.js'

export interface TaskWatch {
  look(service: string): Promise<void>
  /** All that there were, in the order in which they were seen. */
  crashes(): Crash[]
}

/** Lines of the first crash that are shown at once. */
const shownLines = 20
/** How many crashes are told of and keep their log: the first ones tell the cause. */
const toldCrashes = 10

/** How the new revision's tasks end by themselves: told, and kept with their logs. */
export function watchTasks(world: Watching, watched: Watched, record: Pick<RolloutRecord, 'crash'>): TaskWatch {
  const crashes = new Map<string, Crash>()
  const isNewCrash = (task: Task) => isNew(watched, task) && isCrash(task, watched.since)

  function tell({ task, log }: Crash, nth: number): void {
    if (nth > toldCrashes + 1) return
    const shown = nth === 1 ? log.slice(-shownLines) : []
    world.progress.info(
      nth > toldCrashes
        ? 'more tasks stop: they are counted, and no longer told of'
        : [`task ${shortId(task.id)} stopped: ${crashReason(task)}`, ...shown.map(line => `  ${line}`)].join('\n'),
    )
  }

  return {
    async look(service) {
      const ended = await world.services.stopped(watched.cluster, service)
      // The oldest first.
      for (const task of ended.sort((a, b) => (a.stoppedAt ?? Infinity) - (b.stoppedAt ?? Infinity))) {
        const before = crashes.get(task.id)
        // One that was still ending has an exit code now, and its last lines.
        if (before ? before.task.stoppedAt !== undefined || task.stoppedAt === undefined : !isNewCrash(task)) continue
        const nth = before ? [...crashes.keys()].indexOf(task.id) + 1 : crashes.size + 1
        const crash = { task, log: nth > toldCrashes ? [] : await linesOf(world, watched, task) }
        crashes.set(task.id, crash)
        record.crash(crash)
        if (!before) tell(crash, nth)
      }
    },
    crashes: () => [...crashes.values()],
  }
}
