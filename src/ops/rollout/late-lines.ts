import type { Task } from '../ports/running.js'
import type { Crash } from './evidence.js'
import type { TaskLog } from './task-log.js'
import type { Watching } from './watched.js'

/** A task that has ended, and what is known of its log. */
export interface End extends Crash {
  /** When its end was seen, by this machine's clock: it only tells how long ago that was. */
  seenAt: number
  /** When its log is worth another look. */
  dueAt: number
}

export interface LateLines {
  /** Reads what may have come since, beside everything else: nobody waits for a log. */
  read(): void
  /** Once more, before something is told of it. */
  once(): Promise<void>
  /** Again for so many milliseconds, all in all and by the first who asks, while the one that is awaited has no lines, and may have. */
  settle(patienceMs: number): Promise<void>
}

interface Reading {
  log: TaskLog
  /** Whose logs are read; the most telling first. */
  of: () => End[]
  /** The one of them whose words tell the cause. */
  awaited: () => End | undefined
  /** Has more or other lines now. */
  changed: (end: End) => void
}

/** How long lines may come that were written before: the driver sends them every five seconds, and CloudWatch takes its time to show them. */
const lateMs = 20_000
/** Whoever hasn't said a word by then isn't waited for. */
const silentMs = 10_000
/** How often the first word is asked for when everything else is over. */
const everyMs = 500

/** The logs of tasks that have ended, read until there are lines and no more are to be expected. */
export function lateLines(
  { clock, signal }: Pick<Watching, 'clock' | 'signal'>,
  { log, of, awaited, changed }: Reading,
): LateLines {
  let reading: Promise<void> | undefined
  let readable = true
  let until: number | undefined

  const age = ({ seenAt }: End) => clock.now() - seenAt
  const isEmpty = (end: End) => end.log.length === 0
  const isDue = (end: End) => clock.now() >= end.dueAt && (isEmpty(end) || age(end) < lateMs)
  const isToSpeak = (end: End) => isEmpty(end) && age(end) < silentMs && hasRun(end.task) && !isExplained(end.task)

  async function readAll(ends: End[]): Promise<void> {
    for (const end of ends) {
      const lines = await log(end.task)
      readable = lines !== undefined
      // Neither can the others be read, then.
      if (lines === undefined) return
      // The longer a task has had nothing to say, the seldomer it's asked.
      end.dueAt = clock.now() + age(end) / 2
      // What was read isn't lost with its group, which a rollback may delete.
      if (lines.length < end.log.length || lines.join('\n') === end.log.join('\n')) continue
      end.log = lines
      changed(end)
    }
  }

  async function once(): Promise<void> {
    await reading
    await readAll(of().filter(end => isEmpty(end) || age(end) < lateMs))
  }

  return {
    read: () => void (reading ??= readAll(of().filter(isDue)).finally(() => (reading = undefined))),
    once,
    async settle(patienceMs) {
      await once()
      until ??= clock.now() + patienceMs
      for (let end = awaited(); end && isToSpeak(end); end = awaited()) {
        if (!readable || clock.now() >= until || signal.aborted) return
        await clock.sleep(everyMs, signal)
        await readAll([end])
      }
    },
  }
}

/** What didn't run hasn't written anything. */
const hasRun = ({ logStream, containers }: Task) =>
  logStream !== undefined && containers.some(({ exitCode }) => exitCode !== undefined)

/** The kernel's word for its end is the cause, and whom the kernel kills has no last word. */
const isExplained = ({ containers }: Task) => containers.some(({ reason }) => /^OutOfMemory/.test(reason ?? ''))
