import type { App } from '../manifest/app.js'
import type { Environment } from '../manifest/environment.js'
import { usesHostedZone } from '../templates/environment/dns.js'
import { environmentTemplate } from '../templates/environment/environment-template.js'
import { render } from '../templates/render.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { environmentChoices, type Locate } from './environment-choices.js'
import { refuseMove } from './foundations.js'
import { environmentStackName, stackTags } from './names.js'
import type { ChangeSet, Proposal, World } from './ports.js'
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
  /** A DNS record that only its owner can write: the domain isn't in a hosted zone that mm knows. */
  record?: { name: string; type: 'CNAME'; value: string }
  /** Services that must be deployed again before callers reach them by HTTPS. */
  redeploy: string[]
  shared: StackOutcome
}

export interface EnvironmentRequest {
  app: App
  environment: Environment
  /** Services of the repository that are built here: each gets a repository for its images. */
  services: string[]
  databases: string[]
  locate: Locate
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
  const proposal = await environmentProposal(world, request)
  const shared = await proposeShared(world, app, services)
  const own = await proposeStack(world, proposal)

  const changed = [shared, own].filter(set => set.changes.length > 0)
  if (changed.length > 0) await approveOrDiscard(world, changed, approve)
  for (const set of changed) await executeStack(world, set)

  const { outputs = {} } = (await world.stacks.find(own.stackName)) ?? {}
  const { domain } = environment
  return {
    environment: environment.name,
    ...outcome(own),
    account: identity.account,
    region: identity.region,
    url: outputs['PublicUrl'] ?? '',
    ...(domain && !usesHostedZone(environment)
      ? { record: { name: domain.name, type: 'CNAME', value: outputs['PublicBalancerDnsName'] ?? '' } }
      : {}),
    redeploy: becomesSecure(own) ? services : [],
    shared: outcome(shared),
  }
}

async function environmentProposal(
  world: EnvironmentWorld,
  { app, environment, databases, locate }: EnvironmentRequest,
): Promise<Proposal> {
  const stackName = environmentStackName(app.name, environment.name)
  const existing = await world.stacks.find(stackName)
  if (existing) await refuseMove(existing, environment, locate)
  const chosen = await environmentChoices(world.account, { environment, existing, locate })
  return {
    stackName,
    body: render(environmentTemplate(environment, { databases })),
    parameters: { App: app.name, Env: environment.name, ...chosen },
    tags: stackTags({ app: app.name, env: environment.name }, app.tags),
  }
}

const becomesSecure = ({ kind, changes }: ChangeSet) =>
  kind === 'update' && changes.some(({ action, logicalId }) => action === 'create' && logicalId === 'PublicSecureListener')

/** What executing the change set means for the stack. */
export function outcome(set: ChangeSet): StackOutcome {
  return { stack: set.stackName, status: set.changes.length === 0 ? 'unchanged' : set.kind === 'create' ? 'created' : 'updated' }
}
