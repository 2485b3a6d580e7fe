import type { App } from '../../manifest/app.js'
import type { Environment } from '../../manifest/environment.js'
import type { Service } from '../../manifest/service.js'
import { notFoundError } from '../../errors.js'
import { orDiscard, proposeStack } from '../stack/propose-stack.js'
import { deployedEnvironment } from '../deployed.js'
import { earlierImage, namedImage } from '../image/earlier-image.js'
import { inSight } from '../lost-sight.js'
import { sharedStackName, workloadStackName } from '../names.js'
import { phases } from '../stack/phases.js'
import { changesStack, decide, type Approve, type Planned } from '../stack/planned.js'
import type { Proposal } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { preflight } from '../preflight/preflight.js'
import { discarding, withRedeploy } from '../redeploy/with-redeploy.js'
import { rollOut } from './roll-out.js'
import type { Took } from '../stack/last-times.js'
import { contextOf, repositoryOf } from './service-proposal.js'
import { notDeployed } from '../stack/sights.js'
import { withDelta } from '../service-delta/with-delta.js'
import { refuseTrafficReset } from './traffic-guard.js'

export interface ServiceRollback {
  service: string
  environment: string
  /** That runs now, and that ran before. */
  image: string
  from: string
  taskDefinition: string
  url?: string
  /** The stack had the image already, and another revision ran. */
  redeployed?: boolean
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
 * Throws NothingToGoBackTo, ImageGone and NoSuchImage (exit 5) before anything is proposed, and what a deployment throws.
 */
export const rollBackService = async (
  world: World,
  request: ServiceRollbackRequest,
  approve: Approve,
): Promise<ServiceRollback> => decide(await planRollback(world, request), { approve })

/** Works out what that would change. Throws as rollBackService does. */
export const planRollback = (world: World, request: ServiceRollbackRequest): Promise<Planned<ServiceRollback>> =>
  inSight(world, notDeployed(request.service.name), () => workOut(world, request))

async function workOut(world: World, request: ServiceRollbackRequest): Promise<Planned<ServiceRollback>> {
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
  const about = { service: service.name, env, repository: repositoryOf(shared, service.name) }
  const image =
    to === undefined
      ? await earlierImage(world, { ...about, from, served: await world.services.served(cluster, ServiceName) })
      : await namedImage(world, { ...about, to })
  world.progress.info(`back from ${from} to ${image}; variables, size and everything else stay as they are`)

  const bucket = shared?.outputs['ArtifactBucket']
  const own = about.repository && image.startsWith(`${about.repository.uri}@`) ? about.repository.name : undefined
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
  const proposed = await proposeStack(world, proposal, { phases: measured })
  const set = await orDiscard(world, [proposed], async () => {
    await refuseTrafficReset(world, proposed, before)
    const told = await withRedeploy(world, proposed, { cluster, before })
    return withDelta(world, told, {
      proposal,
      before,
      repository: repositoryOf(shared, service.name)?.name,
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
      ...(set.redeploy && !changesStack(set) ? { redeployed: true } : {}),
      ...(took ? { took } : {}),
    }
  }
  return { sets: [set], discard: await discarding(world, set, bucket), apply }
}
