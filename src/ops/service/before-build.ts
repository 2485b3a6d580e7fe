import type { ServiceDeploymentRequest } from './deploy-service.js'
import { findImage, type FoundImage } from '../image/find-image.js'
import { inOrder } from '../in-order.js'
import { workloadStackName } from '../names.js'
import type { Stack } from '../ports/cloudformation.js'
import type { SourceState } from '../ports/repository.js'
import type { World } from '../ports/world.js'
import { isFirst } from '../preflight/check.js'
import { judge, look } from '../preflight/preflight.js'
import { sameAsDeployed } from '../stack/same-as-deployed.js'
import { recipeOf, repositoryOf, serviceProposal, sourceOf } from './service-proposal.js'
import { uncommittedNote } from '../image/uncommitted.js'

/** Stacks as they are before anything is done. */
export interface Known {
  environment: Stack
  database: Stack | undefined
  shared: Stack | undefined
}

/** What an image is to be built from, and what the registry has of it already; both absent for another registry's. */
export interface WantedImage {
  source?: SourceState
  /** Absent, too, while the service has no repository. */
  found?: FoundImage
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
  const finding = world.stacks.find(workloadStackName(app.name, request.environment.name, service.name))
  const wanting = wantedImage(world, request, { shared, finding })
  const { premises } = world
  if (!premises) return (await inOrder([wanting, finding]))[0]
  return world.progress.step('Preflight', async () => {
    const location = 'location' in service.image ? service.image.location : undefined
    const bucket = shared?.outputs['ArtifactBucket']
    const looking = finding.then(before => look(world, { request, environment, database, before, bucket, image: location }))
    const [wanted, before, looked] = await inOrder([wanting, finding, looking])
    const image = location === undefined ? wanted.found?.image : { reference: location }
    const anew = location === undefined && request.rebuilds !== undefined
    await judge(world, looked, {
      request,
      newTasks: anew || isFirst({ before }) || image?.reference !== before?.parameters['Image'],
      unchanged: async () =>
        before !== undefined &&
        !request.revertDrift &&
        sameAsDeployed(
          serviceProposal(request, { image, environment, database, shared }),
          before,
          await world.stacks.template(before.name),
        ),
    })
    return wanted
  })
}

async function wantedImage(
  world: World,
  request: ServiceDeploymentRequest,
  { shared, finding }: { shared: Stack | undefined; finding: Promise<Stack | undefined> },
): Promise<WantedImage> {
  const { service, environment, allowUncommitted } = request
  if ('location' in service.image) return {}
  const { build } = service.image
  const source = await sourceOf(world, request, build)
  const note = uncommittedNote({ source, service: service.name, environment, allowed: allowUncommitted })
  if (note !== undefined) world.progress.info(note)
  const repository = repositoryOf(shared, service.name)
  if (!repository) return { source }
  const deployed = async () => (await finding)?.parameters['Image']
  return { source, found: await findImage(world, { source, recipe: recipeOf(request, build), repository, deployed }) }
}
