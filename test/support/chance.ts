import type { Asked, FaultKind, Policy } from './aws-proxy.js'

/** Numbers from 0 to 1 that are the same for the same seed (Mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** After so many attempts at a call it isn't cut off any more, nor does AWS fail at it: a fault that lasts is another story than one that comes and goes. */
const most = 5

/** Hits a share of all calls by a fault of one of these kinds, by chance. Throttling hits them however often they're made: it slows, and never fails. */
export function sometimes(kinds: FaultKind[], { share, seed }: { share: number; seed: number }): Policy & { hits: Asked[] } {
  const next = chance(seed)
  const hits: Asked[] = []
  const policy: Policy = asked => {
    const kind = kinds[Math.floor(next() * kinds.length)]
    if (next() >= share || kind === undefined) return undefined
    if (asked.attempt > most && kind !== 'throttle') return undefined
    hits.push(asked)
    return { kind }
  }
  return Object.assign(policy, { hits })
}
