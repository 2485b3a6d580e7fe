import { describe, expect, test } from '@jest/globals'
import { readDatabase } from '../../../src/manifest/read-database.js'
import { mistakesOf } from './support.js'

const file = 'manifest.yml'
const read = (text: string, environment = 'dev') => readDatabase({ file, text }, environment)
const least = 'name: db\ntype: MongoDB\n'

/** Line and column of the wrong key: inside of a map that is written in one line, or of the line itself. */
const place = (line: number, lines: string) =>
  /^(storage|backup|alarms): \{/.test(lines) ? `${line}:${lines.indexOf('{') + 2}` : `${line}:1`

describe('a replica set', () => {
  test('has defaults', () => {
    expect(read(least)).toEqual({
      name: 'db',
      type: 'MongoDB',
      engine: 'mongodb',
      version: '8.0.15',
      members: 1,
      instance: 't4g.small',
      tls: false,
      storage: { size: 20, iops: 3000, throughput: 125 },
      backup: { every: 4, keep: 7, copyTo: [], vault: false },
      alarms: { diskUsed: 80, replicationLag: 30, backupAge: 10 },
      logging: { retention: 30 },
    })
  })

  test('takes every key, and an environment overrides them one by one', () => {
    const text = `${least}engine: mongodb
version: 7.0.25
members: 1
instance: r7g.large
tls: allow
storage: {size: 50, iops: 4000, throughput: 250}
backup: {every: 12h, keep: 14d, copy_to: [eu-west-1, us-gov-west-1], vault: governance}
alarms: {disk_used: 70, replication_lag: 1m, backup_age: 24h}
logging: {retention: 90}
environments:
  prod: {members: 3, tls: true, storage: {size: 100}, backup: {keep: 35d, vault: compliance}}
`
    expect(read(text, 'prod')).toEqual({
      name: 'db',
      type: 'MongoDB',
      engine: 'mongodb',
      version: '7.0.25',
      members: 3,
      instance: 'r7g.large',
      tls: 'require',
      storage: { size: 100, iops: 4000, throughput: 250 },
      backup: {
        every: 12,
        keep: 35,
        copyTo: ['eu-west-1', 'us-gov-west-1'],
        vault: { lock: 'compliance', minRetention: 7, maxRetention: 3650 },
      },
      alarms: { diskUsed: 70, replicationLag: 60, backupAge: 24 },
      logging: { retention: 90 },
    })
  })

  test.each([
    ['', false, false],
    ['', true, 'require'],
    ['tls: false', true, false],
    ['tls: true', false, 'require'],
    ['tls: prefer', true, 'prefer'],
  ])('%j, in production: %p', (line, production, tls) => {
    expect(readDatabase({ file, text: `${least}${line}\n` }, 'dev', production)).toMatchObject({ tls })
  })

  test('the age of a backup that alarms follows the schedule', () => {
    expect(read(`${least}backup: {every: 24h}\n`)).toMatchObject({ alarms: { backupAge: 50 } })
  })

  test.each([
    ['version: 8.0', 'version is 8: it must be text', 'version: "8.0.15"'],
    [
      'version: "8.0"',
      'version is "8.0": it must be an exact version of the series 7.0 or 8.0, such as "8.0.15"',
      'version: "8.0.15"',
    ],
    [
      'version: 6.0.1',
      'version is "6.0.1": it must be an exact version of the series 7.0 or 8.0, such as "8.0.15"',
      'version: "8.0.15"',
    ],
    ['members: 2', "members is 2: it must be 1 or 3: a set of two doesn't outlive the loss of either member", 'members: 3'],
    ['tls: on', 'tls is "on": it must be true, false, allow, prefer or require', 'tls: require'],
    ['tls: allowTLS', 'tls is "allowTLS": it must be true, false, allow, prefer or require', 'tls: require'],
    ['engine: postgres', 'engine is "postgres": it must be mongodb or documentdb', 'engine: mongodb'],
    ['engine: documentd', 'engine is "documentd": it must be mongodb or documentdb', 'engine: documentdb'],
    ['storage: {size: 0}', 'storage.size is 0: it must be a whole number from 10 to 65536 (GiB)', 'size: 20'],
    ['storage: {size: 20GiB}', 'storage.size is "20GiB": it must be a number', 'size: 20'],
    ['storage: {iops: 20000}', 'storage.iops is 20000: gp3 takes at most 500 per GiB, here 10000', 'iops: 10000'],
    ['storage: {throughput: 1000}', 'storage.throughput is 1000: gp3 takes at most a quarter of iops, here 750', 'iops: 4000'],
    ['backup: {every: 5h}', 'backup.every is "5h": it must be 1h, 2h, 3h, 4h, 6h, 8h, 12h, 24h', 'every: 4h'],
    ['backup: {keep: 0d}', 'backup.keep is "0d": it must be a number of days, such as 7d', 'keep: 7d'],
    ['backup: {vault: true}', 'backup.vault is true: it must be false, governance or compliance', 'vault: governance'],
    [
      'backup: {copy_to: [eu-west-1, eu-west-1]}',
      'backup.copy_to is ["eu-west-1","eu-west-1"]: it must be at most three regions, each once',
      'copy_to: [eu-west-1]',
    ],
    ['backup: {consistent: true}', "mm doesn't take backup.consistent yet", 'remove consistent'],
    ['alarms: {disk_used: 101}', 'alarms.disk_used is 101: it must be a whole number from 1 to 100 (percent)', 'disk_used: 80'],
    [
      'alarms: {replication_lag: soon}',
      'alarms.replication_lag is "soon": it must be a duration from 1s to 86400s, such as 10s or 1m30s',
      'replication_lag: 30s',
    ],
    [
      'alarms: {backup_age: 4h}',
      'alarms.backup_age is 4h: it must be longer than backup.every, 4h, or the alarm never ends',
      'backup_age: 10h',
    ],
    ['size: 20', 'there is no key size', 'storage: {size: 20}'],
  ])('%j', (lines, what, fix) => {
    expect(mistakesOf(() => read(`${least}${lines}\n`))).toEqual({
      code: 'BadManifest',
      at: [place(3, lines)],
      told: `${file}: ${what}`,
      fix: [fix],
    })
  })

  test.each([
    ['6d', '7d'],
    ['3651d', '3650d'],
  ])('a vault takes no snapshot that is kept for %s; where the environment sets it, it is told there', (keep, fix) => {
    const text = `${least}backup: {vault: compliance}\nenvironments:\n  dev:\n    backup: {keep: ${keep}}\n`
    expect(mistakesOf(() => read(text))).toEqual({
      code: 'BadManifest',
      at: ['6:14'],
      told: `${file}: backup.keep is ${keep}: a vault takes from 7d to 3650d`,
      fix: [`keep: ${fix}`],
    })
  })
})

describe('the instance type', () => {
  const instance = (type: string) => () => read(`${least}instance: ${type}\n`)

  test.each(['t3.micro', 't3a.large', 't4g.small', 'm7i-flex.large', 'm8g.xlarge', 'r9gd.48xlarge', 'x2gd.medium', 'i4i.metal'])(
    '%s is taken',
    type => expect(instance(type)()).toMatchObject({ instance: type }),
  )

  test.each([
    ['small', 'it must be an EC2 instance type, such as t4g.small'],
    ['t4g.huge', 'it must be an EC2 instance type, such as t4g.small'],
    ['t4.small', 'EC2 has no such family on Nitro; of t it has t3, t3a, t4g'],
    ['t2.micro', 'EC2 has no such family on Nitro; of t it has t3, t3a, t4g'],
    ['g5.xlarge', 'it must be of a series that suits a database: t, m, c, r, x, z, i, im, is'],
  ])('%s is none', (type, rule) => {
    expect(mistakesOf(instance(type))).toEqual({
      code: 'BadManifest',
      at: ['3:1'],
      told: `${file}: instance is "${type}": ${rule}`,
      fix: ['instance: t4g.small'],
    })
  })
})

describe('a DocumentDB cluster', () => {
  const cluster = `${least}engine: documentdb\n`

  test('has defaults', () => {
    expect(read(cluster)).toEqual({
      name: 'db',
      type: 'MongoDB',
      engine: 'documentdb',
      version: '8.0.0',
      members: 1,
      instance: 'db.t4g.medium',
      backup: { keep: 7 },
      alarms: { replicationLag: 30 },
    })
  })

  test('takes its keys, and an environment overrides them', () => {
    const text = `${cluster}version: 5.0.0\ninstance: db.r6g.large\nbackup: {keep: 14d}\nalarms: {replication_lag: 5s}\nenvironments:\n  prod: {members: 3, backup: {keep: 35d}}\n`
    expect(read(text, 'prod')).toMatchObject({
      version: '5.0.0',
      members: 3,
      instance: 'db.r6g.large',
      backup: { keep: 35 },
      alarms: { replicationLag: 5 },
    })
  })

  test.each([
    ['version: 8.0.15', 'version is "8.0.15": it must be an engine version of DocumentDB: "5.0.0" or "8.0.0"', 'version: 8.0.0'],
    [
      'instance: t4g.small',
      'instance is "t4g.small": it must be an instance class of DocumentDB, such as db.t4g.medium or db.r6g.large',
      'instance: db.t4g.medium',
    ],
    ['members: 4', 'members is 4: it must be 1, 2 or 3 instances', 'members: 3'],
    ['backup: {keep: 36d}', 'backup.keep is "36d": it must be from 1d to 35d: DocumentDB keeps no longer', 'keep: 7d'],
    [
      'storage: {size: 20}',
      "storage has no place with engine: documentdb: DocumentDB's storage grows by itself",
      'remove storage',
    ],
    ['tls: true', 'tls has no place with engine: documentdb: DocumentDB always takes TLS, and nothing else', 'remove tls'],
    [
      'backup: {vault: governance}',
      'backup.vault has no place with engine: documentdb: the vault is for the engine mongodb only',
      'remove vault',
    ],
  ])('%j', (lines, what, fix) => {
    expect(mistakesOf(() => read(`${cluster}${lines}\n`))).toEqual({
      code: 'BadManifest',
      at: [lines.startsWith('storage') ? '4:1' : place(4, lines)],
      told: `${file}: ${what}`,
      fix: [fix],
    })
  })
})
