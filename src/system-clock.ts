import { setTimeout as timer } from 'node:timers/promises'
import type { Clock } from './ops/ports/clock.js'

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal, { background } = { background: false }) =>
    timer(ms, undefined, { signal, ref: !background }).catch(() => {}),
}
