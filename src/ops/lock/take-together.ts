import { MmError } from '../../errors.js'
import type { Clock } from '../ports/clock.js'
import type { HeldLocks } from './held-locks.js'

interface Wanted {
  held: HeldLocks
  stack: string
}

interface Placed extends Wanted {
  /** As HeldLocks.place. */
  place: string
}

interface Refused {
  one: Placed
  error: MmError
}

/**
 * Takes the locks of all stacks, which are kept until they're let go. Nobody waits while holding any: what is held is given back before one is waited for,
 * and then it begins anew with that one. So no two can wait for each other. Of two who want the same at once one gets all of it, since both begin at the same
 * end. Throws as takeLock does, Locked when it takes longer than one wants to wait.
 * @param wait for all of it, in milliseconds
 */
export async function takeTogether(clock: Clock, wanted: Wanted[], wait: number): Promise<void> {
  const placed = await inOrder(wanted)
  const until = clock.now() + wait
  let awaited: Placed | undefined
  for (;;) {
    const taken = awaited ? [awaited] : []
    const refused = await takeEach(placed, taken)
    if (!refused) break
    await Promise.all(taken.map(({ held, stack }) => held.release(stack)))
    const left = until - clock.now()
    if (left <= 0) throw refused.error
    awaited = refused.one
    await awaited.held.take(awaited.stack, { wait: left })
  }
  for (const { held, stack } of placed) held.keep(stack)
}

/** By S3's bucket and the stack's name, which are the same for everybody. */
async function inOrder(wanted: Wanted[]): Promise<Placed[]> {
  const placed = await Promise.all(
    wanted.map(async each => {
      const place = await each.held.place(each.stack)
      return place === undefined ? [] : [{ ...each, place }]
    }),
  )
  return placed.flat().sort((a, b) => (a.place < b.place ? -1 : 1))
}

/** One after the other, up to one that somebody else holds; `taken` gets what it takes. */
async function takeEach(placed: Placed[], taken: Placed[]): Promise<Refused | undefined> {
  for (const one of placed) {
    try {
      await one.held.take(one.stack, { wait: 0 })
      taken.push(one)
    } catch (error) {
      if (error instanceof MmError && error.code === 'Locked') return { one, error }
      throw error
    }
  }
  return undefined
}
