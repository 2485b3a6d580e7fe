import type { ServiceDeploymentRequest } from './deploy-service.js'
import { executeStack } from './deploy-stack.js'
import type { Phases } from './phases.js'
import { hasChanges } from './planned.js'
import type { ChangeSet, Stack } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { explainRollback } from './rollout/explain.js'
import { compareWithLast, type Took } from './rollout/last-times.js'
import { rolloutRecord } from './rollout/record.js'
import { watchRollout } from './rollout/watch.js'
import { verdict } from './service-verdict.js'

interface RollOut {
  environment: Stack
  before: Stack | undefined
  request: Pick<ServiceDeploymentRequest, 'service' | 'environment' | 'root' | 'failFast'>
  phases: Phases
}

export interface RolledOut {
  /** Of the service's stack. */
  outputs: Record<string, string>
  /** What took how long; absent when nothing was to be done. */
  took?: Took
}

/** Executes a change set of a service's stack, watches its rollout and judges it; throws the cause that was seen. */
export async function rollOut(world: World, set: ChangeSet, about: RollOut): Promise<RolledOut> {
  const { environment, request, phases } = about
  const { service, root } = request
  const env = request.environment.name
  const deployed = hasChanges(set)
  const start = world.clock.now()
  const completedAt = deployed ? await execute(world, set, about) : start
  const { outputs = {} } = (await world.stacks.find(set.stackName)) ?? {}
  await verdict(world, { service, env, cluster: environment.outputs['ClusterName'] ?? '', outputs, deployed })
  if (!deployed) return { outputs }
  phases.add('rollout', completedAt - start)
  phases.add('health', world.clock.now() - completedAt)
  return { outputs, took: compareWithLast(world.records, { root, env, service: service.name, phases: phases.past }) }
}

/** Resolves to the time at which the new revision was completed, or at which the stack was settled. */
async function execute(world: World, set: ChangeSet, { environment, before, request }: RollOut): Promise<number> {
  const { service, root, failFast } = request
  const { ServiceName, LogGroupName, TargetGroupArn, AlternateTargetGroupArn, TaskDefinitionArn } = before?.outputs ?? {}
  const record = rolloutRecord(world, { root, service: service.name })
  const watch = watchRollout(world, {
    cluster: environment.outputs['ClusterName'] ?? '',
    service: ServiceName,
    logGroup: LogGroupName,
    targetGroups: [TargetGroupArn ?? [], AlternateTargetGroupArn ?? []].flat(),
    before: TaskDefinitionArn,
    failFast,
    record,
  })
  try {
    await watch.ready
    await executeStack(world, set, { onEvent: event => watch.event(event), enough: watch.hopeless })
    const { completedAt } = await watch.end()
    return completedAt ?? world.clock.now()
  } catch (error) {
    const seen = await watch.end()
    const { name: env } = request.environment
    throw explainRollback(error, { seen, service, env, before: TaskDefinitionArn, folder: record.folder })
  }
}
