import type { Cost } from '../../cost/compare-costs.js'
import { changesStack } from './planned.js'
import type { ChangeSet, Proposal, Stack } from '../ports/cloudformation.js'

/**
 * What the stack costs after the proposal, and before; undefined where that can't be told. It's only told, so whatever goes wrong with it stands in
 * the way of no deployment.
 * @param deployed absent at a creation
 */
export async function proposalCost(
  { body, parameters }: Proposal,
  deployed?: { stack: Stack; template: string },
): Promise<Cost | undefined> {
  try {
    const { compareCosts } = await import('../../cost/compare-costs.js')
    const kept = deployed?.stack.parameters ?? {}
    const after = Object.entries(parameters).map(([name, value]) => [name, value ?? kept[name]] as const)
    return compareCosts(deployed && { template: deployed.template, parameters: kept }, {
      template: body,
      parameters: Object.fromEntries(after),
    })
  } catch {
    return undefined
  }
}

/** The change set with its cost, which is worked out while CloudFormation works: one that changes nothing has none. */
export async function withCost(proposing: Promise<ChangeSet>, costing: Promise<Cost | undefined>): Promise<ChangeSet> {
  const [set, cost] = await Promise.all([proposing, costing])
  return cost && changesStack(set) ? { ...set, cost } : set
}
