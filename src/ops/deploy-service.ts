import { join } from 'node:path'
import type { App } from '../manifest/app.js'
import type { Environment } from '../manifest/environment.js'
import type { Service } from '../manifest/service.js'
import { logicalName } from '../templates/cfn.js'
import { render } from '../templates/render.js'
import { serviceParameters } from '../templates/service/service-parameters.js'
import { serviceTemplate } from '../templates/service/service-template.js'
import { watchCrashes } from './crash-watch.js'
import { outcome, type StackOutcome } from './deploy-environment.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { deployedDatabase, environmentFor } from './deployed.js'
import { publishImage, type Image } from './publish-image.js'
import { sharedStackName, stackTags, workloadStackName } from './names.js'
import type { ChangeSet, Proposal, Stack, World } from './ports.js'
import { explainRollback, verdict } from './service-verdict.js'
import { proposeShared } from './shared-stack.js'
import { refuseTrafficReset } from './traffic-guard.js'

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

export interface ServiceRequest {
  app: App
  environment: Environment
  service: Service
  /** Backend Services of the repository that take requests: the frontend gets each one's URL. */
  backends: string[]
  /** The repository's root, absolute. */
  root: string
}

/** Builds and pushes the image, updates the service's stack, and says whether the new revision is the one that runs. */
export async function deployService(world: World, request: ServiceRequest, approve: Approve): Promise<ServiceDeployment> {
  const { app, service } = request
  const env = request.environment.name
  const environment = await environmentFor(world, request)
  const database = service.database && (await deployedDatabase(world, app.name, env, service.database.name))
  const image = await obtainImage(world, request, approve)
  const proposal = proposalOf(request, { image, environment, database })
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

interface Parts {
  image: Image
  environment: Stack
  database: Stack | undefined
}

function proposalOf(request: ServiceRequest, { image, environment, database }: Parts): Proposal {
  const { app, service } = request
  const env = request.environment.name
  return {
    stackName: workloadStackName(app.name, env, service.name),
    body: render(serviceTemplate(service, request)),
    parameters: serviceParameters(service, request, {
      app: app.name,
      env,
      image: image.reference,
      ...(image.repositoryArn === undefined ? {} : { repositoryArn: image.repositoryArn }),
      environment: environment.outputs,
      ...(database ? { database: database.outputs } : {}),
    }),
    tags: stackTags({ app: app.name, env, service: service.name }, app.tags),
  }
}

/** The image of another registry as it is; else built from the repository and pushed to ECR. */
async function obtainImage(world: World, request: ServiceRequest, approve: Approve): Promise<Image> {
  const { app, service, root } = request
  if ('location' in service.image) return { reference: service.image.location }
  const shared = await sharedWithRepository(world, app, service.name, approve)
  const name = logicalName(service.name)
  const { build } = service.image
  return publishImage(world, {
    name: service.name,
    context: join(root, build.context),
    dockerfile: join(root, build.dockerfile),
    ...(build.target === undefined ? {} : { target: build.target }),
    args: build.args,
    platform: service.platform,
    repository: {
      uri: shared.outputs[`${name}RepositoryUri`] ?? '',
      name: shared.outputs[`${name}RepositoryName`] ?? '',
      arn: shared.outputs[`${name}RepositoryArn`] ?? '',
    },
  })
}

/** A service that was added after its environment was deployed has no repository yet: it's made first, by a plan of its own. */
async function sharedWithRepository(world: World, app: App, service: string, approve: Approve): Promise<Stack> {
  const existing = await world.stacks.find(sharedStackName(app.name))
  if (existing?.outputs[`${logicalName(service)}RepositoryUri`]) return existing
  const set = await proposeShared(world, app, [service])
  await approveOrDiscard(world, [set], approve)
  return executeStack(world, set)
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
