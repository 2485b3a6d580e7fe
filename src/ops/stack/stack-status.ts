/**
 * CloudFormation's stack states by what a deployment may do with them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
export type Readiness =
  /** An update can start. */
  | 'ready'
  /** Something goes on: wait for it. */
  | 'busy'
  /** Holds nothing that works (a creation that failed or was never executed): delete it and create anew. */
  | 'remains'
  /** Needs a person. */
  | 'stuck'
  /** There's no such stack any more. */
  | 'gone'

/** What a deletion does: at once, after waiting for what goes on, or nothing. */
export type Removal = 'now' | 'wait' | 'gone'

/**
 * A creation may be deleted while it goes on, nothing else may: "cannot be deleted while in status UPDATE_IN_PROGRESS". What somebody kept of a failed
 * operation by hand (CREATE_FAILED, UPDATE_FAILED) isn't taken away from them.
 */
const states: Record<string, [Readiness, Removal]> = {
  CREATE_COMPLETE: ['ready', 'now'],
  CREATE_FAILED: ['stuck', 'now'],
  CREATE_IN_PROGRESS: ['busy', 'now'],
  DELETE_COMPLETE: ['gone', 'gone'],
  DELETE_FAILED: ['stuck', 'now'],
  DELETE_IN_PROGRESS: ['busy', 'wait'],
  IMPORT_COMPLETE: ['ready', 'now'],
  IMPORT_IN_PROGRESS: ['busy', 'wait'],
  IMPORT_ROLLBACK_COMPLETE: ['ready', 'now'],
  IMPORT_ROLLBACK_FAILED: ['stuck', 'now'],
  IMPORT_ROLLBACK_IN_PROGRESS: ['busy', 'wait'],
  REVIEW_IN_PROGRESS: ['remains', 'now'],
  ROLLBACK_COMPLETE: ['remains', 'now'],
  ROLLBACK_FAILED: ['stuck', 'now'],
  ROLLBACK_IN_PROGRESS: ['busy', 'wait'],
  UPDATE_COMPLETE: ['ready', 'now'],
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: ['busy', 'wait'],
  UPDATE_FAILED: ['stuck', 'now'],
  UPDATE_IN_PROGRESS: ['busy', 'wait'],
  UPDATE_ROLLBACK_COMPLETE: ['ready', 'now'],
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: ['busy', 'wait'],
  UPDATE_ROLLBACK_FAILED: ['stuck', 'now'],
  UPDATE_ROLLBACK_IN_PROGRESS: ['busy', 'wait'],
}

/** A state that AWS adds later needs a person. */
export const readiness = (status: string): Readiness => states[status]?.[0] ?? 'stuck'

export const removal = (status: string): Removal => states[status]?.[1] ?? 'now'

/** True when the stack stands as its newest template says (and not as the one before). */
export const succeeded = (status: string): boolean =>
  status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' || status === 'IMPORT_COMPLETE'

/** True when CloudFormation went back to what was before: a rollback that failed got stuck on its way. */
export const rolledBack = (status: string): boolean => status.endsWith('ROLLBACK_COMPLETE')
