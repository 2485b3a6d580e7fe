import type { Database } from '../../manifest/database.js'
import { alarm } from '../alarm.js'
import { ref, type Resource } from '../cfn.js'
import { namespace } from './names.js'

/** No data is a breach everywhere: a member that says nothing is a member that's gone. */
export function alarms({ alarms: { diskUsed } }: Database): Record<string, Resource> {
  const ofGroup = [{ Name: 'AutoScalingGroupName', Value: ref('Group0') }]
  const ofMember = [{ Name: 'Member', Value: '0' }]
  return {
    DownAlarm0: alarm({
      what: 'MongoDB member 0 does not answer',
      namespace,
      metric: 'mongod_up',
      dimensions: ofMember,
      statistic: 'Maximum',
      below: 1,
      minutes: 5,
      missing: 'breaching',
    }),
    DiskAlarm0: alarm({
      what: `MongoDB member 0: data volume over ${diskUsed} % full`,
      namespace,
      metric: 'disk_used_percent',
      dimensions: ofMember,
      statistic: 'Maximum',
      above: diskUsed,
      minutes: 5,
      missing: 'breaching',
    }),
    InstanceAlarm0: alarm({
      what: 'MongoDB member 0 has no instance in service',
      namespace: 'AWS/AutoScaling',
      metric: 'GroupInServiceInstances',
      dimensions: ofGroup,
      statistic: 'Minimum',
      below: 1,
      minutes: 5,
      missing: 'breaching',
    }),
    CpuAlarm0: alarm({
      what: 'MongoDB member 0: CPU above 80 % for 15 minutes',
      namespace: 'AWS/EC2',
      metric: 'CPUUtilization',
      dimensions: ofGroup,
      statistic: 'Average',
      above: 80,
      minutes: 15,
      missing: 'breaching',
    }),
  }
}
