/** The lock of one stack: an object in the artifact bucket. */
export interface LockPlace {
  bucket: string
  stack: string
}

/** What a holder says of itself; shown to others. */
export interface LockText {
  owner: string
  /** The command line. */
  command: string
  /** Commit that is checked out. */
  git?: string
  /** Why, in the holder's own words. */
  message?: string
}

/** A lock as it's found. Times are of S3's own clock. */
export interface FoundLock extends LockText {
  stack: string
  host: string
  /** Of one taking: nobody else's lock has it, nor the holder's next. */
  nonce: string
  /** Changes at every renewal. */
  version: string
  takenAt: number
  renewedAt: number
  /** When it was looked at. */
  seenAt: number
}

export interface HeldLock extends LockPlace, LockText {
  nonce: string
  version: string
  /** How often it was renewed. */
  beat: number
  takenAt: number
}

export interface Locks {
  /**
   * Takes the lock where there is none, or in the place of exactly that version of another. `found` is the one that is in the way; undefined when it has
   * gone meanwhile.
   */
  take(place: LockPlace, text: LockText, instead?: FoundLock): Promise<{ held: HeldLock } | { found: FoundLock | undefined }>
  /** Tells that the holder is alive. Undefined: it isn't held any more. Ended by the signal: then it isn't known whether S3 has heard of it. */
  renew(held: HeldLock, signal?: AbortSignal): Promise<HeldLock | undefined>
  /** Gives it back, also after an interruption; one that isn't held any more is left alone. */
  release(held: HeldLock): Promise<void>
  find(place: LockPlace): Promise<FoundLock | undefined>
  list(bucket: string): Promise<FoundLock[]>
  /** Takes it off whoever holds it. False: that lock isn't there any more. */
  remove(bucket: string, lock: FoundLock): Promise<boolean>
}
