import { usageError } from '../errors.js'
import type { WantedImage } from './before-build.js'
import type { ServiceDeploymentRequest } from './deploy-service.js'
import { discardSets, executeStack, orDiscard, proposeFound } from './deploy-stack.js'
import { sharedStackName } from './names.js'
import type { Phases } from './phases.js'
import { decide, type Approve } from './planned.js'
import type { ChangeSet, Stack } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { publishImage, type Image, type Repository } from './publish-image.js'
import { imageRequest, repositoryOf, type ServiceRequest } from './service-proposal.js'
import { sharedProposal } from './shared-stack.js'

interface Obtaining {
  wanted: WantedImage
  shared: Stack | undefined
  approve: Approve
  measured: Phases
}

/** The image of another registry as it is; else built from the repository and pushed to ECR. Also the shared stack, which may have got a repository for it. */
export async function obtainImage(
  world: World,
  request: ServiceDeploymentRequest,
  { wanted: { image, from }, shared: known, approve, measured }: Obtaining,
): Promise<{ image: Image; shared: Stack | undefined }> {
  if (!from) return { image: image ?? { reference: '' }, shared: known }
  const { repository, shared } = await repositoryFor(world, request, { known, approve })
  const { build, source } = from
  const published = imageRequest(request, build, { repository, source, ...(shared === known ? { found: image ?? null } : {}) })
  return { image: await publishImage(world, published, measured), shared }
}

/** A service that was added after its environment was deployed has no repository yet: it's made first, by a plan of its own. */
async function repositoryFor(
  world: World,
  request: ServiceRequest,
  { known, approve }: { known: Stack | undefined; approve: Approve },
): Promise<{ repository: Repository; shared: Stack | undefined }> {
  const { app, environment } = request
  const service = request.service.name
  const there = repositoryOf(known, service)
  if (there) return { repository: there, shared: known }
  // Somebody else may have added to it meanwhile, even this.
  await world.reserve?.(sharedStackName(app.name))
  const existing = await world.stacks.find(sharedStackName(app.name))
  const repository = repositoryOf(existing, service)
  if (repository) return { repository, shared: existing }
  const wanted = { services: [service], environment: environment.name, existing }
  const set = await proposeFound(world, await sharedProposal(world, app, wanted), { found: existing })
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
