import type { App } from '../manifest/app.js'
import type { Environment } from '../manifest/environment.js'
import { hasCdn } from '../templates/cdn/cdn-template.js'
import { usesHostedZone } from '../templates/environment/dns.js'
import { environmentTemplate } from '../templates/environment/environment-template.js'
import { render } from '../templates/render.js'
import { inCdnRegion, proposeCdn } from './cdn.js'
import { removeStack } from './delete-stack.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { environmentChoices, type Locate } from './environment-choices.js'
import { refuseTransition } from './environment-transitions.js'
import { refuseMove } from './foundations.js'
import { cdnStackName, environmentStackName, stackTags } from './names.js'
import type { ChangeSet, Proposal, Stack, World } from './ports.js'
import { protect } from './protection.js'
import { proposeShared } from './shared-stack.js'

export interface StackOutcome {
  stack: string
  status: 'created' | 'updated' | 'unchanged'
}

export interface EnvironmentDeployment extends StackOutcome {
  environment: string
  account: string
  region: string
  /** The address that people call. */
  url: string
  /** A DNS record that only its owner can write: the domain isn't in a hosted zone that mm knows. */
  record?: { name: string; type: 'CNAME'; value: string }
  /** Services that must be deployed again before callers reach them by HTTPS, or only through the distribution. */
  redeploy: string[]
  shared: StackOutcome
  cdn?: StackOutcome
}

export interface EnvironmentRequest {
  app: App
  environment: Environment
  /** Services of the repository that are built here: each gets a repository for its images. */
  services: string[]
  databases: string[]
  /** What the load balancer will know a distribution by, if there's none yet: nobody may guess it. */
  originToken: string
  locate: Locate
}

type EnvironmentWorld = Pick<World, 'account' | 'stacks' | 'cdnStacks' | 'progress' | 'signal'>

/** Creates or updates an environment's stack and those that belong to it: one plan, one question. */
export async function deployEnvironment(
  world: EnvironmentWorld,
  request: EnvironmentRequest,
  approve: Approve,
): Promise<EnvironmentDeployment> {
  const { app, environment, services } = request
  const identity = await world.progress.step('Check the AWS account', () => world.account.identity())
  const existing = await world.stacks.find(environmentStackName(app.name, environment.name))
  const cdnName = cdnStackName(app.name, environment.name)
  if (existing) await refuseTransition(world, { existing, environment, app: app.name, locate: request.locate })
  else await world.account.ensureServiceRoles()
  // Only with a domain can there be one, wanted or left over.
  const distribution = environment.domain ? await world.cdnStacks.find(cdnName) : undefined
  const first = await environmentProposal(world, request, { existing, distribution })
  const shared = await proposeShared(world, app, services)
  const own = await proposeStack(world, first)
  const cdn = hasCdn(environment) ? await proposeCdn(world, { app, environment, parameters: first.parameters }) : undefined

  const changed = [shared, own, ...(cdn ? [cdn] : [])].filter(set => set.changes.length > 0)
  if (changed.length > 0) await approveOrDiscard(world, changed, approve)
  for (const set of changed) await executeStack(set === cdn ? inCdnRegion(world) : world, set)
  if (cdn && !distribution?.outputs['DomainName']) await switchToCdn(world, request, cdnName)
  if (distribution && !hasCdn(environment)) await removeStack(inCdnRegion(world), cdnName)

  const stack = await world.stacks.find(own.stackName)
  await protect(world, stack, environment.production)
  const { outputs = {} } = stack ?? {}
  const { domain } = environment
  // Only of a network that mm made: what the default group of another one is for, mm doesn't know.
  if (outputs['VpcCidr'] !== undefined) await world.account.closeDefaultGroup(outputs['VpcId'] ?? '')
  return {
    environment: environment.name,
    ...outcome(own),
    account: identity.account,
    region: identity.region,
    url: outputs['PublicUrl'] ?? '',
    ...(domain && !usesHostedZone(environment)
      ? { record: { name: domain.name, type: 'CNAME', value: outputs['PublicBalancerDnsName'] ?? '' } }
      : {}),
    redeploy: becomesSecure(own) || (cdn?.kind === 'create' && own.kind === 'update') ? services : [],
    shared: outcome(shared),
    ...(cdn ? { cdn: outcome(cdn) } : {}),
  }
}

/** Once the distribution answers, the domain leads to it, and the load balancer answers nobody else. */
async function switchToCdn(world: EnvironmentWorld, request: EnvironmentRequest, cdnName: string): Promise<void> {
  const existing = await world.stacks.find(environmentStackName(request.app.name, request.environment.name))
  const distribution = await world.cdnStacks.find(cdnName)
  const set = await proposeStack(world, await environmentProposal(world, request, { existing, distribution }))
  if (set.changes.length > 0) await executeStack(world, set)
}

interface Deployed {
  existing: Stack | undefined
  /** The stack of the distribution. */
  distribution: Stack | undefined
}

async function environmentProposal(
  world: EnvironmentWorld,
  { app, environment, databases, originToken, locate }: EnvironmentRequest,
  { existing, distribution }: Deployed,
): Promise<Proposal> {
  if (existing) await refuseMove(existing, environment, locate)
  const chosen = await environmentChoices(world.account, { environment, existing, locate })
  const CdnDomainName = distribution?.outputs['DomainName']
  const throughCdn = hasCdn(environment) && CdnDomainName !== undefined
  return {
    stackName: environmentStackName(app.name, environment.name),
    body: render(environmentTemplate(environment, { databases, throughCdn })),
    parameters: {
      App: app.name,
      Env: environment.name,
      ...chosen,
      ...(hasCdn(environment) ? { OriginToken: existing?.parameters['OriginToken'] ?? originToken } : {}),
      ...(throughCdn ? { CdnDomainName, CdnPrefixList: await world.account.cloudFrontPrefixList() } : {}),
    },
    tags: stackTags({ app: app.name, env: environment.name }, app.tags),
  }
}

const becomesSecure = ({ kind, changes }: ChangeSet) =>
  kind === 'update' && changes.some(({ action, logicalId }) => action === 'create' && logicalId === 'PublicSecureListener')

/** What executing the change set means for the stack. */
export function outcome(set: ChangeSet): StackOutcome {
  return { stack: set.stackName, status: set.changes.length === 0 ? 'unchanged' : set.kind === 'create' ? 'created' : 'updated' }
}
