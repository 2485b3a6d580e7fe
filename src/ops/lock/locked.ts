import { inSight } from '../lost-sight.js'
import { heldLocks, releaseAll, type HeldLocks, type Holds, type LockedWorld, type Locking } from './held-locks.js'
import { lockedStacks } from './locked-stacks.js'
import { takeTogether } from './take-together.js'

/**
 * Runs an operation so that nobody else's mm works on the same stacks: each is locked from before its change set is made, or before it's deleted, until that is
 * over. None is left held, whatever happens.
 */
export const locked = async <W extends LockedWorld, T>(world: W, locking: Locking, run: (world: W) => Promise<T>): Promise<T> =>
  lockedAll([{ world, stacks: [] }], locking, ([only]) => run(only ?? world))

interface Part<W> {
  world: W
  /** Locked from the beginning, all or none, until the operation lets each go. Whoever needs several at once names them here: see takeTogether. */
  stacks: string[]
}

/** The same for operations in several worlds. */
export async function lockedAll<W extends LockedWorld, T>(
  parts: Part<W>[],
  locking: Locking,
  run: (worlds: W[]) => Promise<T>,
): Promise<T> {
  const [first] = parts
  if (!locking.lock || !first) return run(parts.map(({ world }) => world))
  const holds: Holds = { taken: new Map(), kept: new Map() }
  const held = parts.map(part => ({ ...part, held: heldLocks(part.world, locking, holds) }))
  try {
    const wanted = held.flatMap(({ stacks, ...each }) => stacks.map(stack => ({ ...each, stack })))
    await inSight(first.world, { state: 'nothing was changed', fix: [] }, () =>
      takeTogether(first.world.clock, wanted, locking.wait),
    )
    return await run(held.map(each => withLocks(each.world, each.held)))
  } finally {
    await releaseAll(holds)
  }
}

const withLocks = <W extends LockedWorld>(world: W, held: HeldLocks): W => ({
  ...world,
  async reserve(stackName: string, bucket?: string) {
    await held.take(stackName, { bucket })
    return () => held.release(stackName)
  },
  lockedBy: (stackName: string, bucket?: string) => held.holder(stackName, bucket),
  letGo: (stackName: string) => held.letGo(stackName),
  stacks: lockedStacks(world.stacks, held),
  cdnStacks: lockedStacks(world.cdnStacks, held),
})
