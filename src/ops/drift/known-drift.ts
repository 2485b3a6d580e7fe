import { MmError } from '../../errors.js'
import type { Compared } from '../stack/compare-stack.js'
import { concernsAll } from '../concerns-all.js'
import type { ChangeSet, ResourceChange, Stack } from '../ports/cloudformation.js'
import type { StackDrift } from '../ports/drift.js'
import type { World } from '../ports/world.js'
import { scalesBy } from './own-doing.js'
import { tellDrift } from './tell-drift.js'

type DriftWorld = Pick<World, 'stacks' | 'progress' | 'checksDrift'>

/** The change set with what is known to have been changed outside; a change set that takes that back knows it better. */
export async function withKnownDrift(world: DriftWorld, { set, sent, deployed, template }: Compared): Promise<ChangeSet> {
  if (sent.revertDrift) return set
  const drift = await knownDrift(world, { stack: deployed, template }, set.changes)
  return drift ? { ...set, drift } : set
}

interface Deployed {
  stack: Stack
  /** That the stack has. */
  template: string
}

/**
 * What CloudFormation's last check of a stack found, which its description tells for free: only when that was something it's asked what. A deployment begins no check of its own,
 * which takes up to minutes. What can't be read is a note, and never in the way of a deployment.
 */
export async function knownDrift(
  { stacks, progress, checksDrift }: DriftWorld,
  { stack, template }: Deployed,
  changes: ResourceChange[],
): Promise<StackDrift | undefined> {
  const { name, drift } = stack
  if (checksDrift || drift?.status !== 'DRIFTED') return undefined
  try {
    const found = await stacks.drifts(name)
    const known = { stack, scales: scalesBy(template), found, checkedAt: drift.checkedAt, checkedNow: false }
    return tellDrift(known, changes)
  } catch (error) {
    if (!(error instanceof MmError) || concernsAll(error)) throw error
    progress.info(`${name} was changed outside of CloudFormation, as its last check found; what, can't be read: ${error.message}`)
    return undefined
  }
}
