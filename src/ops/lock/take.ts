import { MmError, exitCodes } from '../../errors.js'
import { stopIfInterrupted } from '../lost-sight.js'
import { jittered } from '../../jitter.js'
import type { FoundLock, HeldLock, LockPlace, LockText } from '../ports/locks.js'
import type { World } from '../ports/world.js'
import { holderOf, isExpired, workOf } from './lease.js'

export type LockWorld = Pick<World, 'locks' | 'clock' | 'progress' | 'signal'>

export interface Wanted {
  place: LockPlace
  text: LockText
  /** How long to wait for whoever holds it, in milliseconds. */
  wait: number
}

/** Between two looks at a lock that somebody else holds, in milliseconds, on average. */
const pollMs = 2000

/**
 * Takes the lock; one whose owner has been silent for too long is taken over. Throws Locked when somebody else holds it longer than one wants to wait,
 * LockDenied (exit 4), and Interrupted.
 */
export async function takeLock(world: LockWorld, wanted: Wanted): Promise<HeldLock> {
  const first = await attempt(world, wanted)
  if ('held' in first) return first.held
  if (wanted.wait === 0) throw locked(first.found)
  const title = `Wait for the lock of ${wanted.place.stack}, held by ${holderOf(first.found)}`
  return world.progress.step(title, async step => {
    const until = world.clock.now() + wanted.wait
    let { found } = first
    for (;;) {
      step.note(workOf(found))
      if (world.clock.now() >= until) throw locked(found)
      await world.clock.sleep(Math.min(jittered(pollMs), until - world.clock.now()), world.signal)
      stopIfInterrupted(world.signal)
      const next = await attempt(world, wanted)
      if ('held' in next) return next.held
      found = next.found
    }
  })
}

/** Resolves to the lock, or to that of somebody who is alive. */
async function attempt(
  { locks, progress, signal }: LockWorld,
  { place, text }: Wanted,
): Promise<{ held: HeldLock } | { found: FoundLock }> {
  let silent: FoundLock | undefined
  for (;;) {
    const taken = await locks.take(place, text, silent).catch((error: unknown) => {
      throw denied(error, place)
    })
    if ('held' in taken) {
      if (silent) progress.info(`the lock of ${place.stack} was taken over: ${holderOf(silent)} gave no sign of life any more`)
      // The last word doesn't wait for it.
      if (signal.aborted) void locks.release(taken.held).catch(() => {})
      stopIfInterrupted(signal)
      return taken
    }
    const { found } = taken
    if (found && !isExpired(found)) return { found }
    silent = found
  }
}

export const locked = (found: FoundLock): MmError =>
  new MmError('Locked', `${found.stack} is locked by ${holderOf(found)}`, {
    why: workOf(found),
    state: 'nothing was changed',
    fix: ['the same command with --lock-wait 10m waits for them', 'mm lock status', `mm lock break ${found.stack}`],
  })

/** An older `<app>-shared` has no rights to locks for those who deploy by its policies. */
function denied(error: unknown, { bucket, stack }: LockPlace): unknown {
  if (!(error instanceof MmError) || error.code !== 'AccessDenied') return error
  return new MmError('LockDenied', `AWS doesn't let you lock ${stack}`, {
    why: error.details.why ?? error.message,
    state: 'nothing was changed',
    fix: [
      `ask for s3:GetObject, s3:PutObject and s3:DeleteObject on ${bucket}/locks/*; mm env deploy, by an administrator, gives DeployPolicy these rights`,
      'the same command with --no-lock: then only CloudFormation keeps two deployments apart',
    ],
    exitCode: exitCodes.access,
    cause: error,
  })
}
