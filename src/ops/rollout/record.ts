import type { Progress } from '../ports/progress.js'
import type { Records } from '../ports/records.js'
import type { Clock } from '../ports/clock.js'
import { shortId, type Crash } from './evidence.js'

/** What was seen of a rollout, on the disk as it happens: AWS forgets stopped tasks within the hour, and a service that is rolled back at once. */
export interface RolloutRecord {
  /** Relative to the repository's root; known once something was kept. */
  folder: string | undefined
  /** A task that has ended, and the last lines that are known of it; called again when more is. */
  ended(end: Pick<Crash, 'task' | 'log'>): void
}

interface Where {
  records: Records
  clock: Clock
  progress: Progress
}

/** @param root of the repository, absolute */
export function rolloutRecord(
  { records, clock, progress }: Where,
  { root, service }: { root: string; service: string },
): RolloutRecord {
  const deployment = `${new Date(clock.now())
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:]/g, '')
    .replace('T', '-')}-${service}`
  let failed = false
  const record: RolloutRecord = {
    folder: undefined,
    ended({ task, log }) {
      const name = `task-${shortId(task.id)}`
      keep(`${name}.json`, JSON.stringify(task, undefined, 2))
      if (log.length > 0) keep(`${name}.log`, log.join('\n'))
    },
  }
  // A full disk must not fail a deployment.
  function keep(name: string, text: string): void {
    if (failed) return
    try {
      records.keep(root, deployment, { name, text: `${text}\n` })
      record.folder = `.mm/deploys/${deployment}`
    } catch (error) {
      failed = true
      progress.info(`what is seen can't be kept: ${(error as Error).message}`)
    }
  }
  return record
}
