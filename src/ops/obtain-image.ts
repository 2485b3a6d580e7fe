import { usageError } from '../errors.js'
import { discardSets, executeStack, orDiscard, proposeStack } from './deploy-stack.js'
import type { ServiceDeploymentRequest } from './deploy-service.js'
import type { Image, Repository } from './find-image.js'
import { sharedStackName, workloadStackName } from './names.js'
import type { Phases } from './phases.js'
import { decide, type Approve } from './planned.js'
import type { ChangeSet } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { publishImage } from './publish-image.js'
import { imageRequest, repositoryOf, sourceOf } from './service-proposal.js'
import { sharedProposal } from './shared-stack.js'
import { uncommittedNote } from './uncommitted.js'

/** The image of another registry as it is; else built from the repository and pushed to ECR. */
export async function obtainImage(
  world: World,
  request: ServiceDeploymentRequest,
  { approve, measured }: { approve: Approve; measured: Phases },
): Promise<Image> {
  const { service, environment, allowUncommitted } = request
  if ('location' in service.image) {
    if (request.rebuilds) world.progress.info(`the image of ${service.name} is another registry's: it isn't built here`)
    return { reference: service.image.location }
  }
  const { build } = service.image
  const source = await sourceOf(world, request, build)
  const note = uncommittedNote({ source, service: service.name, environment, allowed: allowUncommitted })
  if (note !== undefined) world.progress.info(note)
  const repository = await repositoryFor(world, request, approve)
  const stackName = workloadStackName(request.app.name, environment.name, service.name)
  const deployed = async () => (await world.stacks.find(stackName))?.parameters['Image']
  const wanted = { repository, source, deployed, rebuilds: request.rebuilds }
  return publishImage(world, imageRequest(request, build, wanted), measured)
}

/** A service that was added after its environment was deployed has no repository yet: it's made first, by a plan of its own. */
async function repositoryFor(world: World, request: ServiceDeploymentRequest, approve: Approve): Promise<Repository> {
  const { app, environment } = request
  const service = request.service.name
  const there = repositoryOf(await world.stacks.find(sharedStackName(app.name)), service)
  if (there) return there
  // Somebody else may have added to it meanwhile, even this.
  await world.reserve?.(sharedStackName(app.name))
  const existing = await world.stacks.find(sharedStackName(app.name))
  const repository = repositoryOf(existing, service)
  if (repository) return repository
  const wanted = { services: [service], environment: environment.name, existing }
  const set = await proposeStack(world, await sharedProposal(world, app, wanted), request)
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
