import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { databaseTemplate } from '../../../src/templates/database/database-template.js'
import { database } from '../../support/values.js'
import { rawUserDataOf, userDataOf } from './user-data-of.js'

const { Resources } = databaseTemplate(database())

describe('user data', () => {
  const text = userDataOf(databaseTemplate(database()))

  test('fits, with room for long names', () => {
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html: 16 KB before it's encoded
    expect(Buffer.byteLength(rawUserDataOf(databaseTemplate(database())))).toBeLessThan(16_384)
  })

  test('begins with plain assignments, one a line', () => {
    const header = text.slice(text.indexOf("<<'MM_ENV'\n") + 11, text.indexOf('\nMM_ENV\n')).split('\n')
    expect(header.filter(line => !/^[A-Z_]+=[A-Za-z0-9_./:,-]*$/.test(line))).toEqual([])
    expect(Object.fromEntries(header.map(line => line.split('=')))).toMatchObject({
      VOL: 'vol-0123456789abcdef0',
      ENI: 'eni-0123456789abcdef0',
      ENI_IP: '10.100.164.200',
      SELF: 'db-0.a-long-name-of-a-database.production.a-long-name-of-an-app.internal',
      SET: 'rs-a-long-name-of-a-database-1a2b3c4d',
      MARKERS: '/mm/a-long-name-of-an-app/production/a-long-name-of-a-database/1a2b3c4d',
      INDEX: '0',
      MEMBERS: '1',
      SNAPSHOT: '',
      SEEDS: 'db-0.a-long-name-of-a-database.production.a-long-name-of-an-app.internal:27017',
      MONGO_VERSION: '8.0.15',
    })
    for (const name of ['ADMIN_SECRET', 'APP_SECRET', 'MONITOR_SECRET', 'KEYFILE_SECRET', 'STACK'])
      expect(header).toContainEqual(expect.stringMatching(`^${name}=.`))
  })

  test('holds no secret', () => {
    expect(text).not.toContain('resolve:secretsmanager')
  })

  test('is a script that bash can read', () => {
    for (const each of [text, rawUserDataOf(databaseTemplate(database()))])
      expect(spawnSync('bash', ['-n'], { input: each, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })
})

test('the connection string names the member, the set and the write concern', () => {
  expect(Resources['UriSecret']?.Properties).toMatchObject({
    SecretString: {
      'Fn::Sub': [
        'mongodb://app:{{resolve:secretsmanager:${AppSecret}:SecretString:password}}@db-0.${Db}.${PrivateZoneName}:27017/app?replicaSet=${ReplicaSet}&authSource=admin&w=majority',
        expect.objectContaining({ ReplicaSet: expect.anything() as object }),
      ],
    },
  })
})

test('the backup policy looks for the tag of this volume, and keeps as the manifest says', () => {
  const { Tags } = Resources['Volume0G1']?.Properties as { Tags: { Key: string; Value: unknown }[] }
  const { Resources: hourly } = databaseTemplate(database({ backup: { every: 1, keep: 35 } }))
  expect(hourly['BackupPolicy']?.Properties).toMatchObject({
    PolicyDetails: {
      TargetTags: [Tags.find(({ Key }) => Key === 'mm:backup')],
      Schedules: [{ CreateRule: { Interval: 1, IntervalUnit: 'HOURS' }, RetainRule: { Interval: 35, IntervalUnit: 'DAYS' } }],
    },
  })
})

test('every alarm that listens to the member itself has a publisher in the boot script', () => {
  const metrics = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties as { Namespace: unknown; MetricName: string; Dimensions: object[] })
    .filter(({ Namespace }) => typeof Namespace === 'object')
  expect(metrics.map(({ MetricName }) => MetricName)).toEqual(['mongod_up', 'disk_used_percent'])
  for (const { MetricName, Dimensions } of metrics) {
    expect(Dimensions).toEqual([{ Name: 'Member', Value: '0' }])
    expect(userDataOf(databaseTemplate(database()))).toContain(`put ${MetricName} `)
  }
})
