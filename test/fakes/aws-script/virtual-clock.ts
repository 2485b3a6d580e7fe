import { existsSync } from 'node:fs'
import { works } from './works.js'

/** Time that passes only when everybody who could do something waits for it. */
export interface VirtualClock {
  /** Milliseconds since 1970, as of the world that it drives. */
  now(): number
  /** Runs an action when the time has come; actions of the same time in the order in which they were given. */
  at(time: number, action: () => void): void
  /** Ends when the time has come, and resolves to it; earlier, with the time until then, when the signal is aborted. In the background: time doesn't pass for it. */
  sleep(ms: number, signal: AbortSignal, options?: { background: boolean }): Promise<number>
  /** Something has happened: whoever it was may go on to do more before time passes. */
  stir(): void
  /** Time doesn't pass either while this process works. */
  heed(pid: number | undefined): void
  stop(): void
}

interface Event {
  time: number
  action: () => void
}

/**
 * How long nothing must have happened, in real milliseconds, before time passes: who works between two calls isn't waiting. Where it can be seen whether a process
 * works, that is asked then, and what it has sent is read first.
 */
const quietMs = existsSync('/proc/self/task') ? 3 : 20

export function virtualClock(start: number): VirtualClock {
  let time = start
  let sleepers = 0
  let timer: NodeJS.Timeout | undefined
  let stirred = 0
  const heeded: number[] = []
  const events: Event[] = []

  function at(when: number, action: () => void): void {
    const index = events.findIndex(event => event.time > when)
    events.splice(index === -1 ? events.length : index, 0, { time: Math.max(when, time), action })
  }

  /** To the next moment at which a sleeper wakes, or something happens in the world; never further. */
  function pass(): void {
    if (sleepers === 0) return
    if (heeded.some(works)) return stir()
    const next = events.shift()
    if (!next) return
    time = next.time
    next.action()
    stir()
  }

  function stir(): void {
    const mine = ++stirred
    const unlessStirred = () => {
      if (stirred === mine) pass()
    }
    clearTimeout(timer)
    // Timers go first in Node's loop: a call may wait to be accepted, and one turn later to be read.
    timer = setTimeout(() => setImmediate(() => setImmediate(unlessStirred)), quietMs)
  }

  return {
    now: () => time,
    at,
    stir,
    heed: pid => void (pid !== undefined && heeded.push(pid)),
    sleep: (ms, signal, { background } = { background: false }) =>
      new Promise(resolve => {
        let over = false
        const wake = () => {
          if (over) return
          over = true
          if (!background) sleepers--
          resolve(time)
        }
        if (!background) sleepers++
        at(time + ms, wake)
        signal.addEventListener('abort', wake)
        stir()
      }),
    stop() {
      stirred++
      clearTimeout(timer)
    },
  }
}
