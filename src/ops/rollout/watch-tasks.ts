import type { Task } from '../ports/running.js'
import { crashReason, isCrash } from './crash.js'
import { shortId, type Crash } from './evidence.js'
import type { RolloutRecord } from './record.js'
import { isNew, linesOf, type Watched, type Watching } from './watched.js'

export interface TaskWatch {
  look(service: string): Promise<void>
  /** In the order in which they were seen. */
  crashes(): Crash[]
}

/** Lines of the first crash that are shown at once. */
const shownLines = 20
/** How many crashes keep their log: the first ones tell the cause. */
const keptCrashes = 3

/** How the new revision's tasks end by themselves: told, and kept with their logs. */
export function watchTasks(world: Watching, watched: Watched, record: Pick<RolloutRecord, 'crash'>): TaskWatch {
  const crashes = new Map<string, Crash>()
  const isNewCrash = (task: Task) => crashes.size < keptCrashes && isNew(watched, task) && isCrash(task, watched.since)
  return {
    async look(service) {
      for (const task of await world.services.stopped(watched.cluster, service)) {
        const before = crashes.get(task.id)
        // One that was still ending has an exit code now, and its last lines.
        if (before ? before.task.stoppedAt !== undefined || task.stoppedAt === undefined : !isNewCrash(task)) continue
        const crash = { task, log: await linesOf(world, watched, task) }
        crashes.set(task.id, crash)
        record.crash(crash)
        if (before) continue
        const shown = crashes.size === 1 ? crash.log.slice(-shownLines) : []
        world.progress.info(
          [`task ${shortId(task.id)} stopped: ${crashReason(task)}`, ...shown.map(line => `  ${line}`)].join('\n'),
        )
      }
    },
    crashes: () => [...crashes.values()],
  }
}
