import { MmError } from '../../errors.js'
import type { World } from '../ports/world.js'
import { allLines, type LogSource, type ServiceLine } from './read-logs.js'

/** How far back each poll looks again: tasks send their lines in batches, so a line can become visible long after its own time. */
const overlapMs = 60_000
const everyMs = 1000

/** Troubles that pass: following waits them out and asks again from where it was. */
const passing = new Set(['Throttled', 'NetworkUnreachable', 'AwsUnavailable'])
const patienceMs = 5000

/**
 * Every line once, from `since` on, until the signal. The cursor is a window on the server's clock, never a line's own time: a line that
 * arrives late, or from a task whose clock is ahead, is neither lost nor repeated (it's known by CloudWatch's event id).
 * @param onTrouble told when AWS can't be asked for a while; the lines of that time come afterwards
 */
export async function* followLogs(
  world: Pick<World, 'logs' | 'clock' | 'signal'>,
  sources: LogSource[],
  since: number,
  onTrouble: (error: MmError) => void = () => {},
): AsyncGenerator<ServiceLine> {
  const cursors = sources.map(source => ({ source, from: since, seen: new Map<string, number>() }))
  while (!world.signal.aborted) {
    let pause = everyMs
    for (const cursor of cursors) {
      let newest: number | undefined
      try {
        for await (const each of allLines(world, { group: cursor.source.group, since: cursor.from })) {
          if (world.signal.aborted) return
          if ('serverTime' in each) newest ??= each.serverTime
          else if (!cursor.seen.has(each.line.id)) {
            cursor.seen.set(each.line.id, each.line.at)
            yield { ...each.line, service: cursor.source.service }
          }
        }
      } catch (error) {
        if (!(error instanceof MmError) || !passing.has(error.code)) throw error
        onTrouble(error)
        pause = patienceMs
        continue
      }
      // Only now, after the last page: a poll that broke off is asked again from where it began.
      cursor.from = Math.max(cursor.from, (newest ?? cursor.from) - overlapMs)
      for (const [id, at] of cursor.seen) if (at < cursor.from) cursor.seen.delete(id)
    }
    await world.clock.pause(pause, world.signal)
  }
}
