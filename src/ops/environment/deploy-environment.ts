import { usesHostedZone } from '../../templates/environment/dns.js'
import { inCdnRegion } from './cdn.js'
import { removeStack } from '../stack/delete-stack.js'
import { executeStack } from '../stack/follow-stack.js'
import { discardSets, orDiscard, proposeStack } from '../stack/propose-stack.js'
import { inSight } from '../lost-sight.js'
import { environmentProposals, type EnvironmentProposals, type EnvironmentRequest } from './environment-proposals.js'
import { decide, hasChanges, type Approve, type Planned } from '../stack/planned.js'
import type { Identity } from '../ports/account.js'
import type { ChangeSet, Proposal, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { compareWithLast, type Took } from '../stack/last-times.js'
import { outcome, type StackOutcome } from '../stack/outcome.js'
import { phases, workOf, type Phases } from '../stack/phases.js'
import { protect } from '../stack/protection.js'
import { bucketProposal } from './shared-stack.js'
import { leftToDo, notDeployed } from '../stack/sights.js'

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
  /** Absent when nothing was to be done. */
  took?: Took
  shared: StackOutcome
  cdn?: StackOutcome
}

type EnvironmentWorld = Pick<World, 'account' | 'stacks' | 'cdnStacks' | 'clock' | 'progress' | 'records' | 'signal' | 'reserve'>

/** Creates or updates an environment's stack and those that belong to it: one plan, one question (but see planEnvironment). */
export const deployEnvironment = async (
  world: EnvironmentWorld,
  request: EnvironmentRequest,
  approve: Approve,
): Promise<EnvironmentDeployment> => decide(await planEnvironment(world, request, approve), { approve })

/**
 * Works out what an environment's stacks would become.
 * @param approve asked only when the shared stack is too large to be made at once: about the bucket from which the rest is sent
 */
export const planEnvironment = (
  world: EnvironmentWorld,
  request: EnvironmentRequest,
  approve: Approve,
): Promise<Planned<EnvironmentDeployment>> =>
  inSight(world, notDeployed(request.environment.name), () => workOut(world, request, approve))

async function workOut(
  world: EnvironmentWorld,
  request: EnvironmentRequest,
  approve: Approve,
): Promise<Planned<EnvironmentDeployment>> {
  const identity = await world.progress.step('Check the AWS account', () => world.account.identity())
  const first = await environmentProposals(world, request)
  const bucket = bucketProposal(request.app, first.shared)
  if (bucket) await makeBucket(world, bucket, approve)
  const proposals = bucket ? await environmentProposals(world, request) : first
  const measured = phases(world.clock)
  const proposing = { ...request, phases: measured }
  const shared = await proposeStack(world, proposals.shared, proposing)
  const own = await orDiscard(world, [shared], () => proposeStack(world, proposals.own, proposing))
  const { cdn: wanted } = proposals
  const cdn = wanted && (await orDiscard(world, [shared, own], () => proposeStack(inCdnRegion(world), wanted, proposing)))
  return {
    sets: [shared, own, ...(cdn ? [cdn] : [])],
    async discard() {
      await discardSets(world, [shared, own])
      await discardSets(inCdnRegion(world), cdn ? [cdn] : [])
    },
    apply: () =>
      applyEnvironment(world, request, {
        identity,
        proposals,
        shared,
        own,
        cdn,
        madeBucket: bucket !== undefined,
        phases: measured,
      }),
  }
}

interface Prepared {
  identity: Identity
  proposals: EnvironmentProposals
  shared: ChangeSet
  own: ChangeSet
  cdn: ChangeSet | undefined
  madeBucket: boolean
  phases: Phases
}

async function applyEnvironment(
  world: EnvironmentWorld,
  request: EnvironmentRequest,
  prepared: Prepared,
): Promise<EnvironmentDeployment> {
  const { environment, services, root } = request
  const { identity, shared, own, cdn, madeBucket, phases: measured } = prepared
  const { outputs = {} } = (await measured.time(workOf(own), () => carryOut(world, request, prepared))) ?? {}
  const changed = [shared, own, cdn].some(set => set && hasChanges(set))
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
    redeploy: becomesSecure(own) || (cdn?.kind === 'create' && own.kind === 'update') ? services : [],
    shared: { ...outcome(shared), ...(madeBucket ? { status: 'created' } : {}) },
    ...(cdn ? { cdn: outcome(cdn) } : {}),
    ...(changed ? { took: compareWithLast(world.records, { root, env: environment.name, phases: measured.past }) } : {}),
  }
}

/** Resolves to the environment's stack. */
async function carryOut(
  world: EnvironmentWorld,
  request: EnvironmentRequest,
  { proposals, shared, own, cdn }: Prepared,
): Promise<Stack | undefined> {
  const { app, environment } = request
  let sight = notDeployed(environment.name)
  const execute = async (set: ChangeSet | undefined, where: EnvironmentWorld) => {
    if (!set || !hasChanges(set)) return
    await executeStack(where, set)
    sight = leftToDo(set)
  }
  return inSight(
    world,
    () => sight,
    async () => {
      // Before the first stack of an account.
      if (own.kind === 'create') await world.account.ensureServiceRoles()
      await execute(shared, world)
      await execute(own, world)
      await execute(cdn, inCdnRegion(world))
      if (proposals.switches) await switchToCdn(world, request)
      if (proposals.leaves !== undefined) await removeStack(inCdnRegion(world), proposals.leaves, proposals.roleArn)

      // Every other stack needs the role that it holds.
      if (app.deploymentRoles) await protect(world, await world.stacks.find(shared.stackName), true)
      const stack = await world.stacks.find(own.stackName)
      await protect(world, stack, environment.production)
      const { outputs = {} } = stack ?? {}
      // Only of a network that mm made: what the default group of another one is for, mm doesn't know.
      if (outputs['VpcCidr'] !== undefined) await world.account.closeDefaultGroup(outputs['VpcId'] ?? '')
      return stack
    },
  )
}

async function makeBucket(world: EnvironmentWorld, proposal: Proposal, approve: Approve): Promise<void> {
  world.progress.info(`${proposal.stackName} is too large to be made at once: first its bucket, from which the rest is sent`)
  const set = await proposeStack(world, proposal)
  await decide({ sets: [set], discard: () => discardSets(world, [set]), apply: () => executeStack(world, set) }, { approve })
}

/** Once the distribution answers, the domain leads to it, and the load balancer answers nobody else. */
async function switchToCdn(world: EnvironmentWorld, request: EnvironmentRequest): Promise<void> {
  const { own } = await environmentProposals(world, request)
  const set = await proposeStack(world, own)
  if (hasChanges(set)) await executeStack(world, set)
}

const becomesSecure = ({ kind, changes }: ChangeSet) =>
  kind === 'update' && changes.some(({ action, logicalId }) => action === 'create' && logicalId === 'PublicSecureListener')
