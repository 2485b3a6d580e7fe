import { setTimeout as timer } from 'node:timers/promises'
import { jittered } from './jitter.js'
import type { Clock } from './ops/ports/clock.js'

const sleep: Clock['sleep'] = (ms, signal, { background } = { background: false }) =>
  timer(ms, undefined, { signal, ref: !background }).catch(() => {})

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep,
  pause: (ms, signal) => sleep(jittered(ms), signal),
}
