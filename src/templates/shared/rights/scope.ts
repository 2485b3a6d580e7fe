import { allow, ref, sub, type Intrinsic } from '../../cfn.js'

/**
 * How a right is narrowed to the application. `shop-*` is also the beginning of `shop-admin-prod`, an environment of another application: so a
 * name is never all, where AWS looks at tags. Regions stay open in ARNs, since CloudFront's stack is in another region than the rest.
 */

/** Patterns of this account's resources: `ours('sns', '${App}-*')`. */
export const ours = (service: string, ...resources: string[]): Intrinsic[] =>
  resources.map(each => sub(`arn:\${AWS::Partition}:${service}:*:\${AWS::AccountId}:${each}`))

/** Not another application's. What has no tag passes: it's new, or its service doesn't tell IAM about tags. */
const notAnothers = { StringEqualsIfExists: { 'aws:ResourceTag/mm:app': ref('App') } }

/** What CloudFormation names after the stack, or what's new. */
export const named = (sid: string, actions: string[], resources: unknown) => allow(sid, actions, resources, notAnothers)

/** What has an id by which nobody knows whose it is: the tag decides. CloudFormation puts it on at the creation. */
export const tagged = (sid: string, actions: string[], resources: unknown) =>
  allow(sid, actions, resources, { StringEquals: { 'aws:ResourceTag/mm:app': ref('App') } })

/** What takes no resource, or can't be narrowed to one: in the application's region, and CloudFront's. */
export const anywhere = (sid: string, actions: string[]) =>
  allow(sid, actions, '*', { StringEquals: { 'aws:RequestedRegion': [ref('AWS::Region'), 'us-east-1'] } })

/** Names of the environments' resources that IAM can't tell by their tags. `before` ends where the name begins. */
export const inEnvironments = (environments: string[], before: string): Intrinsic[] =>
  environments.map(env => sub(`${before}\${App}-${env}-*`))

/** `ec2:` before each. */
export const of = (service: string, ...actions: string[]): string[] => actions.map(action => `${service}:${action}`)
