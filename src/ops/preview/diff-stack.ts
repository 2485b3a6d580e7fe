import type { Cost } from '../../cost/compare-costs.js'
import { MmError } from '../../errors.js'
import { resourcesIn } from '../../templates/resources-in.js'
import { refuseDataLoss, refuseNewFoundations } from '../stack/data-holders.js'
import type { DriftChecks } from '../drift/checks.js'
import { knownDrift } from '../drift/known-drift.js'
import { tellDrift } from '../drift/tell-drift.js'
import { driftedIn } from '../drift/drifted-in.js'
import { hiddenParameters } from '../stack/hidden-parameters.js'
import { refuseNewer } from '../stack/newer-mm.js'
import type { ChangeSet, Proposal, ResourceChange, Stack, Stacks } from '../ports/cloudformation.js'
import type { StackDrift } from '../ports/drift.js'
import type { World } from '../ports/world.js'
import { knownParameters, openParameters, parametersFile, parametersText, templateFile, type Preview } from './preview.js'
import type { Redeploy } from '../ports/redeploy.js'
import type { ServiceDelta } from '../ports/service-delta.js'
import { proposalCost } from '../stack/proposal-cost.js'
import { readiness } from '../stack/stack-status.js'
import { withoutVersion } from '../stack/template-version.js'
import { unifiedDiff } from './unified-diff.js'

export interface StackDiff {
  stack: string
  /** `create`: nothing of it is deployed. */
  kind: 'create' | 'update'
  /** Template, parameters and tags as a unified diff; empty when they're equal. */
  diff: string
  /** What CloudFormation would do, as far as it can be asked. */
  changes: ResourceChange[]
  /** What that means for the service that runs. */
  about?: ServiceDelta
  /** See ChangeSet. */
  redeploy?: Redeploy
  /** What it costs a month, before and after; absent when it's as deployed, or that can't be told. */
  cost?: Cost
  /** See ChangeSet. */
  drift?: StackDrift
  notes: string[]
}

export interface Diff {
  changed: boolean
  /** See OnlyPlanned. */
  drifted: number
  stacks: StackDiff[]
}

type DiffWorld = Pick<World, 'stacks' | 'cdnStacks' | 'progress' | 'checksDrift'>

/**
 * Between what is deployed and what a deployment would send. Nothing is changed, and no change set is left behind.
 * @param checks of these stacks that go on; absent: what CloudFormation's last ones found is told
 */
export async function diffStacks(world: DiffWorld, previews: Preview[], checks?: DriftChecks): Promise<Diff> {
  const compared: StackDiff[] = []
  // One after the other: never more than one change set is to be taken back.
  for (const preview of previews) compared.push(await diffStack({ ...world, checksDrift: checks !== undefined }, preview))
  const stacks = checks ? await withChecked(compared, checks) : compared
  return {
    changed: stacks.some(({ diff, changes, redeploy }) => diff !== '' || changes.length > 0 || redeploy !== undefined),
    drifted: driftedIn(stacks),
    stacks,
  }
}

async function withChecked(compared: StackDiff[], checks: DriftChecks): Promise<StackDiff[]> {
  const checked = await checks.found()
  return compared.map(each => {
    const own = checked.find(({ stack }) => stack.name === each.stack)
    const drift = own && tellDrift(own, each.changes)
    return drift ? { ...each, drift } : each
  })
}

async function diffStack(world: DiffWorld, preview: Preview): Promise<StackDiff> {
  const { proposal, notes } = preview
  const { stackName } = proposal
  const stacks = preview.cdn ? world.cdnStacks : world.stacks
  const found = await stacks.find(stackName)
  if (!found || readiness(found.status) === 'remains') {
    const changes = resourcesIn(proposal.body).map(each => ({
      ...each,
      action: 'create' as const,
      conditional: false,
      properties: [],
    }))
    return { stack: stackName, kind: 'create', diff: textDiff(proposal), changes, ...costs(await proposalCost(proposal)), notes }
  }
  const template = await stacks.template(stackName)
  const deployed = { stack: found, template }
  const diff = textDiff(proposal, deployed)
  const foreseen = await foresee(world, { preview, stacks, status: found.status, template })
  const cost = diff === '' ? undefined : await proposalCost(proposal, deployed)
  const drift = await knownDrift({ ...world, stacks }, deployed, foreseen.changes)
  return {
    ...{ stack: stackName, kind: 'update', diff, ...foreseen, ...costs(cost) },
    ...(drift ? { drift } : {}),
    notes: [...notes, ...foreseen.notes],
  }
}

const costs = (cost: Cost | undefined) => (cost ? { cost } : {})

function textDiff(proposal: Proposal, deployed?: { stack: Stack; template: string }): string {
  const { stackName, body, tags } = proposal
  const left = [...hiddenParameters, ...openParameters(proposal)]
  const shown = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !left.includes(name)))
  const before = deployed && parametersText(shown(deployed.stack.parameters), deployed.stack.tags)
  return (
    unifiedDiff(templateFile(stackName), deployed && withoutVersion(deployed.template), withoutVersion(body)) +
    unifiedDiff(parametersFile(stackName), before, parametersText(shown(knownParameters(proposal)), tags))
  )
}

interface Asked {
  preview: Preview
  stacks: Stacks
  status: string
  /** That is deployed. */
  template: string
}

type Foreseen = Pick<StackDiff, 'changes' | 'about' | 'redeploy' | 'notes'>

/** What CloudFormation would do: a change set tells, which is made, read and deleted. */
async function foresee({ progress }: DiffWorld, { preview, stacks, status, template }: Asked): Promise<Foreseen> {
  const { proposal, refuse, tell } = preview
  const { stackName } = proposal
  if (readiness(status) !== 'ready') {
    return { changes: [], notes: [`${stackName} is in ${status}: CloudFormation can't be asked what it would do`] }
  }
  const open = openParameters(proposal)
  if (open.length > 0) {
    return { changes: [], notes: [`CloudFormation can't be asked what it would do without a value of ${open.join(', ')}`] }
  }
  const set = await progress.step(`Compare ${stackName} with what is deployed`, async () => {
    const proposed = await stacks.propose(proposal)
    if (proposed.changes.length > 0) await stacks.discard(proposed)
    return proposed
  })
  const { changes, about, redeploy } = (await tell?.(set)) ?? set
  return {
    changes,
    ...(about ? { about } : {}),
    ...(redeploy ? { redeploy } : {}),
    notes: await refusals({ set, proposal, template, refuse }),
  }
}

interface Refusing extends Pick<Asked, 'template'> {
  set: ChangeSet
  proposal: Proposal
  refuse: Preview['refuse']
}

/** What the deployment would say no to. */
async function refusals({ set, proposal, template, refuse }: Refusing): Promise<string[]> {
  const checks = [
    async () => refuseNewer(proposal, template),
    async () => refuseDataLoss(set),
    async () => refuseNewFoundations(set),
    async () => refuse?.(set),
  ]
  const said = await Promise.all(checks.map(check => check().then(() => undefined, refusalOf)))
  return said.flatMap(each => each ?? [])
}

function refusalOf(error: unknown): string {
  if (error instanceof MmError) return `a deployment refuses this: ${error.message}`
  throw error
}
