import type { Allowed } from './propose-stack.js'
import { losingRules } from '../drift/attached-rules.js'
import { hiddenIn, hidingOutside } from '../drift/hide-values.js'
import { fingerprint } from './fingerprint.js'
import { refuseNewer } from './newer-mm.js'
import type { ChangeSet, Proposal, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { proposalCost, withCost } from './proposal-cost.js'
import { sameAsDeployed } from './same-as-deployed.js'

/** What an update would do, and with what it was compared. */
export interface Compared {
  set: ChangeSet
  /** What was sent for it. */
  sent: Proposal
  deployed: Stack
  /** That is deployed. */
  template: string
}

/**
 * Has CloudFormation compare what would be sent with a stack that can be updated; it isn't asked about a stack that is that already, unless what was changed outside is to be taken
 * back. Throws NewerMm (exit 2). Only an update has a fingerprint: a creation chooses what only chance or the day decides.
 */
export async function compareStack(
  world: Pick<World, 'stacks' | 'reserve'>,
  proposal: Proposal,
  { deployed, allowDowngrade, revertDrift }: Allowed & Pick<Compared, 'deployed'>,
): Promise<Compared> {
  const template = await world.stacks.template(deployed.name)
  if (!allowDowngrade) refuseNewer(proposal, template)
  const { set, sent } = revertDrift ? await reverting(world, proposal) : await updating(world, proposal, { deployed, template })
  const hidden = [...hiddenIn(deployed.parameters), ...hiddenIn(sent.parameters)]
  return { set: { ...hidingOutside(set, hidden), fingerprint: fingerprint(sent) }, sent, deployed, template }
}

type Asked = Pick<Compared, 'set' | 'sent'>

async function updating(
  { stacks }: Pick<World, 'stacks'>,
  proposal: Proposal,
  { deployed, template }: Pick<Compared, 'deployed' | 'template'>,
): Promise<Asked> {
  const { name, id } = deployed
  const set: ChangeSet = sameAsDeployed(proposal, deployed, template)
    ? { stackName: name, stackId: id, id: '', kind: 'update', changes: [] }
    : await withCost(stacks.propose(proposal, true), proposalCost(proposal, { stack: deployed, template }))
  return { set, sent: proposal }
}

/** An ordinary update where taking back what was changed outside would also take away what other stacks need. */
async function reverting(world: Pick<World, 'stacks' | 'reserve'>, proposal: Proposal): Promise<Asked> {
  const { stacks } = world
  const sent = { ...proposal, revertDrift: true }
  const set = await stacks.propose(sent, true)
  const keepsDriftOf = losingRules(set)
  if (keepsDriftOf.length === 0) return { set: { ...set, revertsDrift: true }, sent }
  await stacks.discard(set)
  // With the change set its lock was given back.
  await world.reserve?.(proposal.stackName, proposal.bucket)
  return { set: { ...(await stacks.propose(proposal, true)), keepsDriftOf }, sent: proposal }
}
