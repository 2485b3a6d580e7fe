import { sharedStackName } from '../names.js'
import type { FoundLock } from '../ports/locks.js'
import type { World } from '../ports/world.js'
import { isExpired } from './lease.js'

export interface StackLock extends FoundLock {
  /** Its owner gives no sign of life any more: whoever wants it next takes it over. */
  expired: boolean
}

/** The locks of an application's stacks, in the account and region of an environment. */
export interface Locked {
  locks: StackLock[]
}

export async function lockStatus(world: Pick<World, 'locks' | 'stacks'>, app: string): Promise<Locked> {
  const bucket = await lockBucket(world, app)
  const found = bucket === undefined ? [] : await world.locks.list(bucket)
  return {
    locks: found.map(lock => ({ ...lock, expired: isExpired(lock) })).sort((a, b) => a.stack.localeCompare(b.stack)),
  }
}

/** Undefined while there's none: then nothing can be locked. */
export const lockBucket = async ({ stacks }: Pick<World, 'stacks'>, app: string): Promise<string | undefined> =>
  (await stacks.find(sharedStackName(app)))?.outputs['ArtifactBucket']
