import { MmError } from '../errors.js'
import { cancelledBy } from './cancelled-by.js'
import { compareStack } from './compare-stack.js'
import { refuseDataLoss, refuseNewFoundations } from './data-holders.js'
import { withKnownDrift } from './drift/known-drift.js'
import { inSight, stopIfInterrupted, type Sight } from './lost-sight.js'
import { order, type Order } from './order.js'
import { changesStack, cleanUp } from './planned.js'
import type { ChangeSet, Proposal, Stack, StackEvent } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { proposalCost, withCost } from './proposal-cost.js'
import { settled } from './settled.js'
import { ended, goesOn, isEnd, notBegun, perhaps, deletionOf } from './sights.js'
import { readiness, rolledBack, succeeded } from './stack-status.js'
import { tellUsualTimes } from './usual-times.js'
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

export type StackWorld = Pick<World, 'stacks' | 'progress' | 'signal' | 'reserve' | 'checksDrift'>

/**
 * Makes the stack ready for an update and proposes one: an empty one when the stack is that already. What an earlier, failed creation left is
 * deleted first; an operation that goes on is waited for; a stack that needs a person is refused by name.
 * Throws DataAtRisk, FoundationChanged and NewerMm (exit 2).
 */
export async function proposeStack(world: StackWorld, proposal: Proposal, allowed: Allowed = {}): Promise<ChangeSet> {
  await world.reserve?.(proposal.stackName, proposal.bucket)
  return proposeFound(world, proposal, { ...allowed, found: await world.stacks.find(proposal.stackName) })
}

interface Found extends Allowed {
  /** The stack as it was looked up under its lock. */
  found: Stack | undefined
}

/** The same for a stack that was just looked up. */
export async function proposeFound(world: StackWorld, proposal: Proposal, { found, ...allowed }: Found): Promise<ChangeSet> {
  const release = await world.reserve?.(proposal.stackName, proposal.bucket)
  const deployed = await makeReady(world, found)
  const compared = await world.progress.step(`Compare ${proposal.stackName} with what is deployed`, async () =>
    deployed
      ? compareStack(world, proposal, { deployed, ...allowed })
      : { set: await withCost(world.stacks.propose(proposal, false), proposalCost(proposal)) },
  )
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

interface Following {
  onEvent?: (event: StackEvent) => void
  /** Aborted with an error when its end needn't be waited for: that error is thrown then. */
  enough?: AbortSignal
  /** What is looked at once it has ended well: see `ended`. */
  next?: { unseen: string; followed: string }
}

/**
 * Executes a change set and follows it to its end. Resolves to the stack as it now is; throws StackRolledBack (exit 6) or
 * StackFailed with the first cause, and UpdateCancelled (exit 6) when somebody had it taken back.
 */
export async function executeStack(world: StackWorld, set: ChangeSet, following: Following = {}): Promise<Stack> {
  const title = `${set.kind === 'create' ? 'Create' : 'Update'} ${set.stackName}`
  const execution = order()
  const going = world.stacks.execute(set, { enough: following.enough, ...execution.told })
  return followStack(world, { title, stackName: set.stackName, going, order: execution }, following)
}

interface Operation {
  title: string
  stackName: string
  /** Its events, until it has ended. */
  going: AsyncIterable<StackEvent> | StackEvent[]
  /** By which CloudFormation was told; absent of what goes on already. */
  order?: Order
  /** What is said of it while it goes on, if not just that. */
  sight?: Sight
}

/** Follows an operation to its end, whoever began it. Resolves and throws as executeStack does. */
export async function followStack(
  world: StackWorld,
  operation: Operation,
  { onEvent, enough, next }: Following = {},
): Promise<Stack> {
  const { title, stackName } = operation
  const events: StackEvent[] = []
  return world.progress.step(title, async () => {
    tellUsualTimes(world, stackName)
    const sight = (error: unknown) => sightOf(operation, { error, events, next })
    const stack = await inSight(world, sight, async () => {
      for await (const event of operation.going) {
        events.push(event)
        onEvent?.(event)
        world.progress.event(event)
      }
      stopIfInterrupted(world.signal)
      return enough?.aborted ? undefined : world.stacks.find(stackName)
    })
    enough?.throwIfAborted()
    if (!stack) {
      throw new MmError('StackGone', `${stackName} was deleted while it was being deployed`, { state: 'nothing of it is left' })
    }
    if (!succeeded(stack.status)) throw stackError(stack, events)
    return stack
  })
}

interface Lost {
  error: unknown
  events: StackEvent[]
  next: Following['next'] | undefined
}

/** What has become of an operation that mm doesn't see any more. */
function sightOf({ stackName, order, sight }: Operation, { error, events, next }: Lost): Sight {
  const status = events.findLast(({ logicalId }) => logicalId === stackName)?.status
  const after = isEnd(status) ? ended(stackName, status, next) : (sight ?? goesOn(stackName))
  return (
    order?.sight(error, { before: notBegun(stackName), perhaps: perhaps(`begun with ${stackName}`, stackName), after }) ?? after
  )
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

/** The first resource that failed by itself: "cancelled" is only the cascade of another failure. */
export function firstFailure(events: StackEvent[]): StackEvent | undefined {
  const failed = events.filter(event => event.status.endsWith('_FAILED') && event.logicalId !== event.stackName)
  return failed.find(event => !/cancell?ed/i.test(event.reason ?? '')) ?? failed[0]
}

function stackError(stack: Stack, events: StackEvent[]): MmError {
  const first = firstFailure(events)
  const why = first ? `${first.logicalId} (${first.type}): ${first.reason ?? first.status}` : (stack.statusReason ?? stack.status)
  if (!rolledBack(stack.status)) {
    return new MmError('StackFailed', `${stack.name} ended in ${stack.status}`, {
      why,
      state: 'CloudFormation stopped there',
      fix: wayOut(stack),
    })
  }
  const by = cancelledBy(events)
  if (by !== undefined) {
    return new MmError('UpdateCancelled', `${by} cancelled the update of ${stack.name}`, {
      why: 'CloudFormation was told to take it back ("User Initiated")',
      state: 'what was deployed before still serves',
      fix: ['run the same command again'],
      exitCode: 6,
    })
  }
  return new MmError('StackRolledBack', `${stack.name} was rolled back`, {
    why,
    state:
      stack.status === 'ROLLBACK_COMPLETE'
        ? 'nothing of it is left running; the next deploy starts afresh'
        : 'what was deployed before still serves',
    fix: ['mend the cause and run the same command again'],
    exitCode: 6,
  })
}

export function stuckError(stack: Stack): MmError {
  return new MmError('StackStuck', `${stack.name} is in ${stack.status} and can't be updated`, {
    ...(stack.statusReason === undefined ? {} : { why: stack.statusReason }),
    state: 'nothing was changed',
    fix: wayOut(stack),
  })
}
