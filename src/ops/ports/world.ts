/*
 * What operations need from the world: types only. Adapters in aws/, docker/, workspace/ and ui/ return objects of these shapes; tests pass
 * hand-made ones. Times are epoch milliseconds. Adapters throw MmError and nothing else.
 */

import type { Account } from './account.js'
import type { Clock } from './clock.js'
import type { Stacks } from './cloudformation.js'
import type { Commands } from './commands.js'
import type { Engine, Registry } from './images.js'
import type { FoundLock, Locks } from './locks.js'
import type { Logs } from './logs.js'
import type { Premises } from './premises.js'
import type { Progress } from './progress.js'
import type { Records } from './records.js'
import type { Git } from './repository.js'
import type { Balancers, Clusters, Groups, Services } from './running.js'
import type { Volumes } from './volumes.js'

/** Everything at once: what wiring makes. An operation asks for just the parts that it uses. */
export interface World {
  account: Account
  balancers: Balancers
  /** The command checks by itself what was changed outside of the stacks, and tells it at its end: what an earlier check found isn't asked for. */
  checksDrift?: boolean
  clusters: Clusters
  clock: Clock
  commands: Commands
  engine: Engine
  git: Git
  groups: Groups
  /** Who else holds a stack's lock, and how long they would be waited for, in milliseconds; undefined when nobody does. Absent: nothing is locked. */
  lockedBy?: (stackName: string, bucket?: string) => Promise<{ lock: FoundLock; wait: number } | undefined>
  locks: Locks
  logs: Logs
  /** Absent: nothing is looked at before a deployment. */
  premises?: Premises
  progress: Progress
  records: Records
  registry: Registry
  /**
   * Keeps other deployments off a stack until its change set is executed or discarded, or the command ends (ops/lock), or what it resolves to is called.
   * Absent: only CloudFormation does.
   */
  reserve?: (stackName: string, bucket?: string) => Promise<() => Promise<void>>
  /** What was locked for all of an operation isn't worked on any more: others may. */
  letGo?: (stackName: string) => Promise<void>
  services: Services
  /** Aborted by Ctrl-C and its like: adapters stop waiting. */
  signal: AbortSignal
  stacks: Stacks
  /** Those of us-east-1, where everything about CloudFront must be. */
  cdnStacks: Stacks
  volumes: Volumes
}
