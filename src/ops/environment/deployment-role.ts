import { usageError } from '../../errors.js'
import type { Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'

/**
 * ARN of the role by which CloudFormation makes the environment's stacks; undefined when the shared stack has none that knows it. Then it's done
 * by the rights of whoever runs mm, as it is when an environment is deployed for the first time.
 */
export function roleFor(shared: Stack | undefined, env: string): string | undefined {
  const { CloudFormationRoleArn: arn, Environments: environments = '' } = shared?.outputs ?? {}
  return environments.split(',').includes(env) ? arn : undefined
}

/**
 * Throws RolesInUse (exit 2) while stacks are bound to the role that is to go: CloudFormation uses it for ever after, and without it they can
 * be neither updated nor deleted.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
export async function refuseRoleless(world: Pick<World, 'stacks' | 'cdnStacks'>, app: string, shared: Stack): Promise<void> {
  const role = shared.outputs['CloudFormationRoleArn']
  if (role === undefined) return
  const own = { 'mm:app': app }
  const all = [...(await world.stacks.list(own)), ...(await world.cdnStacks.list(own))]
  const bound = [...new Set(all.filter(({ roleArn }) => roleArn === role).map(({ name }) => name))]
  if (bound.length === 0) return
  throw usageError('RolesInUse', `${bound.join(', ')} can only be changed by the role that is to go`, {
    why: 'mm/app.yml has no deployment_roles any more, and CloudFormation never forgets the role of a stack',
    state: 'nothing was changed',
    fix: ['deployment_roles: true', 'or delete these stacks first'],
  })
}
