import { MmError } from '../../errors.js'
import type { HeldLock } from '../ports/locks.js'
import { heartbeatMs, holderOf, leaseMs, workOf } from './lease.js'
import type { LockWorld } from './take.js'

/** A lock that is held, and kept by a heartbeat until it's released. */
export interface Hold {
  /** Makes sure, by renewing it, that it's still held. Throws LockLost. */
  ensure(): Promise<void>
  /** From now on a lost lock is only told of: CloudFormation's own lock keeps others off what it works on. */
  begun(): void
  /** After a signal it's only begun to be given back: a lock that isn't frees itself. */
  release(): Promise<void>
}

export function holdLock(world: LockWorld, taken: HeldLock): Hold {
  const { locks, clock, progress } = world
  const { bucket, stack } = taken
  const ended = new AbortController()
  const over = AbortSignal.any([ended.signal, world.signal])
  let held: HeldLock | undefined = taken
  let working = false
  // One renewal at a time: two would refuse each other.
  let last: Promise<unknown> = Promise.resolve()

  function renew(): Promise<HeldLock | undefined> {
    const next = last.then(async () => (held = held && (await locks.renew(held, over))))
    last = next.catch(() => {})
    return next
  }

  async function beat(): Promise<void> {
    for (;;) {
      await clock.sleep(heartbeatMs, over, { background: true })
      if (over.aborted) return
      // Whatever is wrong with the way to S3 may be over at the next beat; whether the lock is lost only S3 can say.
      const lost = await renew().then(
        still => still === undefined,
        () => false,
      )
      if (!lost || over.aborted) continue
      if (working)
        progress.info(`the lock of ${stack} was lost while CloudFormation works on it, which goes on: ${await whose()}`)
      return
    }
  }
  const beating = beat()

  async function whose(): Promise<string> {
    const found = await locks.find({ bucket, stack }).catch(() => undefined)
    return found ? `${holderOf(found)} holds it now (${workOf(found)})` : 'somebody broke it'
  }

  async function giveBack(): Promise<void> {
    await beating
    await last
    if (!held) return
    const own = held
    held = undefined
    await locks.release(own).catch(() => {
      if (!world.signal.aborted)
        progress.info(`the lock of ${stack} couldn't be given back; it frees itself in ${leaseMs / 1000} s`)
    })
  }

  return {
    async ensure() {
      if ((await renew()) !== undefined) return
      throw new MmError('LockLost', `the lock of ${stack} was lost before its changes were made`, {
        why: `${await whose()}; a lock is free for others after ${leaseMs / 1000} s in which this machine slept or didn't reach S3, or by mm lock break`,
        state: `${stack} was not changed by this command`,
        fix: ['mm lock status', 'run the same command again: it compares with what is there now'],
      })
    },

    begun: () => void (working = true),

    async release() {
      ended.abort()
      const given = giveBack()
      // After a signal the last word doesn't wait for S3, nor is anything said after it.
      if (!world.signal.aborted) await given
    },
  }
}
