import { clusterOf } from './carry-out.js'
import { deployedEnvironment, environmentFor, refuseOtherTls } from '../deployed.js'
import { sharedStackName, workloadStackName } from '../names.js'
import type { Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import type { Preview } from '../preview/preview.js'
import { findImage, type Image } from '../image/find-image.js'
import { contextOf, recipeOf, repositoryOf, serviceProposal, sourceOf, type ServiceRequest } from './service-proposal.js'
import { withRedeploy } from '../redeploy/with-redeploy.js'
import { withDelta } from '../service-delta/with-delta.js'
import { readiness } from '../stack/stack-status.js'
import { refuseTrafficReset } from './traffic-guard.js'

type PreviewWorld = Pick<World, 'stacks' | 'services' | 'git' | 'registry'>

interface Known<T> {
  value?: T | undefined
  notes: string[]
}

/**
 * What a deployment of the service would send. Nothing is built: the image is the one that the registry has of the files as they are, or
 * the one that runs. Throws EnvironmentOutdated or DatabaseOutdated (exit 2), as the deployment does.
 */
export async function previewService(
  world: PreviewWorld,
  request: ServiceRequest,
  imageFrom: 'registry' | 'running',
): Promise<Preview> {
  const { app, service } = request
  const env = request.environment.name
  const before = await standing(world, workloadStackName(app.name, env, service.name))
  const environment = await environmentOf(world, request)
  const database = await databaseOf(world, request)
  const shared = await world.stacks.find(sharedStackName(app.name))
  const image = await imageOf(world, request, { before, shared, imageFrom })
  const parts = { image: image.value, environment: environment.value, database: database.value, shared }
  const proposal = serviceProposal(request, parts)
  const repository = repositoryOf(shared, service.name)?.name
  const cluster = environment.value === undefined ? '' : clusterOf(environment.value)
  return {
    proposal,
    notes: [...environment.notes, ...database.notes, ...image.notes],
    refuse: set => refuseTrafficReset(world, set, before),
    tell: async set =>
      withDelta(world, await withRedeploy(world, set, { cluster, before }), {
        proposal,
        before,
        tag: image.value?.tag,
        commit: image.value?.commit,
        repository,
        context: contextOf(request),
      }),
  }
}

/** The stack, unless it's only what an earlier failure left. */
async function standing({ stacks }: Pick<World, 'stacks'>, name: string): Promise<Stack | undefined> {
  const stack = await stacks.find(name)
  return stack && readiness(stack.status) !== 'remains' ? stack : undefined
}

async function environmentOf(world: PreviewWorld, request: ServiceRequest): Promise<Known<Stack>> {
  const env = request.environment.name
  const deployed = await deployedEnvironment(world, request.app.name, env).catch(unlessMissing)
  return deployed
    ? { value: await environmentFor(world, request), notes: [] }
    : { notes: [`the environment ${env} isn't deployed: mm env deploy --name ${env}`] }
}

function unlessMissing(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'EnvironmentNotDeployed') throw error
}

async function databaseOf(world: PreviewWorld, request: ServiceRequest): Promise<Known<Stack>> {
  const { app, service, environment } = request
  if (!service.database) return { notes: [] }
  const { name } = service.database
  const value = await standing(world, workloadStackName(app.name, environment.name, name))
  if (value) refuseOtherTls(request, value)
  const missing = `the database ${name} isn't deployed in ${environment.name}: mm db deploy --env ${environment.name}`
  return value ? { value, notes: [] } : { notes: [missing] }
}

interface Where {
  before: Stack | undefined
  shared: Stack | undefined
  imageFrom: 'registry' | 'running'
}

async function imageOf(
  world: PreviewWorld,
  request: ServiceRequest,
  { before, shared, imageFrom }: Where,
): Promise<Known<Image>> {
  const { service, environment } = request
  if ('location' in service.image) return { value: { reference: service.image.location }, notes: [] }
  const deploy = `mm svc deploy ${service.name} --env ${environment.name}`
  const repository = repositoryOf(shared, service.name)
  if (!repository) return { notes: [`${service.name} has no image repository yet, and so no image: ${deploy} makes both`] }
  const repositoryArn = repository.arn
  if (imageFrom === 'running') {
    const reference = before?.parameters['Image'] ?? ''
    return reference
      ? { value: { reference, repositoryArn }, notes: ['the image is the one that runs: none was built'] }
      : { value: { reference, repositoryArn }, notes: ['the image is left out: none runs yet, and none was built'] }
  }
  const { build } = service.image
  const [source, recipe] = [await sourceOf(world, request, build), recipeOf(request, build)]
  const deployed = async () => before?.parameters['Image']
  const { tag, image } = await findImage(world, { source, recipe, repository, deployed })
  return image
    ? { value: image, notes: [] }
    : {
        value: { reference: '', repositoryArn },
        notes: [`the registry has no image ${repository.name}:${tag}: ${deploy} builds it`],
      }
}
