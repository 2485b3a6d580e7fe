import type { FoundLock, HeldLock, LockPlace, Locks } from '../../src/ops/ports/locks.js'

export interface FakeLocks extends Locks {
  /** By stack; change them to tell what others do. */
  known: Map<string, FoundLock>
}

export const foundLock = (stack: string, more: Partial<FoundLock> = {}): FoundLock => ({
  stack,
  owner: 'ben',
  host: 'desk',
  command: 'mm svc deploy web',
  nonce: 'of ben',
  version: 'b',
  takenAt: 0,
  renewedAt: 0,
  seenAt: 0,
  ...more,
})

/** S3's locks as a map, on the given clock; each call is logged as `verb stack`. */
export function fakeLocks(calls: string[], now: () => number, existing: FoundLock[] = []): FakeLocks {
  const known = new Map(existing.map(lock => [lock.stack, lock]))
  let takings = 0
  const seen = (stack: string) => {
    const lock = known.get(stack)
    return lock && { ...lock, seenAt: now() }
  }
  const put = (held: HeldLock): HeldLock => {
    const version = `${held.nonce}/${held.beat}`
    known.set(held.stack, foundLock(held.stack, { ...held, host: 'here', version, renewedAt: now() }))
    return { ...held, version }
  }
  const remove = (stack: string, nonce: string) => known.get(stack)?.nonce === nonce && known.delete(stack)
  return {
    known,
    async take({ bucket, stack }: LockPlace, text, instead) {
      calls.push(`take ${stack}${bucket === 'bucket' ? '' : ` in ${bucket}`}`)
      const there = known.get(stack)
      if (there && there.version !== instead?.version) return { found: seen(stack) }
      return { held: put({ bucket, stack, ...text, nonce: `of me, ${++takings}`, version: '', beat: 0, takenAt: now() }) }
    },
    async renew(held) {
      calls.push(`renew ${held.stack}`)
      return known.get(held.stack)?.version === held.version ? put({ ...held, beat: held.beat + 1 }) : undefined
    },
    async release({ stack, nonce }) {
      calls.push(`release ${stack}`)
      remove(stack, nonce)
    },
    find: async ({ stack }) => seen(stack),
    list: async () => [...known.keys()].flatMap(stack => seen(stack) ?? []),
    remove: async (_, { stack, nonce }) => remove(stack, nonce),
  }
}
