import { MmError, notFoundError, usageError } from '../../errors.js'
import { inSight, stopIfInterrupted } from '../lost-sight.js'
import { inCdnRegion } from '../environment/cdn.js'
import { roleFor } from '../environment/deployment-role.js'
import { cdnStackName, environmentStackName, sharedStackName, workloadStackName } from '../names.js'
import { order } from './order.js'
import type { Stack, StackEvent, StackResource } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { protect } from './protection.js'
import { settled } from './settled.js'
import { deletionOf } from './sights.js'
import { removal, succeeded } from './stack-status.js'

export interface Deletion {
  stack: string
  /** What the stack's deletion kept: data volumes, secrets, logs. */
  kept: { logicalId: string; type: string; id: string }[]
}

type DeleteWorld = Pick<World, 'stacks' | 'progress' | 'signal' | 'reserve'>

export interface Workload {
  app: string
  env: string
  name: string
  kind: 'service' | 'database'
}

/**
 * Deletes a service's or a database's stack. Its data volume, secrets and logs stay: the templates say Retain.
 * Throws WrongKind when the name is that of the other kind: `svc delete db` must not stop a database.
 */
export const deleteWorkload = (
  world: DeleteWorld & Pick<World, 'clusters'>,
  workload: Workload,
  confirm: () => Promise<void>,
): Promise<Deletion> => {
  const { app, env, name } = workload
  return inSight(world, deletionOf(workloadStackName(app, env, name)).before, () => removeWorkload(world, workload, confirm))
}

async function removeWorkload(
  world: DeleteWorld & Pick<World, 'clusters'>,
  { app, env, name, kind }: Workload,
  confirm: () => Promise<void>,
): Promise<Deletion> {
  const stack = await existing(world, workloadStackName(app, env, name))
  if (stack.tags[kind === 'service' ? 'mm:service' : 'mm:db'] !== name) {
    throw usageError('WrongKind', `${stack.name} isn't the stack of a ${kind}`, {
      state: 'nothing was deleted',
      fix: ['mm status'],
    })
  }
  await confirm()
  // CloudFormation would delete its instances first, and fail at the cluster after that.
  for (const id of await physicalIds(world, stack, 'AWS::DocDB::DBCluster')) await world.clusters.unprotect(id)
  return remove(world, stack, await role(world, { app, env }))
}

/** Deletes an environment's stack; throws EnvironmentNotEmpty while services or databases live in it. */
export const deleteEnvironment = (
  world: DeleteWorld & Pick<World, 'balancers' | 'cdnStacks'>,
  names: { app: string; env: string },
  confirm: () => Promise<void>,
): Promise<Deletion> =>
  inSight(world, deletionOf(environmentStackName(names.app, names.env)).before, () => removeWhole(world, names, confirm))

async function removeWhole(
  world: DeleteWorld & Pick<World, 'balancers' | 'cdnStacks'>,
  names: { app: string; env: string },
  confirm: () => Promise<void>,
): Promise<Deletion> {
  const { app, env } = names
  const stack = await existing(world, environmentStackName(app, env))
  // In CloudFront's own region the distribution's stack is listed, too: it goes together with the environment.
  const own = [stack.name, cdnStackName(app, env)]
  const within = (await world.stacks.list({ 'mm:app': app, 'mm:env': env })).filter(({ name }) => !own.includes(name))
  if (within.length > 0) {
    const command = ({ tags }: Stack) =>
      tags['mm:db']
        ? `mm db delete --name ${tags['mm:db']} --env ${env}`
        : `mm svc delete ${tags['mm:service'] ?? ''} --env ${env}`
    throw new MmError(
      'EnvironmentNotEmpty',
      `${env} still holds ${within.map(each => each.tags['mm:service'] ?? each.tags['mm:db'] ?? each.name).join(', ')}`,
      {
        state: 'nothing was deleted',
        // Services first: their rules refer to the database's security group.
        fix: [...within].sort((a, b) => Number(Boolean(a.tags['mm:db'])) - Number(Boolean(b.tags['mm:db']))).map(command),
      },
    )
  }
  await confirm()
  // Only with a domain can there be a distribution.
  const roleArn = await role(world, names)
  if (stack.outputs['ServiceZoneName'] !== undefined) await removeStack(inCdnRegion(world), cdnStackName(app, env), roleArn)
  await unprotect(world, stack)
  return remove(world, stack, roleArn)
}

/** Also of a stack that was made before there was one. */
const role = async ({ stacks }: Pick<World, 'stacks'>, { app, env }: { app: string; env: string }) =>
  roleFor(await stacks.find(sharedStackName(app)), env)

/** In production the load balancers refuse to be deleted; who typed the environment's name means it. */
async function unprotect(world: Pick<World, 'balancers' | 'stacks'>, stack: Stack): Promise<void> {
  for (const arn of await physicalIds(world, stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer'))
    await world.balancers.unprotect(arn)
}

async function physicalIds(world: Pick<World, 'stacks'>, stack: Stack, type: string): Promise<string[]> {
  const resources = await world.stacks.resources(stack.name)
  return resources.flatMap(each => (each.type === type && each.physicalId ? [each.physicalId] : []))
}

/** Deletes a stack that may be gone already. */
export async function removeStack(world: DeleteWorld, name: string, roleArn?: string): Promise<void> {
  await world.reserve?.(name)
  const stack = await world.stacks.find(name)
  if (stack) await remove(world, stack, roleArn)
}

/** Before anything is looked at: what is true of it then stays so. */
async function existing(world: DeleteWorld, name: string): Promise<Stack> {
  await world.reserve?.(name)
  const stack = await world.stacks.find(name)
  if (stack) return stack
  throw notFoundError('NothingToDelete', `there is no stack ${name} in this account and region`, { fix: ['mm status'] })
}

async function remove(world: DeleteWorld, stack: Stack, roleArn: string | undefined): Promise<Deletion> {
  const resources = await world.stacks.resources(stack.name)
  const kept: StackResource[] = []
  const note = (event: StackEvent) => {
    if (event.status === 'DELETE_SKIPPED') kept.push(...resources.filter(resource => resource.logicalId === event.logicalId))
  }
  const left = removal(stack.status) === 'wait' ? await settled(world, stack, note) : stack
  if (left) await removeSettled(world, left, { roleArn, note })
  return { stack: stack.name, kept: kept.map(({ logicalId, type, physicalId = '' }) => ({ logicalId, type, id: physicalId })) }
}

interface Removing {
  roleArn: string | undefined
  note: (event: StackEvent) => void
}

async function removeSettled(world: DeleteWorld, stack: Stack, { roleArn, note }: Removing): Promise<void> {
  await protect(world, stack, false)
  const deletion = order()
  const sight = (error: unknown) => deletion.sight(error, deletionOf(stack.name))
  await world.progress.step(`Delete ${stack.name}`, async () => {
    const left = await inSight(world, sight, async () => {
      for await (const event of world.stacks.remove(stack.name, { roleArn, ...deletion.told })) {
        world.progress.event(event)
        note(event)
      }
      stopIfInterrupted(world.signal)
      return world.stacks.find(stack.name)
    })
    if (left) {
      throw new MmError(
        'DeleteFailed',
        `${stack.name} could not be deleted${succeeded(left.status) ? '' : ` (${left.status})`}`,
        {
          why: left.statusReason ?? 'see the events of the stack',
          state: 'some of its resources may be gone',
          fix: [`aws cloudformation describe-stack-events --stack-name ${stack.name}`],
        },
      )
    }
  })
}
