import { sharedStackName } from '../names.js'
import type { FoundLock, LockText } from '../ports/locks.js'
import type { World } from '../ports/world.js'
import { holdLock, type Hold } from './hold.js'
import { isExpired } from './lease.js'
import { lockedStacks } from './locked-stacks.js'
import { takeLock, type LockWorld } from './take.js'

export interface Locking {
  app: string
  /** Absolute: of the repository. */
  root: string
  /** The command line, for others. */
  command: string
  /** Why, in one's own words, for others. */
  message: string | undefined
  /** How long to wait for whoever holds a lock, in milliseconds. */
  wait: number
  /** False: only CloudFormation keeps two deployments apart. */
  lock: boolean
}

/** Locks of stacks that a command holds, by the stack's name. */
export interface HeldLocks {
  /** Takes the stack's lock unless it's held already, or there's no bucket yet. */
  take(stack: string, bucket?: string): Promise<void>
  of(stack: string): Promise<Hold | undefined>
  /** Who else holds it now: see World.lockedBy. */
  holder(stack: string, bucket?: string): Promise<{ lock: FoundLock; wait: number } | undefined>
  release(stack: string): Promise<void>
}

/**
 * Runs an operation so that nobody else's mm works on the same stacks: each is locked from before its change set is made, or before it's deleted, until that is
 * over. None is left held, whatever happens.
 */
export async function locked<W extends LockedWorld, T>(world: W, locking: Locking, run: (world: W) => Promise<T>): Promise<T> {
  if (!locking.lock) return run(world)
  const holds: Holds = new Map()
  const held = heldLocks(world, locking, holds)
  try {
    return await run({
      ...world,
      async reserve(stackName: string, known?: string) {
        await held.take(stackName, known)
        return () => held.release(stackName)
      },
      lockedBy: (stackName: string, known?: string) => held.holder(stackName, known),
      stacks: lockedStacks(world.stacks, held),
      cdnStacks: lockedStacks(world.cdnStacks, held),
    })
  } finally {
    await Promise.all([...holds.keys()].map(stack => held.release(stack)))
  }
}

/** The same for operations in several worlds. */
export async function lockedAll<T>(worlds: World[], locking: Locking, run: (worlds: World[]) => Promise<T>): Promise<T> {
  const [first, ...others] = worlds
  if (!first) return run([])
  return locked(first, locking, world => lockedAll(others, locking, rest => run([world, ...rest])))
}

type LockedWorld = LockWorld & Pick<World, 'account' | 'git' | 'stacks' | 'cdnStacks'>

/** Undefined: there's no bucket yet, and so no lock. */
type Holds = Map<string, Promise<Hold | undefined>>

function heldLocks(world: LockedWorld, { app, wait, ...locking }: Locking, holds: Holds): HeldLocks {
  let bucket: string | undefined
  // It's asked while what is to be deployed is put together.
  const text = textOf(world, locking)
  text.catch(() => {})

  const bucketOf = async () => (await world.stacks.find(sharedStackName(app)))?.outputs['ArtifactBucket']

  async function hold(stack: string, known: string | undefined): Promise<Hold | undefined> {
    bucket ??= known ?? (await bucketOf())
    if (bucket === undefined) return undefined
    return holdLock(world, await takeLock(world, { place: { bucket, stack }, text: await text, wait }))
  }

  return {
    async take(stack, known) {
      // At once, since two may want it at the same time. A stack for which there was no bucket may have one by now: the shared stack's own.
      const earlier = holds.get(stack)?.catch(() => undefined)
      const taking = earlier ? earlier.then(held => held ?? hold(stack, known)) : hold(stack, known)
      holds.set(stack, taking)
      await taking
    },
    of: async stack => holds.get(stack),
    async holder(stack, known) {
      if (holds.has(stack)) return undefined
      bucket ??= known ?? (await bucketOf())
      const lock = bucket === undefined ? undefined : await world.locks.find({ bucket, stack })
      return lock && !isExpired(lock) ? { lock, wait } : undefined
    },
    async release(stack) {
      const taken = holds.get(stack)
      holds.delete(stack)
      await (await taken?.catch(() => undefined))?.release()
    },
  }
}

async function textOf(
  { account, git }: Pick<LockedWorld, 'account' | 'git'>,
  { root, command, message }: Pick<Locking, 'root' | 'command' | 'message'>,
): Promise<LockText> {
  // A repository without git, or without a commit, has just no commit to tell of.
  const [{ arn }, { commit }] = await Promise.all([account.identity(), git.state(root).catch(() => ({ commit: undefined }))])
  return {
    owner: arn.split(/[:/]/).at(-1) ?? arn,
    command,
    ...(commit === undefined ? {} : { git: commit }),
    ...(message === undefined ? {} : { message }),
  }
}
