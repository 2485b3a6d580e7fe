import { carryOut, clusterOf, type RollOut } from './carry-out.js'
import { inSight } from '../lost-sight.js'
import { hasChanges } from '../stack/planned.js'
import type { ChangeSet } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { compareWithLast, type Took } from '../stack/last-times.js'
import { verdict } from './service-verdict.js'
import { notDeployed, unjudged } from '../stack/sights.js'

export interface RolledOut {
  /** Of the service's stack. */
  outputs: Record<string, string>
  /** What took how long; absent when nothing was to be done. */
  took?: Took
}

/**
 * Executes a change set of a service's stack, has ECS deploy the stack's revision where another one runs, watches the rollout and judges it; throws the cause
 * that was seen. Where nothing is to be done but a rollout goes on, it's watched to its end.
 */
export async function rollOut(world: World, set: ChangeSet, about: RollOut): Promise<RolledOut> {
  const { environment, request, phases } = about
  const { service, root } = request
  const env = request.environment.name
  const deployed = hasChanges(set)
  const start = world.clock.now()
  const goes = deployed || (await inSight(world, notDeployed(service.name), () => goesOn(world, about)))
  const completedAt = goes ? await carryOut(world, set, about) : start
  const outputs = await inSight(world, unjudged(set, { name: service.name, env }), async () => {
    const { outputs: found = {} } = (await world.stacks.find(set.stackName)) ?? {}
    await verdict(world, { service, env, cluster: clusterOf(environment), outputs: found, deployed })
    return found
  })
  if (!deployed) return { outputs }
  phases.add('rollout', completedAt - start)
  phases.add('health', world.clock.now() - completedAt)
  return { outputs, took: compareWithLast(world.records, { root, env, name: service.name, phases: phases.past }) }
}

/** Whether the stack's own revision is still being rolled out: by somebody else, or since an interruption. */
async function goesOn({ services }: World, { environment, before }: RollOut): Promise<boolean> {
  const { ServiceName, TaskDefinitionArn } = before?.outputs ?? {}
  if (ServiceName === undefined) return false
  const running = await services.describe(clusterOf(environment), ServiceName)
  return running?.taskDefinition === TaskDefinitionArn && running?.rollout === 'IN_PROGRESS'
}
