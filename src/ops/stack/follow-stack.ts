import { MmError } from '../../errors.js'
import { cancelledBy } from './cancelled-by.js'
import { inSight, stopIfInterrupted, type Sight } from '../lost-sight.js'
import { order, type Order } from './order.js'
import type { ChangeSet, Stack, StackEvent } from '../ports/cloudformation.js'
import type { StackWorld } from './propose-stack.js'
import { ended, goesOn, isEnd, notBegun, perhaps } from './sights.js'
import { rolledBack, succeeded } from './stack-status.js'
import { tellUsualTimes } from './usual-times.js'
import { wayOut } from './way-out.js'

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
