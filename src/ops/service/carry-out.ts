import type { ServiceDeploymentRequest } from './deploy-service.js'
import { executeStack } from '../stack/follow-stack.js'
import type { Phases } from '../stack/phases.js'
import { changesStack, hasChanges } from '../stack/planned.js'
import type { ChangeSet, Stack, StackEvent } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { followRollout } from '../redeploy/follow-rollout.js'
import { redeployRevision } from '../redeploy/redeploy.js'
import { explainRollback } from '../rollout/explain.js'
import { rolloutRecord } from '../rollout/record.js'
import { watchRollout, type RolloutWatch } from '../rollout/watch.js'
import { itsService } from '../stack/sights.js'

export interface RollOut {
  environment: Stack
  before: Stack | undefined
  request: Pick<ServiceDeploymentRequest, 'service' | 'environment' | 'root' | 'failFast'>
  phases: Phases
}

/** Of an environment's stack. */
export const clusterOf = ({ outputs }: Stack): string => outputs['ClusterName'] ?? ''

/**
 * Does what a service's change set says, under a watch. Resolves to the time at which the revision was completed, or at which the stack was settled; throws the
 * cause that was seen.
 */
export async function carryOut(world: World, set: ChangeSet, about: RollOut): Promise<number> {
  const { environment, before, request } = about
  const { service, root, failFast } = request
  const { ServiceName, LogGroupName, TargetGroupArn, AlternateTargetGroupArn, TaskDefinitionArn } = before?.outputs ?? {}
  // Rolled out by ECS alone: the revision that the stack holds already.
  const byEcs = set.redeploy !== undefined || !changesStack(set)
  const old = byEcs ? set.redeploy?.running : TaskDefinitionArn
  const record = rolloutRecord(world, { root, service: service.name })
  const watch = watchRollout(world, {
    cluster: clusterOf(environment),
    service: ServiceName,
    logGroup: LogGroupName,
    targetGroups: [TargetGroupArn ?? [], AlternateTargetGroupArn ?? []].flat(),
    before: old,
    deploys: byEcs ? TaskDefinitionArn : undefined,
    removal: set.kind === 'create' ? `mm svc delete --name ${service.name} --env ${request.environment.name}` : undefined,
    // Who looks on changes nothing.
    failFast: failFast && hasChanges(set),
    record,
  })
  try {
    await watch.ready
    await work(world, set, { ...about, watch })
    const { completedAt } = await watch.end()
    return completedAt ?? world.clock.now()
  } catch (error) {
    const seen = await watch.end({ explains: true })
    const { name: env } = request.environment
    throw explainRollback(error, { seen, service, env, before: old, folder: record.folder, byEcs })
  }
}

/** CloudFormation's part first, then ECS's own. */
async function work(
  world: World,
  set: ChangeSet,
  { environment, before, request, watch }: RollOut & { watch: RolloutWatch },
): Promise<void> {
  const { redeploy, stackName } = set
  const { ServiceName: service = '', TaskDefinitionArn: taskDefinition = '' } = before?.outputs ?? {}
  const { name } = request.service
  const where = { name, env: request.environment.name, cluster: clusterOf(environment), service }
  const enough = watch.hopeless
  const following = { onEvent: (event: StackEvent) => watch.event(event), enough, next: itsService(where) }
  if (changesStack(set)) await executeStack(world, set, following)
  if (redeploy) return redeployRevision(world, { ...where, stackName, redeploy }, enough)
  if (changesStack(set)) return
  await world.progress.step(`Follow the rollout of ${name}, which goes on`, step =>
    followRollout(world, { ...where, taskDefinition, step }, enough),
  )
}
