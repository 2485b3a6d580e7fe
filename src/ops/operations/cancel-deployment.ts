import { MmError, notFoundError, usageError } from '../../errors.js'
import { followStack } from '../stack/follow-stack.js'
import { inSight, isUnanswered, type Sight } from '../lost-sight.js'
import { environmentStackName } from '../names.js'
import { busy, nameOf, stacksWithin, type Scope } from './operations.js'
import type { Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { standingOf, whatServes } from '../rollout/standing.js'
import { going } from '../stack/sights.js'
import { removalOf } from '../stack/way-out.js'

export interface Cancelled {
  name: string
  stack: string
  status: string
  /** What users get now; absent when it isn't a service. */
  serves?: string
}

/**
 * Has an update taken back that goes on, and follows it to its end: by ECS when a rollout goes on, else by CloudFormation.
 * Throws NothingToCancel (exit 5), WhichOne (exit 2), CannotCancel, and CancelledTooLate when the update was through before.
 */
export async function cancelDeployment(
  world: Pick<World, 'stacks' | 'services' | 'progress' | 'signal'>,
  scope: Scope,
  confirm: (stack: Stack) => Promise<void>,
): Promise<Cancelled> {
  const untouched = { state: 'nothing was cancelled', fix: [] }
  const stack = theOne(busy(await inSight(world, untouched, () => stacksWithin(world, scope))), scope)
  if (stack.status !== 'UPDATE_IN_PROGRESS') throw cannotCancel(stack, scope)
  await confirm(stack)

  const environment = await inSight(world, untouched, () => world.stacks.find(environmentStackName(scope.app, scope.env)))
  const { ServiceName, TargetGroupArn, TaskDefinitionArn } = stack.outputs
  const followed = `${nameOf(stack)} --env ${scope.env}`
  const cluster = environment?.outputs['ClusterName'] ?? ''
  const isTold = (error: unknown) =>
    isUnanswered(error) ? going(`whether the update of ${stack.name} is taken back isn't known`, followed) : untouched
  const byEcs = await inSight(world, isTold, async () => {
    if (ServiceName !== undefined && (await world.services.stopDeployment(cluster, ServiceName))) return true
    await world.stacks.cancelUpdate(stack.name)
    return false
  })
  world.progress.info(byEcs ? 'ECS was told to go back; CloudFormation follows' : 'CloudFormation was told to go back')

  const goesBack = byEcs
    ? `ECS was told to go back, and CloudFormation follows with ${stack.name}`
    : `CloudFormation takes back the update of ${stack.name}`
  const status = await end(world, stack, going(goesBack, followed))
  if (ServiceName === undefined) return { name: nameOf(stack), stack: stack.name, status }
  const standing = await standingOf(world, { cluster, service: ServiceName, targetGroup: TargetGroupArn })
  const serves = whatServes(standing, { name: nameOf(stack), before: TaskDefinitionArn })
  return { name: nameOf(stack), stack: stack.name, status, serves }
}

function theOne(going: Stack[], { env, name }: Scope): Stack {
  const [only, ...others] = going
  if (only === undefined)
    throw notFoundError('NothingToCancel', `nothing goes on ${name === undefined ? 'in' : `with ${name} in`} ${env}`, {
      fix: [`mm deploy ls --env ${env}`],
    })
  if (others.length === 0) return only
  throw usageError('WhichOne', `several things go on in ${env}: ${going.map(nameOf).join(', ')}`, {
    state: 'nothing was cancelled',
    fix: going.map(stack => `mm deploy cancel ${nameOf(stack)} --env ${env}`),
  })
}

function cannotCancel(stack: Stack, { env }: Scope): MmError {
  const watch = `mm deploy attach ${nameOf(stack)} --env ${env}`
  const state = 'nothing was cancelled'
  if (stack.status === 'CREATE_IN_PROGRESS')
    return new MmError('CannotCancel', `${stack.name} is being created: that can't be cancelled, only deleted`, {
      why: 'there is nothing before it to go back to',
      state,
      fix: [watch, removalOf(stack)],
    })
  return new MmError('CannotCancel', `${stack.name} is in ${stack.status}: only an update can be cancelled`, {
    state,
    fix: [watch],
  })
}

/** As it's told of a rollback by ECS, and of one by CloudFormation. */
const wasTakenBack = ['StackRolledBack', 'UpdateCancelled']

/** That it's rolled back is what was wanted; anything else comes through. */
async function end(world: Pick<World, 'stacks' | 'progress' | 'signal'>, stack: Stack, sight: Sight): Promise<string> {
  const title = `Follow ${stack.name} back`
  try {
    await followStack(world, { title, stackName: stack.name, going: world.stacks.watch(stack.name), sight })
  } catch (error) {
    if (error instanceof MmError && wasTakenBack.includes(error.code)) return 'UPDATE_ROLLBACK_COMPLETE'
    throw error
  }
  throw new MmError('CancelledTooLate', `${stack.name} had been updated before it was told to go back`, {
    state: 'the update stands',
    fix: ['mm status', 'mm deploy ls'],
  })
}
