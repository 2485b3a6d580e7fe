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

export function readiness(status: string): Readiness {
  if (status === 'REVIEW_IN_PROGRESS' || status === 'ROLLBACK_COMPLETE') return 'remains'
  if (status.endsWith('_IN_PROGRESS')) return 'busy'
  if (status.endsWith('_FAILED')) return 'stuck'
  return 'ready'
}

/** True when the stack stands as its newest template says (and not as the one before). */
export const succeeded = (status: string): boolean =>
  status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' || status === 'IMPORT_COMPLETE'

/** True when CloudFormation went back to what was before: a rollback that failed got stuck on its way. */
export const rolledBack = (status: string): boolean => status.endsWith('ROLLBACK_COMPLETE')
