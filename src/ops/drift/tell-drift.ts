import type { ResourceChange, Stack } from '../ports/cloudformation.js'
import type { DriftedResource, FoundDrift, StackDrift } from '../ports/drift.js'
import { fateOf, fateOfDeleted, isTakenBack } from './fate.js'
import { hiddenIn, hideValues } from './hide-values.js'
import { othersDoing } from './own-doing.js'

/** What a check came to. */
export interface CheckedStack {
  stack: Stack
  /** See scalesBy. */
  scales: boolean
  found: FoundDrift[]
  /** When the check began, epoch ms. */
  checkedAt: number
  checkedNow: boolean
}

/**
 * What a plan says of what was found: nothing that it takes back itself, nothing that mm or AWS do anyway, and no secret. Undefined when nothing is left to say.
 * @param changes of the plan
 */
export function tellDrift(
  { stack, scales, found, checkedAt, checkedNow }: CheckedStack,
  changes: ResourceChange[],
): StackDrift | undefined {
  const about = { stack, scales }
  const hidden = hiddenIn(stack.parameters)

  function told({ logicalId, physicalId, type, status, ...rest }: FoundDrift): DriftedResource[] {
    const change = changes.find(each => each.logicalId === logicalId)
    const resource = { logicalId, ...(physicalId === undefined ? {} : { physicalId }), type }
    if (status === 'DELETED') {
      if (change?.outside?.deleted) return []
      return [{ ...resource, deleted: true, differences: [], fate: fateOfDeleted(change) }]
    }
    const differences = othersDoing({ logicalId, type, status, ...rest }, about)
      .filter(each => !isTakenBack(each, change))
      .map(each => ({ ...hideValues(each, hidden), fate: fateOf(each, change) }))
    return differences.length === 0 ? [] : [{ ...resource, deleted: false, differences }]
  }

  const resources = found.filter(({ status }) => status !== 'UNKNOWN').flatMap(told)
  const unknown = found.filter(({ status }) => status === 'UNKNOWN').length
  if (resources.length + unknown === 0) return undefined
  return { checkedAt: new Date(checkedAt).toISOString(), checkedNow, resources, ...(unknown > 0 ? { unknown } : {}) }
}
