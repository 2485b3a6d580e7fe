import { MmError } from '../../errors.js'
import type { ChangeSet, Stack } from '../ports/cloudformation.js'
import type { Services } from '../ports/running.js'

interface Guarded {
  services: Pick<Services, 'targets'>
}

/**
 * ECS keeps the weights of the rule by which it shifts traffic. CloudFormation leaves them alone until something else about the rule changes, and
 * then writes those of the template: everything to the first target group, which is empty after every other deployment. Throws
 * TrafficElsewhere when that's how things are.
 */
export async function refuseTrafficReset(world: Guarded, set: ChangeSet, before: Stack | undefined): Promise<void> {
  const alternate = before?.outputs['AlternateTargetGroupArn']
  const rule = set.changes.find(
    ({ type, action }) => type === 'AWS::ElasticLoadBalancingV2::ListenerRule' && action !== 'delete' && action !== 'sync',
  )
  if (alternate === undefined || !rule) return
  const targets = await world.services.targets(alternate)
  if (!targets.some(({ state }) => state === 'healthy')) return
  throw new MmError('TrafficElsewhere', `this change of ${rule.logicalId} would take the requests away from the running tasks`, {
    why: `the tasks are in the second target group of ${set.stackName}, and CloudFormation would set the rule to the first`,
    state: 'nothing was changed',
    fix: set.revertsDrift
      ? ['deploy a new image without --revert-drift: each deployment swaps the two groups', 'then the same command again']
      : [
          'take the change of the rule back (http, image.port, deployment.strategy, the domain) and deploy a new image: each deployment swaps the two groups',
          'then deploy the change',
        ],
  })
}
