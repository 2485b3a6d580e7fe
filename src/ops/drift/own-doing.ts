import type { Stack } from '../ports/cloudformation.js'
import type { Difference, FoundDrift } from '../ports/drift.js'

/** Whether a stack's service has its number of tasks from Application Auto Scaling, by its template. */
export const scalesBy = (template: string): boolean => template.includes('AWS::ApplicationAutoScaling::ScalableTarget')

export interface About {
  /** In which it was found. */
  stack: Pick<Stack, 'outputs'>
  /** See scalesBy. */
  scales: boolean
}

/**
 * The differences without those that mm and AWS make themselves, or that mm tells in another way: a service's revision (ops/redeploy), the tasks of one that scales, the weights of
 * a rule by which ECS shifts traffic, rules that the stacks of services add to a group of their environment, and tags that somebody's automation adds, which CloudFormation
 * leaves alone in any case.
 */
export function othersDoing({ type, differences }: FoundDrift, about: About): Difference[] {
  const added = type === 'AWS::EC2::SecurityGroup' ? differences.filter(refersToGroup).map(ruleOf) : []
  return differences.filter(each => !added.includes(ruleOf(each)) && !isOwn(type, each, about))
}

function isOwn(type: string, { path, expected }: Difference, { stack, scales }: About): boolean {
  const [property = '', ...below] = path.split('/')
  if (type === 'AWS::ECS::Service' && (property === 'TaskDefinition' || (property === 'DesiredCount' && scales))) return true
  if (type === 'AWS::ElasticLoadBalancingV2::ListenerRule' && property === 'Actions')
    return stack.outputs['AlternateTargetGroupArn'] !== undefined
  return property === 'Tags' && below.length === 1 && expected === undefined
}

/** A security group's own rules, as properties. */
export const isRules = (property: string): boolean => property === 'SecurityGroupEgress' || property === 'SecurityGroupIngress'

/** Whether it's a rule for another group, which isn't in the template: such rules stacks add to each other's groups. */
export const refersToGroup = ({ path, expected, actual = '' }: Difference): boolean =>
  isRules(propertyOf({ path })) && expected === undefined && (/SecurityGroupId$/.test(path) || namesGroup(actual))

/** Whether rules, as JSON, name another group. */
export const namesGroup = (rules: string): boolean => /"(Destination|Source)SecurityGroupId"/.test(rules)

/** Name of the property, and which one of its list: `SecurityGroupEgress/1`. */
const ruleOf = ({ path }: Pick<Difference, 'path'>) => path.split('/').slice(0, 2).join('/')

/** Name of the property that a difference is of, or in. */
export const propertyOf = ({ path }: Pick<Difference, 'path'>): string => path.split('/')[0] ?? ''
