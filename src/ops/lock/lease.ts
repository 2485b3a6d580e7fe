import type { FoundLock } from '../ports/locks.js'

/** How long a lock stays its holder's without a sign of life, in milliseconds. */
export const leaseMs = 20_000

/** How often its holder gives one. */
export const heartbeatMs = 5000

/** By S3's clock alone, so that nobody's wrong one frees a lock, or keeps it. */
export const isExpired = ({ seenAt, renewedAt }: FoundLock): boolean => seenAt - renewedAt > leaseMs

/** Who holds it. */
export const holderOf = ({ owner, host }: FoundLock): string => `${owner} at ${host}`

/** What they run, for how long, and why. */
export function workOf({ command, git, message, takenAt, seenAt }: FoundLock): string {
  const work = `${command || 'something'}${git === undefined ? '' : ` at commit ${git}`}, for ${spoken(seenAt - takenAt)}`
  return message === undefined ? work : `${work}: ${message}`
}

function spoken(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}
