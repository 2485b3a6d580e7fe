import { describe, expect, test } from '@jest/globals'
import type { MongoDb } from '../../../src/manifest/database.js'
import type { Resource, Template } from '../../../src/templates/cfn.js'
import { databaseTemplate } from '../../../src/templates/database/database-template.js'
import { bootScript } from '../../../src/templates/generated/boot-script.js'
import { newestBoot } from '../../../src/templates/database/user-data.js'
import { database } from '../../support/values.js'
import { rawUserDataOf, userDataOf } from './user-data-of.js'

const one = databaseTemplate(database())
const three = databaseTemplate(database({ members: 3 }))
const restored = databaseTemplate(database({ members: 3 }), { generation: 2, snapshot: 'snap-1', running: 1 })

const properties = ({ Resources }: Template, id: string) => Resources[id]?.Properties as Record<string, unknown>
const ids = ({ Resources }: Template, type: string) => Object.keys(Resources).filter(id => Resources[id]?.Type === type)
const variables = (template: Template, member: number) =>
  Object.fromEntries(
    [...userDataOf(template, member).matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  )

describe('from one member to three', () => {
  test('everything stays, and what changes is what names the members', () => {
    const kept = Object.keys(one.Resources).filter(id => id in three.Resources)
    expect(kept).toEqual(Object.keys(one.Resources))
    // What is accepted of a single member isn't of three; that's Metadata, which changes nothing.
    const text = ({ Metadata: _, ...rest }: Resource) => JSON.stringify(rest)
    const changed = kept.filter(id => text(one.Resources[id]!) !== text(three.Resources[id]!))
    expect(changed).toEqual(['UriSecret', 'LaunchTemplate0', 'BackupRole', 'SnapshotFailedRule'])
  })

  test('of what member 0 starts with only the list of members and the oplog change', () => {
    const [before, after] = [variables(one, 0), variables(three, 0)]
    expect(Object.keys(after).filter(name => before[name] !== after[name])).toEqual(['MEMBERS', 'SEEDS', 'OPLOG_HOURS'])
    expect(after).toMatchObject({ MEMBERS: '3', OPLOG_HOURS: '24' })
    expect(before).toMatchObject({ MEMBERS: '1', OPLOG_HOURS: '' })
  })

  test('no generated secret changes: a changed rule would make a new value', () => {
    for (const id of ['AdminSecret', 'AppSecret', 'MonitorSecret', 'KeyfileSecret'])
      expect(three.Resources[id]).toEqual(one.Resources[id])
  })

  test('the connection string names all members and retries writes', () => {
    const { SecretString } = properties(three, 'UriSecret') as { SecretString: { 'Fn::Sub': [string] } }
    expect(SecretString['Fn::Sub'][0]).toBe(
      'mongodb://app:{{resolve:secretsmanager:${AppSecret}:SecretString:password}}@db-0.${Db}.${PrivateZoneName}:27017,db-1.${Db}.${PrivateZoneName}:27017,db-2.${Db}.${PrivateZoneName}:27017/app?replicaSet=${ReplicaSet}&authSource=admin&w=majority&retryWrites=true',
    )
  })
})

describe('volumes', () => {
  const policies = (template: Template) =>
    Object.fromEntries(ids(template, 'AWS::EC2::Volume').map(id => [id, template.Resources[id]?.DeletionPolicy]))

  test('that a stack is made with go with a creation that fails: nobody has written to them', () => {
    const goes = 'RetainExceptOnCreate'
    expect(policies(three)).toEqual({ Volume0G1: goes, Volume1G1: goes, Volume2G1: goes })
  })
  test('of members that came later stay: a majority with them may have acknowledged a write that the first never saw', () => {
    const grown = databaseTemplate(database({ members: 3 }), { first: 1 })
    expect(policies(grown)).toEqual({ Volume0G1: 'RetainExceptOnCreate', Volume1G1: 'Retain', Volume2G1: 'Retain' })
    expect(grown.Outputs['FirstMembers']).toEqual({ Value: '1' })
  })
  test('of a restore stay', () => {
    expect(new Set(Object.values(policies(restored)))).toEqual(new Set(['Retain']))
    expect(policies(databaseTemplate(database(), { snapshot: 'snap-1' }))).toEqual({ Volume0G1: 'Retain' })
  })
})

describe('the members', () => {
  test('are made and changed one after the other', () => {
    const after = ids(three, 'AWS::AutoScaling::AutoScalingGroup').map(id => [id, three.Resources[id]?.DependsOn])
    expect(after).toEqual([
      ['Group0', ['Record0', 'Role']],
      ['Group1', ['Record1', 'Role1', 'Group0']],
      ['Group2', ['Record2', 'Role2', 'Group1']],
    ])
  })

  test('each has its own place, volume, address and name', () => {
    const { SEEDS } = variables(three, 0)
    expect(SEEDS?.split(',')).toHaveLength(3)
    for (const index of [0, 1, 2]) {
      expect(properties(three, `Volume${index}G1`)['AvailabilityZone']).toEqual({ Ref: `Zone${index}` })
      expect(properties(three, `Group${index}`)['VPCZoneIdentifier']).toEqual([{ Ref: `Subnet${index}` }])
      expect(properties(three, `Record${index}`)['Name']).toEqual({ 'Fn::Sub': `db-${index}.\${Db}.\${PrivateZoneName}.` })
    }
    expect(variables(three, 1)).toMatchObject({
      INDEX: '1',
      ASG: 'Group1',
      VOL: 'vol-1123456789abcdef0',
      ENI: 'eni-1123456789abcdef0',
      ENI_IP: '10.100.164.201',
      SELF: SEEDS?.split(',')[1]?.replace(':27017', ''),
      SEEDS,
    })
  })

  test('get the same script, which the template holds once', () => {
    const { Body } = newestBoot
    for (const [template, member] of [
      [one, 0],
      [three, 0],
      [three, 1],
    ] as const) {
      const text = rawUserDataOf(template, member)
      expect(text.startsWith("#!/bin/bash\ncat >/etc/mm-db.env <<'MM_ENV'\nREGION=")).toBe(true)
      expect(text.slice(text.indexOf('\nMM_ENV\n') + 1)).toBe(Body)
    }
    expect(JSON.stringify(three).split(JSON.stringify(Body))).toHaveLength(2)
  })

  test('have the one program that the document runs, and it takes no parameters', () => {
    const { Content } = properties(three, 'MemberDocument') as { Content: { mainSteps: { inputs: { runCommand: string[] } }[] } }
    const program = '/usr/local/sbin/mm-db-member'
    expect(Content.mainSteps.map(({ inputs }) => inputs.runCommand)).toEqual([[program]])
    expect(Content).not.toHaveProperty('parameters')
    expect(bootScript).toContain(`cat >${program} <<`)
  })

  test('are found by the outputs', () => {
    const three = databaseTemplate(database({ members: 3 })).Outputs
    expect(three).toMatchObject({
      Host: { Value: { 'Fn::Sub': 'db-0.${Db}.${PrivateZoneName}' } },
      VolumeIds: { Value: { 'Fn::Join': [',', [{ Ref: 'Volume0G1' }, { Ref: 'Volume1G1' }, { Ref: 'Volume2G1' }]] } },
      GroupNames: { Value: { 'Fn::Join': [',', [{ Ref: 'Group0' }, { Ref: 'Group1' }, { Ref: 'Group2' }]] } },
      Members: { Value: '3' },
      Generation: { Value: '1' },
    })
    expect(three).not.toHaveProperty('SnapshotId')
  })
})

describe('while a restore waits for its first member', () => {
  test('only the first volume is made from the snapshot, and filled at once; all are of the next generation', () => {
    expect(ids(restored, 'AWS::EC2::Volume')).toEqual(['Volume0G2', 'Volume1G2', 'Volume2G2'])
    expect(properties(restored, 'Volume0G2')).toMatchObject({
      SnapshotId: 'snap-1',
      VolumeInitializationRate: 300,
      Encrypted: true,
    })
    for (const id of ['Volume1G2', 'Volume2G2']) expect(properties(restored, id)).not.toHaveProperty('SnapshotId')
    expect(variables(restored, 0)).toMatchObject({ GENERATION: '2', SNAPSHOT: 'snap-1', VOL: 'vol-0123456789abcdef2' })
    expect(variables(restored, 1)).toMatchObject({ GENERATION: '2', SNAPSHOT: '' })
    expect(restored.Outputs).toMatchObject({ Generation: { Value: '2' }, SnapshotId: { Value: 'snap-1' } })
  })

  test('the others are stopped, wait for no signal, and call nobody', () => {
    const sizes = ['Group0', 'Group1', 'Group2'].map(id => {
      const { MinSize, MaxSize, DesiredCapacity } = properties(restored, id)
      return [MinSize, MaxSize, DesiredCapacity, restored.Resources[id]?.CreationPolicy !== undefined]
    })
    expect(sizes).toEqual([['1', '1', '1', true], ...Array<unknown[]>(2).fill(['0', '0', '0', false])])
    const quiet = ids(restored, 'AWS::CloudWatch::Alarm').filter(id => properties(restored, id)['ActionsEnabled'] === false)
    expect(quiet).toHaveLength(22)
    expect(quiet.filter(id => id.endsWith('0'))).toEqual([])
  })

  test('roles, backups and their alarm are for the new generation only', () => {
    const text = JSON.stringify([
      ...['Role', 'Role1', 'BackupRole', 'BackupPolicy', 'SnapshotFailedRule'].map(id => restored.Resources[id]),
    ])
    expect(text).toContain('${Unique}-g2')
    expect(text).not.toMatch(/G1|-g1/)
  })
})

describe('alarms on load', () => {
  const described = (template: Template) =>
    Object.fromEntries(
      ids(template, 'AWS::CloudWatch::Alarm').map(id => [id, String(properties(template, id)['AlarmDescription'])]),
    )

  test('say what answers it, in the words of the manifest', () => {
    const { CpuAlarm0, MemoryAlarm0, DiskAlarm0, VolumeLoadAlarm0 } = described(one)
    expect([CpuAlarm0, MemoryAlarm0]).toEqual([
      'MongoDB member 0: CPU above 80 % for 15 minutes; instance: t4g.medium is the next size',
      'MongoDB member 0: memory over 90 % used for 15 minutes; instance: t4g.medium is the next size',
    ])
    expect(DiskAlarm0).toBe('MongoDB member 0: data volume over 80 % full; storage: {size: 24} is the next step')
    expect(VolumeLoadAlarm0).toMatch(
      /IOPS or throughput for 15 minutes; storage: \{iops: 6000, throughput: 250\} is the next step$/,
    )
  })

  test('know what the volume may do at most, and which volume that is', () => {
    const stack = databaseTemplate(database({ storage: { size: 100, iops: 6000, throughput: 500 } }), { generation: 2 })
    const { Metrics } = properties(stack, 'VolumeLoadAlarm0') as {
      Metrics: { Expression?: string; MetricStat?: { Metric: { Dimensions: object[] } } }[]
    }
    expect(Metrics.at(-1)?.Expression).toBe(
      '100 * MAX([(reads + writes) / PERIOD(reads) / 6000, (read + written) / PERIOD(read) / 524288000])',
    )
    for (const { MetricStat } of Metrics.slice(0, -1))
      expect(MetricStat?.Metric.Dimensions).toEqual([{ Name: 'VolumeId', Value: { Ref: 'Volume0G2' } }])
  })

  test('of CPU credits only where an instance lives on them', () => {
    expect(properties(one, 'CreditsAlarm0')).toMatchObject({ MetricName: 'CPUCreditBalance', Period: 300, EvaluationPeriods: 24 })
    expect(databaseTemplate(database({ instance: 'r7g.large' })).Resources).not.toHaveProperty('CreditsAlarm0')
  })
})

describe('backups', () => {
  const backup = (more: Partial<MongoDb['backup']>) =>
    databaseTemplate(database({ members: 3, backup: { every: 4, keep: 35, copyTo: [], vault: false, ...more } }))
  const tagOf = (template: Template, volume: string) =>
    (properties(template, volume)['Tags'] as { Key: string; Value: unknown }[]).find(({ Key }) => Key === 'mm:backup')?.Value

  test('every member is backed up by one policy', () => {
    const { PolicyDetails } = properties(three, 'BackupPolicy') as { PolicyDetails: { TargetTags: { Value: unknown }[] } }
    for (const volume of ['Volume0G1', 'Volume1G1', 'Volume2G1'])
      expect(tagOf(three, volume)).toEqual(PolicyDetails.TargetTags[0]?.Value)
  })

  test('copies are encrypted and kept as long', () => {
    const { PolicyDetails } = properties(backup({ copyTo: ['eu-west-1'] }), 'BackupPolicy') as {
      PolicyDetails: { Schedules: object[] }
    }
    expect(PolicyDetails.Schedules).toEqual([
      expect.objectContaining({
        CrossRegionCopyRules: [
          { Target: 'eu-west-1', Encrypted: true, CopyTags: true, RetainRule: { Interval: 35, IntervalUnit: 'DAYS' } },
        ],
      }),
    ])
  })

  test('a failed snapshot of any member is told', () => {
    expect(properties(three, 'SnapshotFailedRule')).toMatchObject({
      EventPattern: {
        'detail-type': ['EBS Snapshot Notification'],
        detail: {
          result: ['failed'],
          source: [0, 1, 2].map(index => ({ suffix: { 'Fn::Sub': `volume/\${Volume${index}G1}` } })),
        },
      },
      Targets: [{ Arn: { Ref: 'AlarmTopicArn' } }],
    })
  })

  const bounds = { minRetention: 7, maxRetention: 3650 }
  test.each([
    ['governance', { MinRetentionDays: 7, MaxRetentionDays: 3650 }],
    ['compliance', { MinRetentionDays: 7, MaxRetentionDays: 3650, ChangeableForDays: 3 }],
  ] as const)('a vault with a %s lock takes what the policy would', (lock, expected) => {
    const template = backup({ vault: { lock, ...bounds } })
    expect(properties(template, 'Vault')['LockConfiguration']).toEqual(expected)
    expect(template.Resources['Vault']).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
    expect(properties(template, 'VaultPlan')).toMatchObject({
      BackupPlan: { BackupPlanRule: [{ TargetBackupVault: { Ref: 'Vault' }, Lifecycle: { DeleteAfterDays: 35 } }] },
    })
    expect(properties(template, 'VaultSelection')).toMatchObject({
      BackupSelection: { ListOfTags: [{ ConditionKey: 'mm:backup', ConditionValue: tagOf(template, 'Volume2G1') }] },
    })
    expect(template.Outputs['VaultLock']).toEqual({ Value: lock })
  })

  test('a vault that gets nothing is noticed, once the database has been up for a whole day', () => {
    const template = backup({ vault: { lock: 'governance', ...bounds } })
    expect(properties(template, 'VaultAgeAlarm')).toMatchObject({
      Metrics: [
        {
          Id: 'completed',
          MetricStat: {
            Metric: { Namespace: 'AWS/Backup', Dimensions: [{ Name: 'BackupVaultName', Value: { Ref: 'Vault' } }] },
            Stat: 'Sum',
            Period: 86_400,
          },
        },
        { Id: 'up', MetricStat: { Metric: { MetricName: 'mongod_up' }, Stat: 'SampleCount', Period: 86_400 } },
        { Expression: 'IF(FILL(up, 0) > 1380, FILL(completed, 0), 1)', ReturnData: true },
      ],
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 2,
      TreatMissingData: 'breaching',
      AlarmActions: [{ Ref: 'AlarmTopicArn' }],
    })
    expect(template.Resources['VaultAgeAlarm']?.DependsOn).toBe('Group0')
  })

  test('without one there is nothing of AWS Backup', () => {
    expect(JSON.stringify(three)).not.toContain('AWS::Backup::')
  })
})
