import type { Groups, Instance } from '../ops/ports/running.js'
import { once, type AwsContext } from './context.js'
import { asked } from './errors.js'

/** Auto Scaling groups and their instances. */
export function groups(context: AwsContext): Groups {
  const options = { abortSignal: context.signal }
  const autoScaling = once(async () => (await import('./clients/auto-scaling.js')).autoScalingClient(context.config))
  const ec2 = once(async () => (await import('./clients/ec2.js')).ec2Client(context.config))

  return {
    async instances(groupName) {
      const { AutoScalingGroups: [group] = [] } = await asked(
        'autoscaling:DescribeAutoScalingGroups',
        (await autoScaling()).describeAutoScalingGroups({ AutoScalingGroupNames: [groupName] }, options),
      )
      const members = group?.Instances ?? []
      const ids = members.flatMap(member => member.InstanceId ?? [])
      if (ids.length === 0) return []
      // A filter and not a list of ids: an instance that EC2 has forgotten already would make it refuse the whole question.
      const { Reservations = [] } = await asked(
        'ec2:DescribeInstances',
        (await ec2()).describeInstances({ Filters: [{ Name: 'instance-id', Values: ids }] }, options),
      )
      const known = new Map(
        Reservations.flatMap(reservation => reservation.Instances ?? []).map(instance => [instance.InstanceId, instance]),
      )
      return members.map(member => {
        const instance = known.get(member.InstanceId)
        return {
          id: member.InstanceId ?? '',
          state: instance?.State?.Name ?? 'unknown',
          lifecycle: member.LifecycleState ?? '',
          healthy: member.HealthStatus?.toLowerCase() === 'healthy',
          ...(instance?.LaunchTime ? { launchedAt: instance.LaunchTime.getTime() } : {}),
        } satisfies Instance
      })
    },
  }
}
