import type { ChangeSet } from '../ports/cloudformation.js'
import { changesStack } from './planned.js'

export interface StackOutcome {
  stack: string
  /** `redeployed`: of a service, whose stack is unchanged. */
  status: 'created' | 'updated' | 'unchanged' | 'redeployed'
}

/** What executing the change set means for the stack. */
export function outcome(set: ChangeSet): StackOutcome {
  const changed = set.kind === 'create' ? 'created' : 'updated'
  return { stack: set.stackName, status: changesStack(set) ? changed : set.redeploy ? 'redeployed' : 'unchanged' }
}
