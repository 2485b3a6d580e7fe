import { MmError, notFoundError } from '../../errors.js'
import { environmentStackName, workloadStackName } from '../names.js'
import type { FoundLock } from '../ports/locks.js'
import type { World } from '../ports/world.js'
import { lockBucket } from './status.js'

interface LockScope {
  app: string
  env: string
  /** Of a stack, or of a service or database. */
  name: string
}

export interface Broken {
  broken: FoundLock
}

/** Takes a lock off whoever holds it: their mm then changes nothing more, and what CloudFormation works on goes on. Throws NotLocked (exit 5) and LockChanged. */
export async function breakLock(
  world: Pick<World, 'locks' | 'stacks'>,
  { app, env, name }: LockScope,
  confirm: (lock: FoundLock) => Promise<void>,
): Promise<Broken> {
  const bucket = await lockBucket(world, app)
  const stack = name === env ? environmentStackName(app, env) : name
  const found =
    bucket &&
    ((await world.locks.find({ bucket, stack })) ??
      (await world.locks.find({ bucket, stack: workloadStackName(app, env, name) })))
  if (!found) throw notFoundError('NotLocked', `${name} isn't locked`, { fix: ['mm lock status'] })
  await confirm(found)
  if (await world.locks.remove(bucket, found)) return { broken: found }
  throw new MmError('LockChanged', `the lock of ${found.stack} isn't the one any more that you saw`, {
    why: 'it was given back meanwhile, and perhaps taken by somebody else',
    state: 'nothing was changed',
    fix: ['mm lock status'],
  })
}
