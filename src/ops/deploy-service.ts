import { usageError } from '../errors.js'
import { outcome, type StackOutcome } from './deploy-environment.js'
import { discardSets, executeStack, orDiscard, proposeStack } from './deploy-stack.js'
import { deployedDatabase, environmentFor, refuseOtherTls } from './deployed.js'
import { publishImage, type Image, type Repository } from './publish-image.js'
import { sharedStackName } from './names.js'
import { decide, hasChanges, type Approve, type Planned } from './planned.js'
import type { ChangeSet, Stack } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { imageRequest, repositoryOf, serviceProposal, sourceOf, type ServiceRequest } from './service-proposal.js'
import { explainRollback } from './rollout/explain.js'
import { rolloutRecord } from './rollout/record.js'
import { watchRollout } from './rollout/watch.js'
import { verdict } from './service-verdict.js'
import { sharedProposal } from './shared-stack.js'
import { refuseTrafficReset } from './traffic-guard.js'
import { uncommittedNote } from './uncommitted.js'
import { unknownAuthority } from './unknown-authority.js'

export interface ServiceDeployment extends StackOutcome {
  service: string
  environment: string
  /** `repository@sha256:…` */
  image: string
  tag?: string
  /** Where it answers; absent for a service without `http`. */
  url?: string
  taskDefinition: string
}

export interface ServiceDeploymentRequest extends ServiceRequest {
  /** Files that aren't committed may go into production. */
  allowUncommitted: boolean
  /** See watchRollout. */
  failFast: boolean
  /** Logical ids of what holds data and may be replaced nevertheless. */
  allowReplace?: string[]
}

/** Builds and pushes the image, updates the service's stack, and says whether the new revision is the one that runs. */
export const deployService = async (
  world: World,
  request: ServiceDeploymentRequest,
  approve: Approve,
): Promise<ServiceDeployment> => decide(await planService(world, request, approve), { approve })

/**
 * Builds and pushes the image, and works out what the service's stack would become.
 * @param approve asked about the image repository, which must be there before
 */
export async function planService(
  world: World,
  request: ServiceDeploymentRequest,
  approve: Approve,
): Promise<Planned<ServiceDeployment>> {
  const { app, service } = request
  const env = request.environment.name
  const environment = await environmentFor(world, request)
  const database = service.database && (await deployedDatabase(world, app.name, env, service.database.name))
  if (database) refuseOtherTls(request, database)
  const lacking = unknownAuthority(service, database)
  if (lacking !== undefined) world.progress.info(lacking)
  const image = await obtainImage(world, request, approve)
  const shared = await world.stacks.find(sharedStackName(app.name))
  const proposal = serviceProposal(request, { image, environment, database, shared })
  const before = await world.stacks.find(proposal.stackName)

  const set = await proposeStack(world, proposal, request.allowReplace)
  await orDiscard(world, [set], () => refuseTrafficReset(world, set, before))
  return {
    sets: [set],
    discard: () => discardSets(world, [set]),
    apply: () => applyService(world, request, { set, image, environment, before }),
  }
}

interface Prepared {
  set: ChangeSet
  image: Image
  environment: Stack
  before: Stack | undefined
}

async function applyService(
  world: World,
  request: ServiceDeploymentRequest,
  { set, image, environment, before }: Prepared,
): Promise<ServiceDeployment> {
  const { service } = request
  const env = request.environment.name
  if (hasChanges(set)) await rollOut(world, set, { environment, before, request })
  const { outputs = {} } = (await world.stacks.find(set.stackName)) ?? {}
  await verdict(world, {
    service: service.name,
    env,
    cluster: environment.outputs['ClusterName'] ?? '',
    scales: service.scaling !== undefined,
    outputs,
  })
  return {
    service: service.name,
    environment: env,
    ...outcome(set),
    image: image.reference,
    ...(image.tag === undefined ? {} : { tag: image.tag }),
    ...(outputs['Url'] === undefined ? {} : { url: outputs['Url'] }),
    taskDefinition: outputs['TaskDefinitionArn'] ?? '',
  }
}

/** The image of another registry as it is; else built from the repository and pushed to ECR. */
async function obtainImage(world: World, request: ServiceDeploymentRequest, approve: Approve): Promise<Image> {
  const { service, environment, allowUncommitted } = request
  if ('location' in service.image) return { reference: service.image.location }
  const { build } = service.image
  const source = await sourceOf(world, request, build)
  const note = uncommittedNote({ source, service: service.name, environment, allowed: allowUncommitted })
  if (note !== undefined) world.progress.info(note)
  const repository = await repositoryFor(world, request, approve)
  return publishImage(world, imageRequest(request, build, { repository, source }))
}

/** A service that was added after its environment was deployed has no repository yet: it's made first, by a plan of its own. */
async function repositoryFor(world: World, request: ServiceRequest, approve: Approve): Promise<Repository> {
  const { app, environment } = request
  const service = request.service.name
  const existing = await world.stacks.find(sharedStackName(app.name))
  const repository = repositoryOf(existing, service)
  if (repository) return repository
  const wanted = { services: [service], environment: environment.name, existing }
  const set = await proposeStack(world, await sharedProposal(world, app, wanted))
  if (app.deploymentRoles) await orDiscard(world, [set], async () => refuseMore(set, environment.name))
  const shared = await decide(
    { sets: [set], discard: () => discardSets(world, [set]), apply: () => executeStack(world, set) },
    { approve },
  )
  return repositoryOf(shared, service) ?? { uri: '', name: '', arn: '' }
}

/**
 * With deployment roles only what DeployPolicy allows: the rest would fail half-way, and what was made of repositories would be in the way of the
 * next attempt. Throws SharedOutdated (exit 2).
 */
function refuseMore(set: ChangeSet, env: string): void {
  const more = set.changes.filter(({ action, type }) => type !== 'AWS::ECR::Repository' || action !== 'create')
  if (more.length === 0) return
  throw usageError('SharedOutdated', `${set.stackName} would change by more than repositories`, {
    why: `${more.map(({ logicalId }) => logicalId).join(', ')}: whoever deploys services by DeployPolicy may only add repositories`,
    state: 'nothing was changed',
    fix: [`mm env deploy --name ${env}, by an administrator`],
  })
}

interface RollOut {
  environment: Stack
  before: Stack | undefined
  request: Pick<ServiceDeploymentRequest, 'service' | 'environment' | 'root' | 'failFast'>
}

/** Executes a change set of a service's stack, and watches its rollout; throws the cause that was seen. */
export async function rollOut(world: World, set: ChangeSet, { environment, before, request }: RollOut): Promise<void> {
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
    await watch.end()
  } catch (error) {
    const seen = await watch.end()
    const { name: env } = request.environment
    throw explainRollback(error, { seen, service, env, before: TaskDefinitionArn, folder: record.folder })
  }
}
