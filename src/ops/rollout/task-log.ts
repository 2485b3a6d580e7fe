import type { Task } from '../ports/running.js'
import { shortId } from './evidence.js'
import { inWords } from './in-words.js'
import { lastLines } from './last-lines.js'
import type { Watched, Watching } from './watched.js'

/** What a task wrote last, oldest line first; undefined when that couldn't be read. Never rejects: what happened to a task is known without its log. */
export type TaskLog = (task: Task) => Promise<string[] | undefined>

/** Lines of a task that are kept. */
export const keptLines = 50

/** The logs of the service's tasks. That they can't be read is told once, with why. */
export function taskLog(world: Watching, watched: Watched): TaskLog {
  let told = false

  function tell(task: Task, why: string): void {
    if (told || world.signal.aborted) return
    told = true
    world.progress.info(`the log of task ${shortId(task.id)} can't be read: ${why}`)
  }

  return async task => {
    const { logStream, logUnknown } = task
    const { logGroup } = watched
    if (logUnknown !== undefined) {
      tell(task, logUnknown)
      return undefined
    }
    if (!logGroup || !logStream) return []
    const since = task.createdAt ?? watched.since ?? 0
    try {
      return await lastLines(world, { group: logGroup, stream: logStream, since, count: keptLines })
    } catch (error) {
      tell(task, inWords(error))
      return undefined
    }
  }
}
