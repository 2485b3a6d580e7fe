import { alarm } from '../alarm.js'
import { accepting, ref, type Resource } from '../cfn.js'
import { isBurstable, largerInstance, largerVolume } from './larger.js'
import { creditsAlarm, volumeLoadAlarm } from './load-alarms.js'
import type { MemberOf } from './member-of.js'
import { namespace } from './names.js'

/**
 * A member that says nothing is a member that's gone: silence breaches, wherever the silence of one alarm isn't already another's. The alarms of
 * a member that is stopped on purpose change their state and call nobody.
 */
export function alarms(one: MemberOf): Record<string, Resource> {
  const { index, chosen } = one
  const runs = index < chosen.running
  const quiet = runs ? {} : { ActionsEnabled: false }
  const accepted = accepting(runs ? {} : { 'CT.CLOUDWATCH.PR.4': 'its member is stopped on purpose, while another is restored' })
  return Object.fromEntries(
    Object.entries({ ...ofInstance(one), ...onceItIsUp(ofMongod(one), index) }).map(([what, each]) => [
      `${what}Alarm${index}`,
      { ...each, ...accepted, Properties: { ...each.Properties, ...quiet } },
    ]),
  )
}

/** Before the member has come up for the first time its silence means nothing. */
const onceItIsUp = (alarms: Record<string, Resource>, index: number): Record<string, Resource> =>
  Object.fromEntries(Object.entries(alarms).map(([what, each]) => [what, { ...each, DependsOn: `Group${index}` }]))

/** What EC2, EBS and Auto Scaling publish. Alarms on load say what answers it, in the words of the manifest. */
function ofInstance(one: MemberOf): Record<string, Resource> {
  const { index, database } = one
  const dimensions = [{ Name: 'AutoScalingGroupName', Value: ref(`Group${index}`) }]
  return {
    Instance: alarm({
      what: `MongoDB member ${index} has no instance in service`,
      namespace: 'AWS/AutoScaling',
      metric: 'GroupInServiceInstances',
      dimensions,
      statistic: 'Minimum',
      below: 1,
      minutes: 5,
      missing: 'breaching',
    }),
    Cpu: alarm({
      what: `MongoDB member ${index}: CPU above 80 % for 15 minutes; ${largerInstance(database.instance)}`,
      namespace: 'AWS/EC2',
      metric: 'CPUUtilization',
      dimensions,
      statistic: 'Average',
      above: 80,
      minutes: 15,
      missing: 'breaching',
    }),
    ...(isBurstable(database.instance) ? { Credits: creditsAlarm(one) } : {}),
    VolumeLoad: volumeLoadAlarm(one),
  }
}

/** What the member publishes itself, by its pulse: each minute, the age of its backup each hour. */
function ofMongod({ database: { members, instance, storage, alarms }, index }: MemberOf): Record<string, Resource> {
  const name = `MongoDB member ${index}`
  const { diskUsed, replicationLag, backupAge } = alarms
  const dimensions = [{ Name: 'Member', Value: String(index) }]
  const pulse = { namespace, dimensions, statistic: 'Maximum' } as const
  const five = { ...pulse, minutes: 5, missing: 'breaching' } as const
  // Its silence is the first two's.
  const covered = { ...pulse, minutes: 15, missing: 'notBreaching' } as const
  return {
    Down: alarm({ ...five, what: `${name} does not answer`, metric: 'mongod_up', below: 1 }),
    Disk: alarm({
      ...five,
      what: `${name}: data volume over ${diskUsed} % full; ${largerVolume(storage)}`,
      metric: 'disk_used_percent',
      above: diskUsed,
    }),
    Memory: alarm({
      ...covered,
      what: `${name}: memory over 90 % used for 15 minutes; ${largerInstance(instance)}`,
      metric: 'mem_used_percent',
      above: 90,
    }),
    State: alarm({
      ...covered,
      what: `${name} is neither primary nor secondary of a primary`,
      metric: 'member_state_ok',
      below: 1,
    }),
    BackupAge: alarm({
      ...pulse,
      what: `${name}: no snapshot of its volume for ${backupAge} hours`,
      metric: 'backup_age_hours',
      above: backupAge,
      period: 3600,
      minutes: 120,
      missing: 'breaching',
    }),
    ...(members > 1
      ? {
          Lag: alarm({
            ...covered,
            what: `${name} is more than ${replicationLag} s behind the primary`,
            metric: 'replication_lag_seconds',
            above: replicationLag,
            minutes: 5,
          }),
          // A new set's oplog begins with nothing: it must be shorter than this for longer than it takes to grow to it.
          Oplog: alarm({
            ...covered,
            what: `${name}: the oplog holds less than 6 hours, and a member that is away for longer must copy everything anew`,
            metric: 'oplog_window_hours',
            below: 6,
            minutes: 390,
          }),
        }
      : {}),
  }
}
