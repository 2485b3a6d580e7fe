import type { Task } from '../ports/running.js'
import { crashReason, exitOf, isCrash } from './crash.js'
import { shortId, type Crash } from './evidence.js'
import { lateLines, type End, type LateLines } from './late-lines.js'
import type { RolloutRecord } from './record.js'
import type { TaskLog } from './task-log.js'
import { isOfRollout, type Watched, type Watching } from './watched.js'

export interface TaskWatch extends Pick<LateLines, 'once' | 'settle'> {
  /** Tells, keeps and counts those that have ended since; their logs follow. */
  look(service: string): Promise<void>
  /** All that there were, in the order in which they were seen. */
  crashes(): Crash[]
}

interface Keeping {
  log: TaskLog
  record: Pick<RolloutRecord, 'ended'>
}

/** Lines of the first crash that are shown. */
const shownLines = 20
/** How many crashes are told of, and of how many ended tasks the log is kept: the first ones tell the cause. */
const toldCrashes = 10

/** How the new revision's tasks end: crashes are told, and all of them kept, with what they wrote last. */
export function watchTasks(world: Watching, watched: Watched, { log, record }: Keeping): TaskWatch {
  const ends = new Map<string, End>()
  const crashes = () => [...ends.values()].filter(({ task }) => isCrash(task))
  const others = () => [...ends.values()].filter(({ task }) => !isCrash(task))
  let shown = false

  const late = lateLines(world, {
    log,
    of: () => [...crashes(), ...others()].slice(0, toldCrashes),
    awaited: () => crashes()[0],
    changed(end) {
      record.ended(end)
      const { task, log } = end
      if (shown || crashes()[0] !== end) return
      shown = true
      const heading = `the last lines of task ${shortId(task.id)} (${exitOf(task) ?? task.reason ?? 'stopped'}):`
      world.progress.info([heading, ...log.slice(-shownLines).map(line => `  ${line}`)].join('\n'))
    },
  })

  function tell(task: Task, before: Task | undefined): void {
    const nth = crashes().findIndex(each => each.task === task) + 1
    if (nth === 0 || nth > toldCrashes + 1) return
    const name = `task ${shortId(task.id)}`
    if (nth > toldCrashes) {
      if (!before) world.progress.info('more tasks stop: they are counted, and no longer told of')
    } else if (!before) world.progress.info(`${name} stopped: ${crashReason(task)}`)
    else if (!exitOf(before) && exitOf(task)) world.progress.info(`${name} has ended: ${exitOf(task)}`)
  }

  return {
    async look(service) {
      const now = world.clock.now()
      const stopped = await world.services.stopped(watched.cluster, service)
      for (const task of stopped.sort((a, b) => (a.stoppedAt ?? Infinity) - (b.stoppedAt ?? Infinity))) {
        const before = ends.get(task.id)
        // One that was still ending has an exit code later, and its last lines.
        if (before ? isSame(before.task, task) : !isOfRollout(watched, task)) continue
        const wasEnding = before?.task
        const end = Object.assign(before ?? { log: [] }, { task, seenAt: now, dueAt: now })
        ends.set(task.id, end)
        record.ended(end)
        tell(task, wasEnding)
      }
      late.read()
    },
    crashes,
    once: () => late.once(),
    settle: patienceMs => late.settle(patienceMs),
  }
}

const isSame = (before: Task, task: Task) => JSON.stringify(before) === JSON.stringify(task)
