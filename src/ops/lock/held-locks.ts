import { sharedStackName } from '../names.js'
import type { FoundLock, LockText } from '../ports/locks.js'
import type { World } from '../ports/world.js'
import { holdLock, type Hold } from './hold.js'
import { isExpired } from './lease.js'
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

export type LockedWorld = LockWorld & Pick<World, 'account' | 'git' | 'stacks' | 'cdnStacks'>

/** Everything that a command holds, in all of its worlds; by bucket and stack, since two environments may share one. */
export interface Holds {
  taken: Map<string, Promise<Hold>>
  /** How many still need what was locked for all of the command. */
  kept: Map<string, number>
}

/** Locks of stacks that a command holds in one world, by the stack's name. */
export interface HeldLocks {
  /** What orders locks in the same way for everybody; undefined while there's no bucket, and so no lock. */
  place(stack: string): Promise<string | undefined>
  /**
   * Takes the stack's lock unless it's held already, or there's no bucket yet.
   * @param wait in milliseconds; as long as the command waits, unless it's given
   */
  take(stack: string, known?: { bucket?: string | undefined; wait?: number }): Promise<void>
  of(stack: string): Promise<Hold | undefined>
  /** Who else holds it now: see World.lockedBy. */
  holder(stack: string, bucket?: string): Promise<{ lock: FoundLock; wait: number } | undefined>
  /** Gives it back, unless it's kept. */
  release(stack: string): Promise<void>
  /** Until letGo, which is called once for each keep. */
  keep(stack: string): void
  letGo(stack: string): Promise<void>
}

export function heldLocks(world: LockedWorld, { app, wait, ...locking }: Locking, { taken, kept }: Holds): HeldLocks {
  let bucket: string | undefined
  // It's asked while what is to be deployed is put together.
  const text = textOf(world, locking)
  text.catch(() => {})

  const findBucket = async (known?: string) =>
    (bucket ??= known ?? (await world.stacks.find(sharedStackName(app)))?.outputs['ArtifactBucket'])
  const key = (stack: string) => `${bucket}/${stack}`

  async function release(stack: string): Promise<void> {
    if (kept.has(key(stack))) return
    const hold = taken.get(key(stack))
    taken.delete(key(stack))
    await (await hold?.catch(() => undefined))?.release()
  }

  return {
    place: async stack => ((await findBucket()) === undefined ? undefined : key(stack)),
    async take(stack, { bucket: known, wait: patience = wait } = {}) {
      const where = await findBucket(known)
      if (where === undefined) return
      const hold = async () =>
        holdLock(world, await takeLock(world, { place: { bucket: where, stack }, text: await text, wait: patience }))
      // At once, since two may want it at the same time.
      const taking = taken.get(key(stack))?.catch(hold) ?? hold()
      taken.set(key(stack), taking)
      await taking
    },
    of: async stack => taken.get(key(stack)),
    async holder(stack, known) {
      const where = await findBucket(known)
      if (where === undefined || taken.has(key(stack))) return undefined
      const lock = await world.locks.find({ bucket: where, stack })
      return lock && !isExpired(lock) ? { lock, wait } : undefined
    },
    release,
    keep: stack => void kept.set(key(stack), (kept.get(key(stack)) ?? 0) + 1),
    async letGo(stack) {
      const others = (kept.get(key(stack)) ?? 1) - 1
      if (others > 0) kept.set(key(stack), others)
      else kept.delete(key(stack))
      await release(stack)
    },
  }
}

/** Whatever is left, however the command ended. */
export async function releaseAll({ taken }: Holds): Promise<void> {
  const holds = [...taken.values()]
  taken.clear()
  await Promise.all(holds.map(async hold => (await hold.catch(() => undefined))?.release()))
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
