import { alarm, mathAlarm } from '../alarm.js'
import { ref, type Resource } from '../cfn.js'
import { fasterVolume, largerInstance } from './larger.js'
import type { MemberOf } from './member-of.js'
import { volumeId } from './names.js'

/**
 * An instance begins without credits, and earns more than these in two quiet hours. Spent, they are billed: instances of these families are
 * unlimited, unless the account says otherwise and they are slowed down.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode.html
 */
export const creditsAlarm = ({ index, database }: MemberOf): Resource =>
  alarm({
    what: `MongoDB member ${index}: no CPU credits for 2 hours, so it's billed for more CPU or slowed down; ${largerInstance(database.instance)}`,
    namespace: 'AWS/EC2',
    metric: 'CPUCreditBalance',
    dimensions: [{ Name: 'AutoScalingGroupName', Value: ref(`Group${index}`) }],
    statistic: 'Average',
    below: 5,
    minutes: 120,
    period: 300,
    missing: 'notBreaching',
  })

/**
 * What the volume does of what it may. `VolumeIOPSExceededCheck` says it outright, but with a dimension for the instance, which comes and goes.
 * https://docs.aws.amazon.com/ebs/latest/userguide/using_cloudwatch_ebs.html
 */
export function volumeLoadAlarm({ index, database: { storage }, chosen: { generation } }: MemberOf): Resource {
  const dimensions = [{ Name: 'VolumeId', Value: ref(volumeId(index, generation)) }]
  const sum = (metric: string) => ({ namespace: 'AWS/EBS', metric, dimensions, statistic: 'Sum' }) as const
  const iops = `(reads + writes) / PERIOD(reads) / ${storage.iops}`
  const throughput = `(read + written) / PERIOD(read) / ${storage.throughput * 2 ** 20}`
  return mathAlarm({
    what: `MongoDB member ${index}: its data volume is at over 90 % of its IOPS or throughput for 15 minutes; ${fasterVolume(storage)}`,
    metrics: {
      reads: sum('VolumeReadOps'),
      writes: sum('VolumeWriteOps'),
      read: sum('VolumeReadBytes'),
      written: sum('VolumeWriteBytes'),
    },
    expression: `100 * MAX([${iops}, ${throughput}])`,
    above: 90,
    minutes: 15,
    period: 300,
    missing: 'notBreaching',
  })
}
