import type { Cost } from '../../cost/compare-costs.js'
import type { ChangedOutside, DriftCheck, FoundDrift, StackDrift } from './drift.js'
import type { Redeploy } from './redeploy.js'
import type { ServiceDelta } from './service-delta.js'

export interface Stack {
  name: string
  /** The stack's ARN: unique for ever, also after deletion. */
  id: string
  /** CloudFormation's own word, e.g. `UPDATE_COMPLETE`. */
  status: string
  statusReason?: string
  outputs: Record<string, string>
  parameters: Record<string, string>
  tags: Record<string, string>
  /** CloudFormation refuses to delete it. */
  protected: boolean
  /** ARN of the role by which CloudFormation works on it. */
  roleArn?: string
  createdAt: number
  updatedAt?: number
  /** What its last check found, by CloudFormation's own word (`DRIFTED`), and when that began, epoch ms; absent when it was never checked. */
  drift?: { status: string; checkedAt: number }
}

export interface StackResource {
  logicalId: string
  physicalId?: string
  type: string
  status: string
}

export interface ResourceChange {
  /** `sync`: nothing of the resource changes, as it's already what the template now says; only CloudFormation learns of it. */
  action: 'create' | 'update' | 'replace' | 'delete' | 'sync'
  /** `replace` that CloudFormation itself isn't sure of. */
  conditional: boolean
  logicalId: string
  physicalId?: string
  type: string
  /** What is deleted or replaced leaves the stack, and stays in the account. */
  kept?: boolean
  /** Names of the properties that cause it. */
  properties: string[]
  /** `update` that registers another revision of a task definition; CloudFormation calls it a replacement. */
  revision?: boolean
  /** Which running thing is replaced by it, and what that means; absent when nothing is. */
  restart?: string
  /** What was done outside of CloudFormation and is taken back by it; absent when nothing was. */
  outside?: ChangedOutside
}

export interface ChangeSet {
  stackName: string
  stackId: string
  /** The change set's ARN. */
  id: string
  kind: 'create' | 'update'
  changes: ResourceChange[]
  /** What that means for the service that runs; absent when nothing of it changes, or none runs. */
  about?: ServiceDelta
  /** Of a service: what is to be done besides, also when the stack doesn't change. Absent when the stack's revision runs. */
  redeploy?: Redeploy
  /** What it costs a month, before and after; absent when nothing of the stack changes, or it can't be told. */
  cost?: Cost
  /** Of what was sent, to tell an update from another one. */
  fingerprint?: string
  /** What was changed outside of CloudFormation is taken back by it, too. */
  revertsDrift?: boolean
  /** Logical ids of security groups for whose sake it isn't, though that was asked for: it would take away the rules that other stacks have added to them. */
  keepsDriftOf?: string[]
  /** What was changed outside of CloudFormation and isn't taken back by the changes; absent when nothing is known of it. */
  drift?: StackDrift
}

export interface StackEvent {
  id: string
  at: number
  stackName: string
  logicalId: string
  physicalId?: string
  type: string
  /** CloudFormation's own word, e.g. `CREATE_IN_PROGRESS`. */
  status: string
  reason?: string
  /** Of the operation, as who began it named it. */
  token?: string
}

export interface Proposal {
  stackName: string
  /** The template as text, JSON or YAML. */
  body: string
  /** Name of a bucket that a template is read from when it's too large to be sent itself. */
  bucket?: string
  /** `undefined` keeps the value that the stack has. */
  parameters: Record<string, string | undefined>
  tags: Record<string, string>
  /** ARN of the role by which CloudFormation works on it from now on; absent: by the one that it has, else by the caller's rights. */
  roleArn?: string
  /** What was changed outside of CloudFormation is taken back as well; a creation has nothing of the kind. */
  revertDrift?: boolean
}

/** Called as an order goes its way. */
export interface Told {
  /** Right before CloudFormation is told. */
  onOrder?: () => void
  /** Once it has taken the order, before there are events of it. */
  onBegun?: () => void
}

export interface Execution extends Told {
  /** Aborted when nobody wants to wait any longer. */
  enough?: AbortSignal | undefined
}

interface Removal extends Told {
  /** ARN of the role by which CloudFormation does it. */
  roleArn?: string | undefined
}

export interface Stacks {
  /** Undefined when there is none (a deleted one counts as none). */
  find(name: string): Promise<Stack | undefined>
  /** Every stack whose tags hold all of these. */
  list(tags: Record<string, string>): Promise<Stack[]>
  resources(name: string): Promise<StackResource[]>
  /** The template text as it was sent. */
  template(name: string): Promise<string>
  /**
   * Makes a change set and waits until it can be read. No changes: an empty `changes`, and no change set is left behind.
   * A stack in REVIEW_IN_PROGRESS or ROLLBACK_COMPLETE must have been removed before (see `remove`).
   * @param exists whether there's a stack to be updated; absent: it's looked up
   */
  propose(proposal: Proposal, exists?: boolean): Promise<ChangeSet>
  /** Deletes a change set that isn't executed (and the empty stack that its creation made). */
  discard(changeSet: ChangeSet): Promise<void>
  /**
   * Executes and yields each event once, oldest first, until the stack has settled, or nobody wants to wait any longer. Ends; the verdict is the
   * caller's.
   */
  execute(changeSet: ChangeSet, execution?: Execution): AsyncIterable<StackEvent>
  /** Yields the events of whatever goes on until the stack has settled; ends at once when nothing does. */
  watch(name: string): AsyncIterable<StackEvent>
  /** Events of the newest operation that there are now, oldest first. */
  newestOperation(name: string): Promise<StackEvent[]>
  /** All events that CloudFormation still has, oldest first. */
  history(name: string): Promise<StackEvent[]>
  /**
   * Has CloudFormation compare what is there with the stack's template, which takes up to minutes, and waits for it: also for somebody else's check, before its own begins.
   * Undefined when nobody wants to wait any longer.
   */
  checkDrift(name: string, enough: AbortSignal): Promise<DriftCheck | undefined>
  /** The resources that the last check found to be MODIFIED, DELETED or UNKNOWN. */
  drifts(name: string): Promise<FoundDrift[]>
  /** Has CloudFormation take an update back that goes on; resolves once it was told. */
  cancelUpdate(name: string): Promise<void>
  /** Termination protection. */
  protect(name: string, on: boolean): Promise<void>
  /** Deletes the stack, and yields its events until it's gone. */
  remove(name: string, removal?: Removal): AsyncIterable<StackEvent>
}
