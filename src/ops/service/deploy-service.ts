import { beforeBuild } from './before-build.js'
import { outcome, type StackOutcome } from '../stack/outcome.js'
import { orDiscard, proposeFound, type Allowed } from '../stack/propose-stack.js'
import { deployedDatabase, environmentFor, refuseOtherTls } from '../deployed.js'
import type { Image } from '../image/find-image.js'
import { inOrder } from '../in-order.js'
import { inSight } from '../lost-sight.js'
import { sharedStackName } from '../names.js'
import { obtainImage } from '../image/obtain-image.js'
import { decide, type Approve, type Planned } from '../stack/planned.js'
import { phases, type Phases } from '../stack/phases.js'
import type { ChangeSet, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import type { Rebuilds } from '../image/publish-image.js'
import { clusterOf } from './carry-out.js'
import { rollOut } from './roll-out.js'
import type { Took } from '../stack/last-times.js'
import { asSettled } from '../stack/settled.js'
import { notDeployed } from '../stack/sights.js'
import { contextOf, repositoryOf, serviceProposal, type ServiceRequest } from './service-proposal.js'
import { discarding, withRedeploy } from '../redeploy/with-redeploy.js'
import { withDelta } from '../service-delta/with-delta.js'
import { refuseTrafficReset } from './traffic-guard.js'
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

export interface ServiceDeploymentRequest extends ServiceRequest, Allowed {
  /** Files that aren't committed may go into production. */
  allowUncommitted: boolean
  /** See watchRollout. */
  failFast: boolean
  /** Images are to be built anew. */
  rebuilds?: Rebuilds | undefined
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
export const planService = (
  world: World,
  request: ServiceDeploymentRequest,
  approve: Approve,
): Promise<Planned<ServiceDeployment>> =>
  inSight(world, notDeployed(request.service.name), () => workOut(world, request, approve))

async function workOut(world: World, request: ServiceDeploymentRequest, approve: Approve): Promise<Planned<ServiceDeployment>> {
  const { app, service } = request
  const env = request.environment.name
  const [environment, database, known] = await inOrder([
    environmentFor(world, request),
    service.database ? deployedDatabase(world, app.name, env, service.database.name) : Promise.resolve(undefined),
    world.stacks.find(sharedStackName(app.name)),
  ])
  if (database) refuseOtherTls(request, database)
  const lacking = unknownAuthority(service, database)
  if (lacking !== undefined) world.progress.info(lacking)
  const measured = phases(world.clock)
  const wanted = await beforeBuild(world, request, { environment, database, shared: known })
  const { image, shared } = await obtainImage(world, request, { wanted, shared: known, approve, measured })
  const proposal = serviceProposal(request, { image, environment, database, shared })
  const bucket = shared?.outputs['ArtifactBucket']
  await world.reserve?.(proposal.stackName, bucket)
  // Anew, since a build takes minutes, and now it's locked.
  const found = await world.stacks.find(proposal.stackName)

  const proposed = await proposeFound(world, proposal, { ...request, found, phases: measured })
  const before = await asSettled(world, found)
  const set = await orDiscard(world, [proposed], async () => {
    await refuseTrafficReset(world, proposed, before)
    const told = await withRedeploy(world, proposed, { cluster: clusterOf(environment), before })
    return withDelta(world, told, {
      proposal,
      before,
      tag: image.tag,
      commit: image.commit,
      repository: repositoryOf(shared, service.name)?.name,
      context: contextOf(request),
    })
  })
  return {
    sets: [set],
    discard: await discarding(world, set, bucket),
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
