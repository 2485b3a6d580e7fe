import type { App } from '../manifest/app.js'
import type { Environment } from '../manifest/environment.js'
import type { Service } from '../manifest/service.js'
import { MmError, notFoundError } from '../errors.js'
import { discardSets, orDiscard, proposeStack } from './deploy-stack.js'
import { deployedEnvironment } from './deployed.js'
import { sharedStackName, workloadStackName } from './names.js'
import { phases } from './phases.js'
import { decide, type Approve } from './planned.js'
import type { Proposal, Stack } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { preflight } from './preflight/preflight.js'
import { rollOut, type Took } from './roll-out.js'
import { contextOf, repositoryOf } from './service-proposal.js'
import { withDelta } from './service-delta/with-delta.js'
import { refuseTrafficReset } from './traffic-guard.js'

export interface ServiceRollback {
  service: string
  environment: string
  /** That runs now, and that ran before. */
  image: string
  from: string
  taskDefinition: string
  url?: string
  /** Absent when it was unchanged. */
  took?: Took
}

export interface ServiceRollbackRequest {
  app: App
  environment: Environment
  service: Service
  root: string
  /** See watchRollout. */
  failFast: boolean
  /** A tag or a digest (`sha256:…`) of the service's repository; a whole reference for a service without one. */
  to?: string | undefined
}

/**
 * Deploys an earlier image again: the stack stays as it is in everything else. It's a deployment like any other: planned, asked about, watched, judged.
 * Throws NothingToGoBackTo (exit 5), NoSuchImage (exit 5), and what a deployment throws.
 */
export async function rollBackService(world: World, request: ServiceRollbackRequest, approve: Approve): Promise<ServiceRollback> {
  const { app, service, to } = request
  const env = request.environment.name
  const environment = await deployedEnvironment(world, app.name, env)
  const stackName = workloadStackName(app.name, env, service.name)
  // Before its template is read, which stays.
  await world.reserve?.(stackName)
  const [before, shared] = await Promise.all([world.stacks.find(stackName), world.stacks.find(sharedStackName(app.name))])
  const { ServiceName } = before?.outputs ?? {}
  if (!before || ServiceName === undefined)
    throw notFoundError('NothingToGoBackTo', `${service.name} isn't deployed in ${env}`, {
      fix: [`mm svc deploy ${service.name} --env ${env}`],
    })
  const from = before.parameters['Image'] ?? ''
  const cluster = environment.outputs['ClusterName'] ?? ''
  const image =
    to === undefined
      ? await earlierImage(world, { cluster, before, from, request })
      : await imageOf(world, { to, shared, request })
  world.progress.info(`back from ${from} to ${image}; variables, size and everything else stay as they are`)

  const bucket = shared?.outputs['ArtifactBucket']
  const repository = repositoryOf(shared, service.name)
  const own = repository && image.startsWith(`${repository.uri}@`) ? repository.name : undefined
  await preflight(
    world,
    { request, environment, before, bucket, image, repositoryName: own },
    { newTasks: image !== from, unchanged: async () => image === from },
  )
  const measured = phases(world.clock)
  const proposal: Proposal = {
    stackName,
    body: await world.stacks.template(stackName),
    ...(bucket === undefined ? {} : { bucket }),
    parameters: { ...Object.fromEntries(Object.keys(before.parameters).map(key => [key, undefined])), Image: image },
    tags: before.tags,
    ...(before.roleArn === undefined ? {} : { roleArn: before.roleArn }),
  }
  const proposed = await measured.time('change set', () => proposeStack(world, proposal))
  const set = await orDiscard(world, [proposed], async () => {
    await refuseTrafficReset(world, proposed, before)
    return withDelta(world, proposed, {
      proposal,
      before,
      repository: repository?.name,
      context: contextOf(request),
      back: true,
    })
  })
  const apply = async (): Promise<ServiceRollback> => {
    const { outputs, took } = await rollOut(world, set, { environment, before, request, phases: measured })
    return {
      service: service.name,
      environment: env,
      image,
      from,
      taskDefinition: outputs['TaskDefinitionArn'] ?? '',
      ...(outputs['Url'] === undefined ? {} : { url: outputs['Url'] }),
      ...(took ? { took } : {}),
    }
  }
  return decide({ sets: [set], discard: () => discardSets(world, [set]), apply }, { approve })
}

interface Earlier {
  cluster: string
  before: Stack
  from: string
  request: ServiceRollbackRequest
}

/** The image that was deployed successfully last and is another one than the stack's. */
async function earlierImage(world: Pick<World, 'services'>, { cluster, before, from, request }: Earlier): Promise<string> {
  const { service, environment } = request
  const served = await world.services.served(cluster, before.outputs['ServiceName'] ?? '')
  const image = served.map(({ images }) => images[service.name]).find(each => each !== undefined && each !== from)
  if (image !== undefined) return image
  throw notFoundError('NothingToGoBackTo', `ECS knows no earlier image of ${service.name} that was deployed successfully`, {
    why: 'it keeps deployments for 90 days, and those of a service that was deleted not at all',
    state: 'nothing was changed',
    fix: [`mm svc rollback ${service.name} --env ${environment.name} --to <tag>`],
  })
}

interface Chosen {
  to: string
  shared: Stack | undefined
  request: ServiceRollbackRequest
}

async function imageOf(world: Pick<World, 'registry'>, { to, shared, request }: Chosen): Promise<string> {
  const repository = repositoryOf(shared, request.service.name)
  if (!repository) return to
  const digest = to.startsWith('sha256:') ? to : await world.registry.digest(repository.name, to)
  if (digest !== undefined) return `${repository.uri}@${digest}`
  throw new MmError('NoSuchImage', `${repository.name} has no image with the tag ${to}`, {
    state: 'nothing was changed',
    fix: [`aws ecr describe-images --repository-name ${repository.name}`],
    exitCode: 5,
  })
}
