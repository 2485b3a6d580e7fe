import type { App } from '../manifest/app.js'
import { watchCrashes } from './crash-watch.js'
import { outcome, type StackOutcome } from './deploy-environment.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { deployedDatabase, environmentFor, refuseOtherTls } from './deployed.js'
import { publishImage, type Image, type Repository } from './publish-image.js'
import { sharedStackName } from './names.js'
import type { ChangeSet, Stack } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { imageRequest, repositoryOf, serviceProposal, type ServiceRequest } from './service-proposal.js'
import { explainRollback, verdict } from './service-verdict.js'
import { sharedProposal } from './shared-stack.js'
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
}

/** Builds and pushes the image, updates the service's stack, and says whether the new revision is the one that runs. */
export async function deployService(world: World, request: ServiceRequest, approve: Approve): Promise<ServiceDeployment> {
  const { app, service } = request
  const env = request.environment.name
  const environment = await environmentFor(world, request)
  const database = service.database && (await deployedDatabase(world, app.name, env, service.database.name))
  if (database) refuseOtherTls(request, database)
  const lacking = unknownAuthority(service, database)
  if (lacking !== undefined) world.progress.info(lacking)
  const image = await obtainImage(world, request, approve)
  const proposal = serviceProposal(request, { image, environment, database })
  const before = await world.stacks.find(proposal.stackName)

  const set = await proposeStack(world, proposal)
  await refuseTrafficReset(world, set, before)
  if (set.changes.length > 0) {
    await approveOrDiscard(world, [set], approve)
    await rollOut(world, set, { environment, before, service: service.name, env })
  }
  const { outputs = {} } = (await world.stacks.find(proposal.stackName)) ?? {}
  await verdict(world, {
    service: service.name,
    env,
    cluster: environment.outputs['ClusterName'] ?? '',
    scales: service.scaling !== undefined,
    outputs,
  })
  return {
    service: service.name,
    environment: env,
    ...outcome(set),
    image: image.reference,
    ...(image.tag === undefined ? {} : { tag: image.tag }),
    ...(outputs['Url'] === undefined ? {} : { url: outputs['Url'] }),
    taskDefinition: outputs['TaskDefinitionArn'] ?? '',
  }
}

/** The image of another registry as it is; else built from the repository and pushed to ECR. */
async function obtainImage(world: World, request: ServiceRequest, approve: Approve): Promise<Image> {
  const { app, service } = request
  if ('location' in service.image) return { reference: service.image.location }
  return publishImage(world, imageRequest(request, service.image.build, await repositoryFor(world, app, service.name, approve)))
}

/** A service that was added after its environment was deployed has no repository yet: it's made first, by a plan of its own. */
async function repositoryFor(world: World, app: App, service: string, approve: Approve): Promise<Repository> {
  const existing = repositoryOf(await world.stacks.find(sharedStackName(app.name)), service)
  if (existing) return existing
  const set = await proposeStack(world, await sharedProposal(world, app, [service]))
  await approveOrDiscard(world, [set], approve)
  return repositoryOf(await executeStack(world, set), service) ?? { uri: '', name: '', arn: '' }
}

interface RollOut {
  environment: Stack
  before: Stack | undefined
  service: string
  env: string
}

async function rollOut(world: World, set: ChangeSet, { environment, before, service, env }: RollOut): Promise<void> {
  const crashes = watchCrashes(world, {
    cluster: environment.outputs['ClusterName'] ?? '',
    service: before?.outputs['ServiceName'],
    logGroup: before?.outputs['LogGroupName'],
  })
  try {
    await executeStack(world, set, event => crashes.event(event))
    await crashes.end()
  } catch (error) {
    throw explainRollback(error, { crashes: await crashes.end(), service, env, first: set.kind === 'create' })
  }
}
