import type { MongoDb } from '../../manifest/database.js'

/** What isn't in the manifest: it was chosen once, for this very stack, and is read back from its outputs. */
export interface Chosen {
  /** Of the data volumes; each restore makes the next one. */
  generation: number
  /** The snapshot that this generation's volume of member 0 was made from. */
  snapshot?: string
  /** How many members have an instance: a restore stops all but the first, lest one of them bring back what it holds. */
  running: number
  /** How many members the stack was made with. */
  first: number
  /** What members start with, when it isn't this mm's own. */
  boot?: Boot
}

/** The part of user data that installs the boot script, as it stands in the template's `Mappings`. */
export interface Boot {
  Body: string
  /** Digest of the body. */
  Version: string
}

/** One member of a replica set: what each of its resources is made from. */
export interface MemberOf {
  database: MongoDb
  chosen: Chosen
  /** From 0. */
  index: number
}
