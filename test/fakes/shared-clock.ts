import type { Clock } from '../../src/ops/ports/clock.js'

/** A time that several share: it passes only when nobody has anything to do, to the next moment at which somebody wakes. */
export function sharedClock(): Clock {
  const sleepers = new Set<{ at: number; wake: () => void }>()
  let now = 0
  let running = false

  async function run(): Promise<void> {
    running = true
    while (sleepers.size > 0) {
      // Whoever has just woken does what it wants to.
      for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve))
      const [next] = [...sleepers].sort((a, b) => a.at - b.at)
      if (next === undefined) break
      now = Math.max(now, next.at)
      next.wake()
    }
    running = false
  }

  const sleep: Clock['sleep'] = (ms, signal) =>
    new Promise(resolve => {
      if (signal?.aborted) return resolve()
      const sleeper = {
        at: now + ms,
        wake: () => {
          sleepers.delete(sleeper)
          resolve()
        },
      }
      sleepers.add(sleeper)
      signal?.addEventListener('abort', sleeper.wake, { once: true })
      if (!running) void run()
    })
  return { now: () => now, sleep, pause: sleep }
}
