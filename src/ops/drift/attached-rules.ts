import type { ChangeSet, ResourceChange } from '../ports/cloudformation.js'
import type { Difference } from '../ports/drift.js'
import { isRules, namesGroup, propertyOf, refersToGroup } from './own-doing.js'

/**
 * Logical ids of security groups from which taking back what was changed outside would take rules that other stacks have added: to CloudFormation those are changes like any other,
 * and without them no load balancer reaches a service. Where it can't be told, a group counts.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html (cross-stack attachments)
 */
export const losingRules = ({ changes }: Pick<ChangeSet, 'changes'>): string[] =>
  changes.filter(losesRules).map(({ logicalId }) => logicalId)

function losesRules({ type, action, outside, properties }: ResourceChange): boolean {
  if (type !== 'AWS::EC2::SecurityGroup' || action !== 'update' || !outside || !properties.some(isRules)) return false
  const rules = outside.differences.filter(each => isRules(propertyOf(each)))
  return rules.length === 0 || rules.some(each => refersToGroup(each) || isUntold(each) || isWholeList(each))
}

const isUntold = ({ expected, actual }: Difference) => expected === undefined && actual === undefined
const isWholeList = ({ path, actual = '' }: Difference) => isRules(path) && namesGroup(actual)
