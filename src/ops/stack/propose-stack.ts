import { MmError } from '../../errors.js'
import { compareStack } from './compare-stack.js'
import { refuseDataLoss, refuseNewFoundations } from './data-holders.js'
import { withKnownDrift } from '../drift/known-drift.js'
import { inSight, stopIfInterrupted } from '../lost-sight.js'
import { order } from './order.js'
import { changesStack, cleanUp } from './planned.js'
import type { ChangeSet, Proposal, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import type { Phases } from './phases.js'
import { proposalCost, withCost } from './proposal-cost.js'
import { settled } from './settled.js'
import { deletionOf } from './sights.js'
import { readiness } from './stack-status.js'
import { wayOut } from './way-out.js'

/** What a person allows by name. */
export interface Allowed {
  /** Logical ids of what holds data and may be replaced or deleted nevertheless. */
  allowReplace?: string[]
  /** A newer mm's templates may be taken back. */
  allowDowngrade?: boolean
  /** What was changed outside of CloudFormation is taken back. */
  revertDrift?: boolean
}

interface Proposing extends Allowed {
  /** Where it's noted how long the change set takes, and not who was waited for before. */
  phases?: Phases
}

export type StackWorld = Pick<World, 'stacks' | 'progress' | 'signal' | 'reserve' | 'checksDrift'>

/**
 * Makes the stack ready for an update and proposes one: an empty one when the stack is that already. What an earlier, failed creation left is
 * deleted first; an operation that goes on is waited for; a stack that needs a person is refused by name.
 * Throws DataAtRisk, FoundationChanged and NewerMm (exit 2).
 */
export async function proposeStack(world: StackWorld, proposal: Proposal, proposing: Proposing = {}): Promise<ChangeSet> {
  await world.reserve?.(proposal.stackName, proposal.bucket)
  return proposeFound(world, proposal, { ...proposing, found: await world.stacks.find(proposal.stackName) })
}

interface Found extends Proposing {
  /** The stack as it was looked up under its lock. */
  found: Stack | undefined
}

/** The same for a stack that was just looked up. */
export async function proposeFound(
  world: StackWorld,
  proposal: Proposal,
  { found, phases, ...allowed }: Found,
): Promise<ChangeSet> {
  const release = await world.reserve?.(proposal.stackName, proposal.bucket)
  const deployed = await makeReady(world, found)
  const compare = async () =>
    deployed
      ? compareStack(world, proposal, { deployed, ...allowed })
      : { set: await withCost(world.stacks.propose(proposal, false), proposalCost(proposal)) }
  const step = () => world.progress.step(`Compare ${proposal.stackName} with what is deployed`, compare)
  const compared = await (phases ? phases.time('change set', step) : step())
  const { set } = compared
  if (!changesStack(set)) await release?.()
  return orDiscard(world, [set], async () => {
    refuseDataLoss(set, allowed.allowReplace)
    refuseNewFoundations(set)
    return 'sent' in compared ? withKnownDrift(world, compared) : set
  })
}

/** Deletes the change sets of one region that there are. */
export async function discardSets({ stacks }: Pick<StackWorld, 'stacks'>, sets: ChangeSet[]): Promise<void> {
  for (const set of sets) if (changesStack(set)) await stacks.discard(set)
}

/** What looks at a change set before it's asked about: it isn't left behind when that throws. */
export async function orDiscard<T>(world: Pick<StackWorld, 'stacks'>, sets: ChangeSet[], look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    await cleanUp({ discard: () => discardSets(world, sets) })
    throw error
  }
}

/** Resolves to the stack, when there is one to be updated. */
async function makeReady(world: StackWorld, found: Stack | undefined): Promise<Stack | undefined> {
  let stack = found
  // Whoever is waited for may be followed by another.
  while (stack && readiness(stack.status) === 'busy') stack = await settled(world, stack)
  if (!stack) return undefined
  if (readiness(stack.status) === 'stuck') throw stuckError(stack)
  if (readiness(stack.status) !== 'remains') return stack
  await removeRemains(world, stack)
  return undefined
}

async function removeRemains(world: StackWorld, stack: Stack): Promise<void> {
  const why = stack.status === 'ROLLBACK_COMPLETE' ? 'its creation failed' : 'its creation was never executed'
  const deletion = order()
  await world.progress.step(`Delete what is left of ${stack.name} (${stack.status}: ${why})`, () =>
    inSight(
      world,
      error => deletion.sight(error, deletionOf(stack.name)),
      async () => {
        for await (const event of world.stacks.remove(stack.name, deletion.told)) world.progress.event(event)
        stopIfInterrupted(world.signal)
      },
    ),
  )
}

export function stuckError(stack: Stack): MmError {
  return new MmError('StackStuck', `${stack.name} is in ${stack.status} and can't be updated`, {
    ...(stack.statusReason === undefined ? {} : { why: stack.statusReason }),
    state: 'nothing was changed',
    fix: wayOut(stack),
  })
}
