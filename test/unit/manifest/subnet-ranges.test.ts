import { describe, expect, test } from '@jest/globals'
import { contains, isPrivateRange, isRange, overlap, subnetRanges } from '../../../src/manifest/subnet-ranges.js'

test.each([
  ['10.0.0.0/16', ['10.0.0.0/20', '10.0.16.0/20', '10.0.32.0/20', '10.0.48.0/20', '10.0.64.0/20', '10.0.80.0/20']],
  ['10.20.0.0/18', ['10.20.0.0/22', '10.20.4.0/22', '10.20.8.0/22', '10.20.12.0/22', '10.20.16.0/22', '10.20.20.0/22']],
  [
    '192.168.240.0/20',
    ['192.168.240.0/24', '192.168.241.0/24', '192.168.242.0/24', '192.168.243.0/24', '192.168.244.0/24', '192.168.245.0/24'],
  ],
])('two zones of %s', (cidr, expected) => {
  const ranges = subnetRanges(cidr, 2)
  expect([...ranges.public, ...ranges.private, ...ranges.database]).toEqual(expected)
})

test('a third zone moves no subnet of the first two', () => {
  const [two, three] = [subnetRanges('10.0.0.0/16', 2), subnetRanges('10.0.0.0/16', 3)]
  for (const tier of ['public', 'private', 'database'] as const) expect(three[tier].slice(0, 2)).toEqual(two[tier])
  const all = Object.values(three).flat()
  expect(all).toHaveLength(9)
  expect(new Set(all).size).toBe(9)
})

describe('ranges', () => {
  test.each([
    ['10.0.0.0/16', '10.0.255.0/24', true],
    ['10.0.0.0/16', '10.1.0.0/24', false],
    ['10.0.0.0/24', '10.0.0.0/16', false],
    ['0.0.0.0/0', '255.255.255.255/32', true],
  ])('%s contains %s: %j', (outer, inner, expected) => expect(contains(outer, inner)).toBe(expected))

  test.each([
    ['10.0.0.0/24', '10.0.0.128/25', true],
    ['10.0.0.128/25', '10.0.0.0/24', true],
    ['10.0.0.0/24', '10.0.1.0/24', false],
  ])('%s overlaps with %s: %j', (one, other, expected) => expect(overlap(one, other)).toBe(expected))

  test.each([
    ['10.0.0.0/16', true],
    ['10.0.1.0/16', false],
    ['10.0.0.0/33', false],
    ['10.0.0/16', false],
    ['10.0.0.256/32', false],
  ])('%s is one: %j', (text, expected) => expect(isRange(text, 0, 32)).toBe(expected))

  test.each([
    ['172.31.0.0/16', true],
    ['172.32.0.0/16', false],
    ['100.64.0.0/16', true],
    ['8.8.8.0/24', false],
  ])('%s is private: %j', (range, expected) => expect(isPrivateRange(range)).toBe(expected))
})
