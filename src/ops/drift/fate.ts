import type { ResourceChange } from '../ports/cloudformation.js'
import type { Difference, Fate } from '../ports/drift.js'
import { propertyOf } from './own-doing.js'

/**
 * What a plan makes of a resource that was deleted outside.
 * @param change of this resource; undefined when the plan leaves it alone
 */
export function fateOfDeleted(change: ResourceChange | undefined): Fate {
  if (!change) return 'stays'
  return change.action === 'update' || change.action === 'sync' ? 'fails' : 'goes'
}

/** What it makes of a property that was changed. An update of one property sends the whole of many a resource. */
export function fateOf(difference: Pick<Difference, 'path'>, change: ResourceChange | undefined): Fate {
  if (!change || change.action === 'sync') return 'stays'
  if (change.action === 'delete' || change.action === 'replace') return 'goes'
  return change.properties.includes(propertyOf(difference)) ? 'overwritten' : 'perhaps overwritten'
}

/** Whether a change of the resource takes it back. CloudFormation tells some things as a whole in one place, and in parts in the other. */
export const isTakenBack = ({ path }: Pick<Difference, 'path'>, change: ResourceChange | undefined): boolean =>
  change?.outside?.differences.some(each => isWithin(each.path, path) || isWithin(path, each.path)) ?? false

const isWithin = (path: string, whole: string) => path === whole || path.startsWith(`${whole}/`)
