import { discardSets } from '../stack/propose-stack.js'
import { changesStack } from '../stack/planned.js'
import type { ChangeSet, ResourceChange, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'

interface Where {
  cluster: string
  /** The service's stack, before the change set. */
  before: Stack | undefined
}

/**
 * The change set, and whether the stack's revision has to be deployed besides: CloudFormation compares templates, and knows nothing of a revision that
 * somebody or ECS has put back since. Not where the change set brings another one.
 */
export async function withRedeploy(
  { services }: Pick<World, 'services'>,
  set: ChangeSet,
  { cluster, before }: Where,
): Promise<ChangeSet> {
  const { ServiceName, TaskDefinitionArn: taskDefinition } = before?.outputs ?? {}
  if (ServiceName === undefined || taskDefinition === undefined) return set
  if (set.kind === 'create' || set.changes.some(bringsRevision)) return set
  const found = await services.describe(cluster, ServiceName)
  // One that's gone is for the verdict to tell of: there is nothing that could be deployed.
  if (!found) return set
  const { taskDefinition: running, rollout, rolloutReason: reason } = found
  if (running === taskDefinition && rollout !== 'FAILED') return set
  return { ...set, redeploy: { taskDefinition, running, rollout, ...(reason === undefined ? {} : { reason }) } }
}

const bringsRevision = ({ type, action, outside }: ResourceChange) =>
  type === 'AWS::ECS::TaskDefinition' ||
  (type === 'AWS::ECS::Service' && (action !== 'update' || outside?.differences.some(({ path }) => path === 'TaskDefinition')))

/**
 * What leaves nothing behind of a service's change set. Until then, or until it's carried out, others are kept off the stack also when only its revision is to
 * be deployed: an empty change set keeps nobody off.
 */
export async function discarding(
  world: Pick<World, 'stacks' | 'reserve'>,
  set: ChangeSet,
  bucket: string | undefined,
): Promise<() => Promise<void>> {
  const release = set.redeploy && !changesStack(set) ? await world.reserve?.(set.stackName, bucket) : undefined
  return async () => {
    await discardSets(world, [set])
    await release?.()
  }
}
