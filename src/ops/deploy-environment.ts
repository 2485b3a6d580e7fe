import type { App } from '../manifest/app.js'
import type { Environment } from '../manifest/environment.js'
import { environmentTemplate } from '../templates/environment/environment-template.js'
import { render } from '../templates/render.js'
import { MmError } from '../errors.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { environmentStackName, stackTags } from './names.js'
import type { ChangeSet, World } from './ports.js'
import { proposeShared } from './shared-stack.js'

export interface StackOutcome {
  stack: string
  status: 'created' | 'updated' | 'unchanged'
}

export interface EnvironmentDeployment extends StackOutcome {
  environment: string
  account: string
  region: string
  /** The public load balancer's address. */
  url: string
  shared: StackOutcome
}

export interface EnvironmentRequest {
  app: App
  environment: Environment
  /** Services of the repository that are built here: each gets a repository for its images. */
  services: string[]
}

type EnvironmentWorld = Pick<World, 'account' | 'stacks' | 'progress' | 'signal'>

/** Creates or updates an environment's stack and, before it, the application's shared one: one plan, one question. */
export async function deployEnvironment(
  world: EnvironmentWorld,
  request: EnvironmentRequest,
  approve: Approve,
): Promise<EnvironmentDeployment> {
  const { app, environment, services } = request
  const identity = await world.progress.step('Check the AWS account', () => world.account.identity())
  const shared = await proposeShared(world, app, services)
  const own = await proposeStack(world, await environmentProposal(world, request))

  const changed = [shared, own].filter(set => set.changes.length > 0)
  if (changed.length > 0) await approveOrDiscard(world, changed, approve)
  for (const set of changed) await executeStack(world, set)

  const stack = await world.stacks.find(own.stackName)
  return {
    environment: environment.name,
    ...outcome(own),
    account: identity.account,
    region: identity.region,
    url: stack?.outputs['PublicUrl'] ?? '',
    shared: outcome(shared),
  }
}

/** Zones are chosen once, at the first deployment, and kept: a new zone in the region must never move subnets. */
async function environmentProposal(world: EnvironmentWorld, { app, environment }: EnvironmentRequest) {
  const stackName = environmentStackName(app.name, environment.name)
  const existing = await world.stacks.find(stackName)
  const [zone0, zone1] = existing?.parameters['Zone0']
    ? [existing.parameters['Zone0'], existing.parameters['Zone1']]
    : await world.account.zones()
  if (!zone0 || !zone1)
    throw new MmError('TooFewZones', `the region ${app.region} offers fewer than two availability zones to this account`)
  return {
    stackName,
    body: render(environmentTemplate(environment)),
    parameters: { App: app.name, Env: environment.name, Zone0: zone0, Zone1: zone1 },
    tags: stackTags({ app: app.name, env: environment.name }, app.tags),
  }
}

/** What executing the change set means for the stack. */
export function outcome(set: ChangeSet): StackOutcome {
  return { stack: set.stackName, status: set.changes.length === 0 ? 'unchanged' : set.kind === 'create' ? 'created' : 'updated' }
}
