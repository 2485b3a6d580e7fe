import { usageError } from '../errors.js'
import { outcome, type StackOutcome } from './deploy-environment.js'
import { discardSets, executeStack, orDiscard, proposeStack } from './deploy-stack.js'
import { deployedDatabase, environmentFor, refuseOtherTls } from './deployed.js'
import { publishImage, type Image, type Repository } from './publish-image.js'
import { sharedStackName } from './names.js'
import { decide, type Approve, type Planned } from './planned.js'
import { phases, type Phases } from './phases.js'
import type { ChangeSet, Stack } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { rollOut } from './roll-out.js'
import type { Took } from './rollout/last-times.js'
import { contextOf, imageRequest, repositoryOf, serviceProposal, sourceOf, type ServiceRequest } from './service-proposal.js'
import { withDelta } from './service-delta/with-delta.js'
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
  /** Absent when it was unchanged. */
  took?: Took
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
  const measured = phases(world.clock)
  const image = await obtainImage(world, request, { approve, measured })
  const shared = await world.stacks.find(sharedStackName(app.name))
  const proposal = serviceProposal(request, { image, environment, database, shared })
  await world.reserve?.(proposal.stackName, shared?.outputs['ArtifactBucket'])
  const before = await world.stacks.find(proposal.stackName)

  const proposed = await measured.time('change set', () => proposeStack(world, proposal, request.allowReplace))
  const set = await orDiscard(world, [proposed], async () => {
    await refuseTrafficReset(world, proposed, before)
    return withDelta(world, proposed, {
      proposal,
      before,
      tag: image.tag,
      repository: repositoryOf(shared, service.name)?.name,
      context: contextOf(request),
    })
  })
  return {
    sets: [set],
    discard: () => discardSets(world, [set]),
    apply: () => applyService(world, request, { set, image, environment, before, phases: measured }),
  }
}

interface Prepared {
  set: ChangeSet
  image: Image
  environment: Stack
  before: Stack | undefined
  phases: Phases
}

async function applyService(
  world: World,
  request: ServiceDeploymentRequest,
  { set, image, ...prepared }: Prepared,
): Promise<ServiceDeployment> {
  const { outputs, took } = await rollOut(world, set, { ...prepared, request })
  return {
    service: request.service.name,
    environment: request.environment.name,
    ...outcome(set),
    image: image.reference,
    ...(image.tag === undefined ? {} : { tag: image.tag }),
    ...(outputs['Url'] === undefined ? {} : { url: outputs['Url'] }),
    taskDefinition: outputs['TaskDefinitionArn'] ?? '',
    ...(took ? { took } : {}),
  }
}

/** The image of another registry as it is; else built from the repository and pushed to ECR. */
async function obtainImage(
  world: World,
  request: ServiceDeploymentRequest,
  { approve, measured }: { approve: Approve; measured: Phases },
): Promise<Image> {
  const { service, environment, allowUncommitted } = request
  if ('location' in service.image) return { reference: service.image.location }
  const { build } = service.image
  const source = await sourceOf(world, request, build)
  const note = uncommittedNote({ source, service: service.name, environment, allowed: allowUncommitted })
  if (note !== undefined) world.progress.info(note)
  const repository = await repositoryFor(world, request, approve)
  return publishImage(world, imageRequest(request, build, { repository, source }), measured)
}

/** A service that was added after its environment was deployed has no repository yet: it's made first, by a plan of its own. */
async function repositoryFor(world: World, request: ServiceRequest, approve: Approve): Promise<Repository> {
  const { app, environment } = request
  const service = request.service.name
  const there = repositoryOf(await world.stacks.find(sharedStackName(app.name)), service)
  if (there) return there
  // Somebody else may have added to it meanwhile, even this.
  const release = await world.reserve?.(sharedStackName(app.name))
  const existing = await world.stacks.find(sharedStackName(app.name))
  const repository = repositoryOf(existing, service)
  if (repository) {
    await release?.()
    return repository
  }
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
