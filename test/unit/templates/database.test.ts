import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import type { Tls } from '../../../src/manifest/database.js'
import { databaseTemplate } from '../../../src/templates/database/database-template.js'
import { caMarker } from '../../../src/templates/database/names.js'
import { database } from '../../support/values.js'
import { rawUserDataOf, userDataOf } from './user-data-of.js'

const { Resources } = databaseTemplate(database())

describe('user data', () => {
  const text = userDataOf(databaseTemplate(database()))

  test('fits, with room for long names', () => {
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html: 16 KB before it's encoded
    for (const members of [1, 3] as const)
      expect(Buffer.byteLength(rawUserDataOf(databaseTemplate(database({ members }))))).toBeLessThan(16_384)
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
    for (const name of ['ADMIN_SECRET', 'APP_SECRET', 'MONITOR_SECRET', 'KEYFILE_SECRET', 'CA_SECRET', 'TLS', 'STACK'])
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

describe('tls', () => {
  const templateOf = (tls: Tls) => databaseTemplate(database({ tls }))
  const text = (id: string, tls: Tls) =>
    (templateOf(tls).Resources[id]?.Properties as { SecretString: { 'Fn::Sub': [string, object] } }).SecretString['Fn::Sub'][0]

  test.each<[Tls, string[], string]>([
    [false, ['UriSecret'], 'UriSecret'],
    ['allow', ['UriSecret', 'TlsUriSecret'], 'UriSecret'],
    ['prefer', ['UriSecret', 'TlsUriSecret'], 'TlsUriSecret'],
    ['require', ['TlsUriSecret'], 'TlsUriSecret'],
  ])('%p: which connection strings there are, and which one services get', (tls, ids, served) => {
    const { Resources: all, Outputs } = templateOf(tls)
    expect(Object.keys(all).filter(id => id.endsWith('UriSecret'))).toEqual(ids)
    expect(Outputs['UriSecretArn']).toEqual({ Value: { Ref: served } })
    expect(Outputs['UriSecretArns']).toEqual(tls ? { Value: { 'Fn::Join': [',', ids.map(Ref => ({ Ref }))] } } : undefined)
    expect(Outputs['Tls']).toEqual(tls ? { Value: tls } : undefined)
    expect('CaParameterArn' in Outputs).toBe(tls !== false)
    expect(userDataOf(templateOf(tls))).toContain(`\nTLS=${tls}\n`)
  })

  test("the certificate's place is of its seed, and without TLS no reason to restart", () => {
    const { 'Fn::Sub': [place, names] = [] } = templateOf('allow').Outputs['CaParameterArn']?.Value as { 'Fn::Sub'?: unknown[] }
    expect(place).toMatch(/\/\$\{Unique\}\/\$\{CaMarker\}$/)
    expect(names).toMatchObject({ CaMarker: caMarker })
    expect(userDataOf(templateOf('allow'))).toContain('\nCA_MARKER=ca-CaSecret-0123456789abcdef-AbCdEf\n')
    expect(userDataOf(templateOf(false))).not.toContain('CA_MARKER=')
  })

  test('the plain connection string is the one that was there before, and the other one names the certificate', () => {
    expect(text('UriSecret', 'prefer')).toBe(text('UriSecret', false))
    expect(text('TlsUriSecret', 'require')).toBe(`${text('UriSecret', false)}&tls=true&tlsCAFile=/mm/\${Db}/ca.pem`)
  })

  test('the seed of the authority is the same secret whatever tls is, and in every generation', () => {
    const seeds = [
      ...([false, 'require'] as const).map(templateOf),
      databaseTemplate(database(), { generation: 2, snapshot: 's' }),
    ]
    expect(new Set(seeds.map(({ Resources: all }) => JSON.stringify(all['CaSecret']))).size).toBe(1)
    expect(seeds[0]?.Resources['CaSecret']).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    })
  })
})

test('the backup policy looks for the tag of this volume, and keeps as the manifest says', () => {
  const { Tags } = Resources['Volume0G1']?.Properties as { Tags: { Key: string; Value: unknown }[] }
  const { Resources: hourly } = databaseTemplate(database({ backup: { every: 1, keep: 35, copyTo: [], vault: false } }))
  expect(hourly['BackupPolicy']?.Properties).toMatchObject({
    PolicyDetails: {
      TargetTags: [Tags.find(({ Key }) => Key === 'mm:backup')],
      Schedules: [{ CreateRule: { Interval: 1, IntervalUnit: 'HOURS' }, RetainRule: { Interval: 35, IntervalUnit: 'DAYS' } }],
    },
  })
})

test('every alarm that listens to the member itself has a publisher in the boot script, and every metric of it an alarm', () => {
  const { Resources: three } = databaseTemplate(database({ members: 3 }))
  const metrics = Object.values(three)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties as { Namespace: unknown; MetricName: string; Dimensions: object[] })
    .filter(({ Namespace }) => typeof Namespace === 'object')
  const published = [...userDataOf(databaseTemplate(database())).matchAll(/\bput ([a-z_]+) /g)].map(([, name]) => name).sort()
  for (const index of [0, 1, 2]) {
    const own = metrics.filter(({ Dimensions }) => JSON.stringify(Dimensions) === `[{"Name":"Member","Value":"${index}"}]`)
    expect(own.map(({ MetricName }) => MetricName).sort()).toEqual(published)
  }
})
