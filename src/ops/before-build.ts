import type { ServiceDeploymentRequest } from './deploy-service.js'
import { inOrder } from './in-order.js'
import { workloadStackName } from './names.js'
import type { Stack } from './ports/cloudformation.js'
import type { SourceState } from './ports/repository.js'
import type { World } from './ports/world.js'
import { isFirst } from './preflight/check.js'
import { judge, look } from './preflight/preflight.js'
import { findImage, type Image } from './publish-image.js'
import { sameAsDeployed } from './same-as-deployed.js'
import { recipeOf, repositoryOf, serviceProposal, sourceOf, type Build } from './service-proposal.js'
import { uncommittedNote } from './uncommitted.js'

/** Stacks as they are before anything is done. */
export interface Known {
  environment: Stack
  database: Stack | undefined
  shared: Stack | undefined
}

/** The image that the service is to run, as far as that's known before it's built. */
export interface WantedImage {
  image?: Image
  /** What it's to be built from unless `image` is there already; absent for another registry's. */
  from?: { build: Build; source: SourceState }
}

/**
 * Finds out what is to be built, and looks meanwhile whether the deployment can succeed at all. Throws UncommittedFiles and PreflightFailed (exit 2), and what a
 * look at the stack and its lock throws.
 */
export async function beforeBuild(
  world: World,
  request: ServiceDeploymentRequest,
  { environment, database, shared }: Known,
): Promise<WantedImage> {
  const { app, service } = request
  const env = request.environment.name
  const wanting = wantedImage(world, request, shared)
  if (!world.premises) return wanting
  return world.progress.step('Preflight', async () => {
    const location = 'location' in service.image ? service.image.location : undefined
    const looking = world.stacks.find(workloadStackName(app.name, env, service.name)).then(async before => {
      const bucket = shared?.outputs['ArtifactBucket']
      return { before, looked: await look(world, { request, environment, database, before, bucket, image: location }) }
    })
    const [wanted, { before, looked }] = await inOrder([wanting, looking])
    const { image } = wanted
    await judge(world, looked, {
      request,
      newTasks: isFirst({ before }) || image?.reference !== before?.parameters['Image'],
      unchanged: async () =>
        before !== undefined &&
        sameAsDeployed(world.stacks, serviceProposal(request, { image, environment, database, shared }), before),
    })
    return wanted
  })
}

async function wantedImage(world: World, request: ServiceDeploymentRequest, shared: Stack | undefined): Promise<WantedImage> {
  const { service, environment, allowUncommitted } = request
  if ('location' in service.image) return { image: { reference: service.image.location } }
  const { build } = service.image
  const source = await sourceOf(world, request, build)
  const note = uncommittedNote({ source, service: service.name, environment, allowed: allowUncommitted })
  if (note !== undefined) world.progress.info(note)
  const repository = repositoryOf(shared, service.name)
  const found = repository && (await findImage(world, { source, recipe: recipeOf(request, build), repository }))
  return { ...(found?.image ? { image: found.image } : {}), from: { build, source } }
}
