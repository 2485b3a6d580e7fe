import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { estimateCost } from '../../../src/cost/estimate-cost.js'
import { pricedTypes } from '../../../src/cost/priced-types.js'
import { byUse, free } from '../../../src/cost/unpriced-types.js'
import { goldenFile, goldenStacks } from '../../support/golden-stacks.js'

const golden = Object.entries(goldenStacks())
const estimateOf = (name: string) => estimateCost(readFileSync(goldenFile(name), 'utf8'), {})
const types = [...new Set(golden.flatMap(([, { Resources }]) => Object.values(Resources).map(({ Type }) => Type as string)))]
const decided = [...pricedTypes.keys(), ...free, ...byUse]

describe('every type of resource', () => {
  test.each(types)("%s has a price, or it's decided that it has none", type => expect(decided).toContain(type))

  test('is decided once', () => expect(decided.filter((type, i) => decided.indexOf(type) !== i)).toEqual([]))

  test('that is decided is in some template', () => {
    expect(decided.filter(type => !types.includes(type))).toEqual(['AWS::CloudWatch::CompositeAlarm'])
  })
})

test.each(golden.map(([name]) => name))('of %s nothing is unknown', name => {
  expect(estimateOf(name)?.unknown).toEqual([])
})

// Worked out by hand, line by line, from AWS's pages.
describe('a month of 730 hours costs', () => {
  test.each<[name: string, lines: [what: string, usd: number][], scaled: [what: string, usd: number][]]>([
    [
      'environment/dev',
      [
        ['two load balancers at 0.0225 an hour', 32.85],
        ['three addresses at 0.005 an hour: two zones of the public balancer, and the NAT instance', 10.95],
        ['a t4g.nano at 0.0042 an hour', 3.066],
        ['its 8 GB at 0.08', 0.64],
        ['a key', 1],
        ['a dashboard', 3],
        ['a private zone', 0.5],
        ['three alarms', 0.3],
      ],
      [],
    ],
    [
      'environment/nat-single',
      [
        ['two load balancers at 0.0225 an hour', 32.85],
        ['a NAT gateway at 0.045 an hour', 32.85],
        ['three addresses at 0.005 an hour', 10.95],
        ['a key', 1],
        ['a dashboard', 3],
        ['a private zone', 0.5],
        ['two alarms', 0.2],
      ],
      [],
    ],
    [
      'environment/prod',
      [
        ['two load balancers at 0.0225 an hour', 32.85],
        ['three NAT gateways at 0.045 an hour', 98.55],
        ['six addresses at 0.005 an hour: three zones of the public balancer, three gateways', 21.9],
        ['a key', 1],
        ['a dashboard', 3],
        ['two private zones', 1],
        ['two alarms', 0.2],
      ],
      [],
    ],
    [
      'database/prod',
      [
        ['an r7g.large at 0.1071 an hour', 78.183],
        ['its metrics by the minute: seven at 0.30', 2.1],
        ['100 GB for data and 16 GB for the system at 0.08', 9.28],
        ['3,000 IOPS more than 3,000, at 0.005', 15],
        ['125 MiB/s more than 125, at 0.04', 5],
        ['six secrets at 0.40', 2.4],
        ['eleven alarms', 1.1],
      ],
      [],
    ],
    [
      'frontend/prod',
      [
        ['two tasks of 0.5 vCPU at 0.03238 an hour, on Arm', 23.6374],
        ['and 1 GB each at 0.00356 an hour', 5.1976],
        ['their addresses at 0.005 an hour', 7.3],
        ['nine metrics of alarms', 0.9],
      ],
      [],
    ],
    [
      'backend/auto-scaling',
      [
        ['two tasks of 0.25 vCPU at 0.04048 an hour', 14.7752],
        ['and 0.5 GB each at 0.004445 an hour', 3.24485],
        ['seven alarms, and two of each of four policies', 1.5],
      ],
      [
        ['ten tasks of 0.25 vCPU at 0.04048 an hour', 73.876],
        ['and 0.5 GB each at 0.004445 an hour', 16.22425],
        ['the same alarms', 1.5],
      ],
    ],
  ])('%s', (name, lines, scaled) => {
    const { monthly = 0, upTo } = estimateOf(name) ?? {}
    const sum = (each: typeof lines) => each.reduce((all, [, usd]) => all + usd, 0)
    const cents = (usd: number) => Math.abs(Math.round(usd * 10_000) / 100)
    expect(cents(monthly - sum(lines))).toBeLessThanOrEqual(0.5)
    if (scaled.length === 0) expect(upTo).toBeUndefined()
    else expect(cents((upTo ?? 0) - sum(scaled))).toBeLessThanOrEqual(0.5)
  })
})
