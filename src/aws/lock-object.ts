import type { FoundLock, HeldLock, LockPlace } from '../ops/ports/locks.js'

export const folder = 'locks/'
export const keyOf = ({ stack }: Pick<LockPlace, 'stack'>): string => `${folder}${stack}.json`
export const stackOf = (key: string): string => key.slice(folder.length).replace(/\.json$/, '')

/** What is kept of a message and a command line: others read it on one line. */
const maxText = 200

/**
 * The object's text. It's another one at each renewal, by `beat`: S3's ETag is the hash of the text, and one that stayed the same would let somebody take over a
 * lock that was renewed a moment ago.
 */
export function lockBody({ owner, command, git, message, nonce, beat, takenAt }: HeldLock, host: string): string {
  const short = (text: string | undefined) => text?.slice(0, maxText)
  // S3 tells when it was taken only once it has been taken: until the first renewal that's the object's own time.
  const since = takenAt === 0 ? undefined : new Date(takenAt).toISOString()
  return JSON.stringify(
    { owner, host, git, message: short(message), command: short(command), nonce, beat, takenAt: since },
    undefined,
    2,
  )
}

interface ObjectFacts {
  stack: string
  text: string
  version: string
  renewedAt: number
  seenAt: number
}

/** Of an object that somebody else has put there all fields may be missing: it's a lock nevertheless. */
export function parseLock({ stack, text, version, renewedAt, seenAt }: ObjectFacts): FoundLock {
  const fields = fieldsOf(text)
  const field = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined)
  const [git, message] = [field('git'), field('message')]
  return {
    stack,
    owner: field('owner') ?? 'somebody',
    host: field('host') ?? 'an unknown host',
    command: field('command') ?? '',
    ...(git === undefined ? {} : { git }),
    ...(message === undefined ? {} : { message }),
    nonce: field('nonce') ?? version,
    version,
    takenAt: Date.parse(field('takenAt') ?? '') || renewedAt,
    renewedAt,
    seenAt,
  }
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    return { ...(JSON.parse(text) as object) }
  } catch {
    return {}
  }
}
