import { usageError } from '../../errors.js'
import type { WantedImage } from '../service/before-build.js'
import { executeStack } from '../stack/follow-stack.js'
import { discardSets, orDiscard, proposeStack } from '../stack/propose-stack.js'
import type { ServiceDeploymentRequest } from '../service/deploy-service.js'
import type { Image, Repository } from './find-image.js'
import { sharedStackName, workloadStackName } from '../names.js'
import type { Phases } from '../stack/phases.js'
import { decide, type Approve } from '../stack/planned.js'
import type { ChangeSet, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { publishImage } from './publish-image.js'
import { imageRequest, repositoryOf, sourceOf } from '../service/service-proposal.js'
import { sharedProposal } from '../environment/shared-stack.js'

interface Obtaining {
  wanted: WantedImage
  /** The shared stack, as it was found. */
  shared: Stack | undefined
  approve: Approve
  measured: Phases
}

/** The image of another registry as it is; else built from the repository and pushed to ECR. Also the shared stack, which may have got a repository for it. */
export async function obtainImage(
  world: World,
  request: ServiceDeploymentRequest,
  { wanted: { source, found }, shared: known, approve, measured }: Obtaining,
): Promise<{ image: Image; shared: Stack | undefined }> {
  const { service, environment } = request
  if ('location' in service.image) {
    if (request.rebuilds) world.progress.info(`the image of ${service.name} is another registry's: it isn't built here`)
    return { image: { reference: service.image.location }, shared: known }
  }
  const { build } = service.image
  const { repository, shared } = await repositoryFor(world, request, { known, approve })
  const stackName = workloadStackName(request.app.name, environment.name, service.name)
  const deployed = async () => (await world.stacks.find(stackName))?.parameters['Image']
  const wanted = {
    repository,
    source: source ?? (await sourceOf(world, request, build)),
    deployed,
    rebuilds: request.rebuilds,
    found,
  }
  return { image: await publishImage(world, imageRequest(request, build, wanted), measured), shared }
}

/** A service that was added after its environment was deployed has no repository yet: it's made first, by a plan of its own. */
async function repositoryFor(
  world: World,
  request: ServiceDeploymentRequest,
  { known, approve }: Pick<Obtaining, 'approve'> & { known: Stack | undefined },
): Promise<{ repository: Repository; shared: Stack | undefined }> {
  const { app, environment } = request
  const service = request.service.name
  const there = repositoryOf(known, service)
  if (there) return { repository: there, shared: known }
  // Somebody else may have added to it meanwhile, even this.
  const release = await world.reserve?.(sharedStackName(app.name))
  const existing = await world.stacks.find(sharedStackName(app.name))
  const repository = repositoryOf(existing, service)
  if (repository) {
    await release?.()
    return { repository, shared: existing }
  }
  const wanted = { services: [service], environment: environment.name, existing }
  const set = await proposeStack(world, await sharedProposal(world, app, wanted), { ...request, revertDrift: false })
  if (app.deploymentRoles) await orDiscard(world, [set], async () => refuseMore(set, environment.name))
  const shared = await decide(
    { sets: [set], discard: () => discardSets(world, [set]), apply: () => executeStack(world, set) },
    { approve },
  )
  return { repository: repositoryOf(shared, service) ?? { uri: '', name: '', arn: '' }, shared }
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
