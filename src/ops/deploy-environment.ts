import { usesHostedZone } from '../templates/environment/dns.js'
import { inCdnRegion } from './cdn.js'
import { removeStack } from './delete-stack.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { environmentProposals, type EnvironmentRequest } from './environment-proposals.js'
import type { ChangeSet, Proposal } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { protect } from './protection.js'
import { bucketProposal } from './shared-stack.js'

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

type EnvironmentWorld = Pick<World, 'account' | 'stacks' | 'cdnStacks' | 'progress' | 'signal' | 'reserve'>

/**
 * Creates or updates an environment's stack and those that belong to it: one plan, one question. Only when the shared stack is too large to be made
 * at once there is another before it, about the bucket from which the rest is sent.
 */
export async function deployEnvironment(
  world: EnvironmentWorld,
  request: EnvironmentRequest,
  approve: Approve,
): Promise<EnvironmentDeployment> {
  const { environment, services } = request
  const identity = await world.progress.step('Check the AWS account', () => world.account.identity())
  const first = await environmentProposals(world, request)
  const bucket = bucketProposal(request.app, first.shared)
  if (bucket) await makeBucket(world, bucket, approve)
  const proposals = bucket ? await environmentProposals(world, request) : first
  const shared = await proposeStack(world, proposals.shared)
  const own = await proposeStack(world, proposals.own)
  const cdn = proposals.cdn && (await proposeStack(inCdnRegion(world), proposals.cdn))

  const changed = [shared, own, ...(cdn ? [cdn] : [])].filter(set => set.changes.length > 0)
  if (changed.length > 0) await approveOrDiscard(world, changed, approve)
  // Before the first stack of an account.
  if (own.kind === 'create') await world.account.ensureServiceRoles()
  for (const set of changed) await executeStack(set === cdn ? inCdnRegion(world) : world, set)
  if (proposals.switches) await switchToCdn(world, request)
  if (proposals.leaves !== undefined) await removeStack(inCdnRegion(world), proposals.leaves, proposals.roleArn)

  // Every other stack needs the role that it holds.
  if (request.app.deploymentRoles) await protect(world, await world.stacks.find(shared.stackName), true)
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
    shared: { ...outcome(shared), ...(bucket ? { status: 'created' } : {}) },
    ...(cdn ? { cdn: outcome(cdn) } : {}),
  }
}

async function makeBucket(world: EnvironmentWorld, proposal: Proposal, approve: Approve): Promise<void> {
  world.progress.info(`${proposal.stackName} is too large to be made at once: first its bucket, from which the rest is sent`)
  const set = await proposeStack(world, proposal)
  await approveOrDiscard(world, [set], approve)
  await executeStack(world, set)
}

/** Once the distribution answers, the domain leads to it, and the load balancer answers nobody else. */
async function switchToCdn(world: EnvironmentWorld, request: EnvironmentRequest): Promise<void> {
  const { own } = await environmentProposals(world, request)
  const set = await proposeStack(world, own)
  if (set.changes.length > 0) await executeStack(world, set)
}

const becomesSecure = ({ kind, changes }: ChangeSet) =>
  kind === 'update' && changes.some(({ action, logicalId }) => action === 'create' && logicalId === 'PublicSecureListener')

/** What executing the change set means for the stack. */
export function outcome(set: ChangeSet): StackOutcome {
  return { stack: set.stackName, status: set.changes.length === 0 ? 'unchanged' : set.kind === 'create' ? 'created' : 'updated' }
}
