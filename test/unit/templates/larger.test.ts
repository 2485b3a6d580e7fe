import { describe, expect, test } from '@jest/globals'
import { readDatabase } from '../../../src/manifest/read-database.js'
import { fasterVolume, isBurstable, largerInstance, largerVolume } from '../../../src/templates/database/larger.js'

test.each([
  ['t4g.small', 'instance: t4g.medium is the next size'],
  ['r7g.large', 'instance: r7g.xlarge is the next size'],
  ['c5.4xlarge', 'instance: c5.9xlarge is the next size'],
  ['r7g.16xlarge', 'r7g.16xlarge is the largest of its family'],
  ['r7g.metal', 'r7g.metal is the largest of its family'],
  ['r99x.large', 'a larger instance answers it'],
  ['r7g.5xlarge', 'a larger instance answers it'],
  ['db.r6g.large', 'instance: db.r6g.xlarge is the next size'],
  ['db.t4g.medium', 'instance: db.r6g.large is the next size'],
  ['db.r8g.48xlarge', 'db.r8g.48xlarge is the largest of its family'],
])('what answers the load of %s: %s', (type, expected) => expect(largerInstance(type)).toBe(expected))

test.each([
  ['t3.small', true],
  ['t4g.2xlarge', true],
  ['m7g.large', false],
])('%s lives on credits: %s', (type, expected) => expect(isBurstable(type)).toBe(expected))

const volume = (size: number, iops = 3000, throughput = 125) => ({ size, iops, throughput })

describe('the next step of a volume', () => {
  test.each([
    [volume(20), 'storage: {size: 24} is the next step'],
    [volume(33), 'storage: {size: 40} is the next step'],
    [volume(60_000), 'storage: {size: 65536} is the next step'],
    [volume(65_536), 'no volume of this kind is larger than 65536 GiB'],
  ])('that fills up: %j', (storage, expected) => expect(largerVolume(storage)).toBe(expected))

  test.each([
    [volume(20), 'storage: {iops: 6000, throughput: 250} is the next step'],
    [volume(20, 8000), 'storage: {iops: 10000, throughput: 250} is the next step'],
    [volume(20, 10_000), 'storage: {throughput: 250} is the next step'],
    [volume(20, 10_000, 2000), 'a larger storage.size allows more iops'],
    [volume(1000, 80_000, 1500), 'storage: {throughput: 2000} is the next step'],
    [volume(1000, 80_000, 2000), 'no volume of this kind is faster'],
  ])('that is too slow: %j', (storage, expected) => expect(fasterVolume(storage)).toBe(expected))

  test.each([volume(20), volume(20, 8000), volume(20, 10_000, 1900), volume(65_536, 80_000), volume(10)])(
    'is one that the manifest takes: %j',
    ({ size, iops, throughput }) => {
      for (const said of [largerVolume, fasterVolume].map(step => step({ size, iops, throughput }))) {
        const step = /^storage: \{(.+)\} is/.exec(said)?.[1]
        if (step === undefined) continue
        const text = `name: db\ntype: MongoDB\nstorage: {size: ${size}, iops: ${iops}, throughput: ${throughput}}\nenvironments: {dev: {storage: {${step}}}}\n`
        expect(readDatabase({ file: 'mm/db/manifest.yml', text }, 'dev')).toMatchObject({ name: 'db' })
      }
    },
  )
})
