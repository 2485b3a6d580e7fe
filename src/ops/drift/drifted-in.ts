import type { ChangeSet } from '../ports/cloudformation.js'

/** How many resources were found by this command to be otherwise than their templates say. */
export const driftedIn = (stacks: Pick<ChangeSet, 'drift'>[]): number =>
  stacks.reduce((sum, { drift }) => sum + (drift?.checkedNow ? drift.resources.length : 0), 0)
