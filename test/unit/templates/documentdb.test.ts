import { expect, test } from '@jest/globals'
import { databaseTemplate } from '../../../src/templates/database/database-template.js'
import { database, documentDb } from '../../support/values.js'

const template = databaseTemplate(documentDb({ members: 3, instance: 'db.r6g.large', backup: { keep: 35 } }))
const properties = (id: string) => template.Resources[id]?.Properties as Record<string, unknown>

test('the connection string is DocumentDB’s own: TLS, reads from everywhere, no retried writes', () => {
  expect(properties('UriSecret')['SecretString']).toEqual({
    'Fn::Sub':
      'mongodb://app:{{resolve:secretsmanager:${AppSecret}:SecretString:password}}@${Cluster.Endpoint}:27017/app?tls=true&replicaSet=rs0&authSource=admin&readPreference=secondaryPreferred&retryWrites=false',
  })
  expect(template.Outputs['CaBundle']).toEqual({ Value: 'rds-global' })
})

test('the cluster is encrypted, protected, backed up as the manifest says, and its password is in no template', () => {
  expect(properties('Cluster')).toMatchObject({
    EngineVersion: '8.0.0',
    StorageEncrypted: true,
    DeletionProtection: true,
    BackupRetentionPeriod: 35,
    EnableCloudwatchLogsExports: ['audit', 'profiler'],
    MasterUsername: 'app',
    MasterUserPassword: { 'Fn::Sub': '{{resolve:secretsmanager:${AppSecret}:SecretString:password}}' },
  })
})

test.each([
  ['5.0.0', 'docdb5.0'],
  ['8.0.0', 'docdb8.0'],
] as const)('the parameters of %s are of the family %s: TLS and auditing', (version, family) => {
  const { Resources } = databaseTemplate(documentDb({ version }))
  expect(Resources['ParameterGroup']?.Properties).toMatchObject({
    Family: family,
    Parameters: { tls: 'enabled', audit_logs: 'enabled' },
  })
})

test('an instance per member, each in its zone', () => {
  const instances = Object.keys(template.Resources).filter(id => template.Resources[id]?.Type === 'AWS::DocDB::DBInstance')
  expect(instances).toEqual(['Instance0', 'Instance1', 'Instance2'])
  for (const [index, id] of instances.entries())
    expect(properties(id)).toMatchObject({ DBInstanceClass: 'db.r6g.large', AvailabilityZone: { Ref: `Zone${index}` } })
})

test('services take the same outputs as from a replica set', () => {
  const { Outputs } = databaseTemplate(database())
  const taken = ['UriSecretArn', 'AppSecretArn', 'SecurityGroupId', 'Host', 'ReplicaSet', 'MongoVersion', 'Engine', 'Members']
  for (const name of taken) {
    expect(Outputs).toHaveProperty(name)
    expect(template.Outputs).toHaveProperty(name)
  }
})

test('the group lets nothing out', () => {
  expect(properties('SecurityGroup')['SecurityGroupEgress']).toEqual([expect.objectContaining({ CidrIp: '127.0.0.1/32' })])
  expect(properties('SecurityGroup')).not.toHaveProperty('SecurityGroupIngress')
})

test('alarms: of each instance, and of the readers when there are some', () => {
  const alarms = (members: 1 | 3) =>
    Object.keys(databaseTemplate(documentDb({ members })).Resources).filter(id => id.includes('Alarm'))
  const each = (index: number) => ['Cpu', 'Memory', 'LocalStorage', 'Connections'].map(what => `${what}Alarm${index}`)
  expect(alarms(1)).toEqual(each(0))
  expect(alarms(3)).toEqual([...each(0), ...each(1), ...each(2), 'LagAlarm'])
  expect(properties('CpuAlarm0')['AlarmDescription']).toBe(
    'DocumentDB instance 0: CPU above 80 % for 15 minutes; instance: db.r6g.xlarge is the next size',
  )
  // The metric is in milliseconds.
  expect(properties('LagAlarm')).toMatchObject({ MetricName: 'DBClusterReplicaLagMaximum', Threshold: 30_000 })
})
