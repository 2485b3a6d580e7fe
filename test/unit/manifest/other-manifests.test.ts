import { describe, expect, test } from '@jest/globals'
import { readApp } from '../../../src/manifest/read-app.js'
import { readDatabase } from '../../../src/manifest/read-database.js'
import { workloadType } from '../../../src/manifest/workload-type.js'
import { mistakesOf } from './support.js'

const file = 'manifest.yml'

describe('the application', () => {
  const read = (text: string) => readApp({ file, text })

  test('has name, region and tags', () => {
    expect(read('name: shop\nregion: eu-central-1\n')).toEqual({ name: 'shop', region: 'eu-central-1', tags: {} })
    expect(read('name: my-shop-2\nregion: us-gov-west-1\ntags: {team: shop, cost: 42}\n').tags).toEqual({
      team: 'shop',
      cost: '42',
    })
  })

  test.each(['S', 's', 'Shop', '1shop', 'shop-', 'my_shop', 'a'.repeat(21)])('is not called %s', name => {
    expect(mistakesOf(() => read(`name: ${name}\nregion: eu-central-1\n`))).toMatchObject({
      at: ['1:1'],
      told: expect.stringMatching(/name is .*: it must be 2-20 lower case letters/),
      fix: ['name: shop'],
    })
  })

  test.each([
    ['region: Frankfurt', /region is "Frankfurt": it must be a region of AWS/],
    ['region: eu-central', /region is "eu-central"/],
    ['region: eu-central-1\ntags: {"mm:app": x}', /tags\.mm:app can't be a key: tags that start with mm:/],
    ['region: eu-central-1\ntags: {aws: {}}', /tags\.aws is \{\}: it must be text/],
    ['region: eu-central-1\ndomain: example.com', /mm doesn't take domain yet/],
    ['regoin: eu-central-1', /there is no key regoin/],
  ])('%j', (lines, told) => {
    expect(mistakesOf(() => read(`name: shop\n${lines}\n`)).told).toMatch(told)
  })
})

describe('a database', () => {
  const read = (text: string, environment = 'dev') => readDatabase({ file, text }, environment)
  const least = 'name: db\ntype: MongoDB\n'

  test('has defaults', () => {
    expect(read(least)).toEqual({
      name: 'db',
      type: 'MongoDB',
      version: '8.0.15',
      members: 1,
      instance: 't4g.small',
      storage: { size: 20, iops: 3000, throughput: 125 },
      backup: { every: 4, keep: 7 },
      alarms: { diskUsed: 80 },
      logging: { retention: 30 },
    })
  })

  test('takes every key, and an environment overrides them one by one', () => {
    const text = `${least}engine: mongodb
version: 7.0.25
members: 1
instance: r7g.large
storage: {size: 50, iops: 4000, throughput: 250}
backup: {every: 12h, keep: 14d}
alarms: {disk_used: 70}
logging: {retention: 90}
environments:
  prod: {storage: {size: 100}, backup: {keep: 35d}}
`
    expect(read(text, 'prod')).toEqual({
      name: 'db',
      type: 'MongoDB',
      version: '7.0.25',
      members: 1,
      instance: 'r7g.large',
      storage: { size: 100, iops: 4000, throughput: 250 },
      backup: { every: 12, keep: 35 },
      alarms: { diskUsed: 70 },
      logging: { retention: 90 },
    })
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
    [
      'members: 3',
      'members is 3: one member is what mm deploys now; replica sets of three come with a later version',
      'members: 1',
    ],
    [
      'engine: documentdb',
      'engine is "documentdb": mongodb is what mm deploys now; documentdb comes with a later version',
      'engine: mongodb',
    ],
    ['instance: small', 'instance is "small": it must be an EC2 instance type, such as t4g.small', 'instance: t4g.small'],
    ['storage: {size: 0}', 'storage.size is 0: it must be a whole number from 1 to 65536 (GiB)', 'size: 20'],
    ['storage: {size: 20GiB}', 'storage.size is "20GiB": it must be a number', 'size: 20'],
    ['storage: {iops: 20000}', 'storage.iops is 20000: gp3 takes at most 500 per GiB, here 10000', 'iops: 10000'],
    ['storage: {throughput: 1000}', 'storage.throughput is 1000: gp3 takes at most a quarter of iops, here 750', 'iops: 4000'],
    ['backup: {every: 5h}', 'backup.every is "5h": it must be 1h, 2h, 3h, 4h, 6h, 8h, 12h, 24h', 'every: 4h'],
    ['backup: {keep: 0d}', 'backup.keep is "0d": it must be a number of days, such as 7d', 'keep: 7d'],
    ['backup: {vault: true}', "mm doesn't take backup.vault yet", 'remove vault'],
    ['alarms: {disk_used: 101}', 'alarms.disk_used is 101: it must be a whole number from 1 to 100 (percent)', 'disk_used: 80'],
    ['size: 20', 'there is no key size', 'storage: {size: 20}'],
  ])('%j', (lines, what, fix) => {
    expect(mistakesOf(() => read(`${least}${lines}\n`))).toEqual({
      code: 'BadManifest',
      at: [lines.startsWith('storage: {') || /^(backup|alarms): \{/.test(lines) ? `3:${lines.indexOf('{') + 2}` : '3:1'],
      told: `${file}: ${what}`,
      fix: [fix],
    })
  })
})

describe('the type of a workload', () => {
  const read = (text: string) => workloadType({ file, text })

  test.each(['Load Balanced Web Service', 'Backend Service', 'MongoDB'])('%s', type => {
    expect(read(`name: x\ntype: ${type}\n`)).toBe(type)
  })

  test.each([
    ['type: Mongodb', /type is "Mongodb"/, ['type: MongoDB']],
    [
      'type: Scheduled Job',
      /mm doesn't take type: Scheduled Job yet/,
      ['type: Load Balanced Web Service', 'type: Backend Service', 'type: MongoDB'],
    ],
    ['typ: MongoDB', /type is missing/, ['type: Load Balanced Web Service', 'type: Backend Service', 'type: MongoDB']],
  ])('%s', (line, told, fix) => {
    const mistake = mistakesOf(() => read(`name: x\n${line}\n`))
    expect(mistake.told).toMatch(told)
    expect(mistake.fix).toEqual(fix)
  })
})
