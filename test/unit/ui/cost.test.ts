import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import type { ChangeSet } from '../../../src/ops/ports/cloudformation.js'
import { changesText } from '../../../src/ui/changes.js'
import { costText } from '../../../src/ui/cost.js'
import { diffText } from '../../../src/ui/report-diff.js'
import { change } from '../../fakes/world.js'

type Cost = NonNullable<ChangeSet['cost']>
type Told = Partial<Cost['after']>

const estimate = (told: Told): Cost['after'] => ({ monthly: 0, lines: [], unknown: [], ...told })
const cost = (before: Told | undefined, after: Told, by: Record<string, number> = {}): Cost => ({
  ...{ region: 'us-east-1', asOf: '2026-07' },
  ...(before ? { before: estimate(before) } : {}),
  after: estimate(after),
  change: {
    monthly: Object.values(by).reduce((all, each) => all + each, 0),
    by: Object.entries(by).map(([what, monthly]) => ({ what, monthly })),
  },
})
const nobody = { logicalId: 'Group0', what: 'the price of u7i.large' }

describe('of a stack that is made', () => {
  test.each<[Told, Record<string, number>, string | undefined]>([
    [{ monthly: 81.35 }, { 'NAT gateways': 81.35 }, 'about $81 a month: NAT gateways 81'],
    [{ monthly: 9.4 }, { Fargate: 9, alarms: 0.4 }, 'about $9.40 a month: Fargate 9.00, alarms 0.40'],
    [{ monthly: 100.5 }, { a: 50, b: 30, c: 10, d: 9.5, e: 1 }, 'about $101 a month: a 50, b 30, c 10, other 11'],
    // One more is named rather than called "other".
    [{ monthly: 99.5 }, { a: 50, b: 30, c: 10, d: 9.5 }, 'about $100 a month: a 50, b 30, c 10, d 9.50'],
    [{ monthly: 20, upTo: 92 }, { Fargate: 20 }, 'about $20 a month, up to $92 when it scales: Fargate 20'],
    [{ monthly: 0, upTo: 92 }, {}, 'about $0.00 a month, up to $92 when it scales'],
    [
      { monthly: 3, unknown: [nobody] },
      { EBS: 3 },
      'about $3.00 a month: EBS 3.00; not known and not in it: Group0 (the price of u7i.large)',
    ],
    [{ unknown: [nobody] }, {}, 'not known and not in it: Group0 (the price of u7i.large)'],
    [{}, {}, undefined],
  ])('%j %j', (after, by, text) => expect(costText(cost(undefined, after, by))).toBe(text))
})

describe('of a stack that is updated', () => {
  test.each<[Told, Told, Record<string, number>, string | undefined]>([
    [
      { monthly: 45.31 },
      { monthly: 81.35 },
      { 'NAT gateways': 36.5, alarms: -0.46 },
      'about + $36 a month ($81 in all): NAT gateways + 37, alarms - 0.46',
    ],
    [{ monthly: 22.27 }, { monthly: 13.26 }, { Fargate: -9.01 }, 'about - $9.01 a month ($13 in all): Fargate - 9.01'],
    [
      { monthly: 13 },
      { monthly: 22, upTo: 90 },
      { Fargate: 9 },
      'about + $9.00 a month ($22 in all, up to $90 when it scales): Fargate + 9.00',
    ],
    // The least stays, the most doesn't.
    [{ monthly: 22, upTo: 50 }, { monthly: 22, upTo: 90 }, {}, 'about $22 a month, up to $90 when it scales'],
    [{ monthly: 22, upTo: 50 }, { monthly: 22 }, {}, 'about $22 a month'],
    [{ monthly: 22, upTo: 50 }, { monthly: 22, upTo: 50 }, {}, undefined],
    [{ monthly: 22 }, { monthly: 22 }, {}, undefined],
    [{ monthly: 22, unknown: [nobody] }, { monthly: 22, unknown: [nobody] }, {}, undefined],
    [
      { monthly: 22 },
      { monthly: 9, unknown: [nobody] },
      {},
      'about $9.00 a month; not known and not in it: Group0 (the price of u7i.large)',
    ],
    [
      { monthly: 9, unknown: [nobody] },
      { monthly: 22 },
      {},
      'about $22 a month; not known of what is deployed: Group0 (the price of u7i.large)',
    ],
  ])('%j -> %j %j', (before, after, by, text) => expect(costText(cost(before, after, by))).toBe(text))

  test('names some of what is not known, and no control characters', () => {
    const unknown = ['A', 'B', 'C', 'D', 'E'].map(logicalId => ({ logicalId, what: 'the price of \u001b[1m' }))
    expect(costText(cost({}, { unknown }))).toBe(
      'not known and not in it: A (the price of \\x1b[1m), B (the price of \\x1b[1m), C (the price of \\x1b[1m), 2 more',
    )
  })
})

const set = (stackName: string, its?: Cost) => ({ stackName, changes: [change('It')], ...(its ? { cost: its } : {}) })
const plan = (...sets: ReturnType<typeof set>[]) => stripVTControlCharacters(changesText(sets)).split('\n')
const prices = 'list prices of us-east-1 on demand, July 2026; other regions differ; without traffic, logs, images and snapshots'

const more = cost({ monthly: 10 }, { monthly: 46 }, { EBS: 36 })
const made = cost(undefined, { monthly: 13.26 }, { Fargate: 13.26 })
const same = cost({ monthly: 20 }, { monthly: 20 })

describe('below a plan', () => {
  test('of one stack stand its cost and whose prices they are', () => {
    expect(plan(set('shop-dev', more))).toEqual([
      'shop-dev  1 to create',
      expect.stringMatching(/^ {2}\+ create/),
      '',
      '  cost  about + $36 a month ($46 in all): EBS + 36',
      '',
      prices,
    ])
  })

  test('of several stands their sum, and the prices once', () => {
    const lines = plan(set('shop-dev', more), set('shop-dev-db', same), set('shop-dev-web', made))
    expect(lines.slice(-2)).toEqual(['cost in all  about + $49 a month ($79 for these 3 stacks)', prices])
    expect(lines.filter(line => line.includes('cost'))).toHaveLength(3)
  })

  test('of several that are made stands what they cost', () => {
    expect(plan(set('shop-dev', made), set('shop-dev-web', made)).at(-2)).toBe(
      'cost in all  about $27 a month for these 2 stacks',
    )
  })

  test('the sum names those of which nothing can be told', () => {
    expect(plan(set('shop-dev', more), set('shop-dev-web', made), set('shop-dev-api')).at(-2)).toBe(
      'cost in all  about + $49 a month ($59 for these 2 stacks, without shop-dev-api)',
    )
  })

  test('stands no sum when one stack alone costs more or less', () => {
    expect(plan(set('shop-dev', more), set('shop-dev-db', same)).join('\n')).not.toContain('in all ')
  })

  test.each([
    ['that costs the same', same],
    ['of which nothing can be told', undefined],
  ])('stands nothing of a stack %s', (_, its) => expect(plan(set('shop-dev', its)).join('\n')).not.toMatch(/cost|prices/))
})

describe('a diff', () => {
  const diff = (...its: (Cost | undefined)[]) =>
    stripVTControlCharacters(
      diffText({
        changed: true,
        drifted: 0,
        stacks: its.map((each, i) => ({
          ...{ stack: `shop-${i}`, kind: 'update', diff: '+ a\n', changes: [change('It')], notes: [] },
          ...(each ? { cost: each } : {}),
        })),
      }),
    ).split('\n')

  test('has the same lines, and the prices once at its end', () => {
    const lines = diff(more, made)
    expect(lines).toContain('  cost  about + $36 a month ($46 in all): EBS + 36')
    expect(lines).toContain('  cost  about $13 a month: Fargate 13')
    expect(lines.slice(-2)).toEqual(['cost in all  about + $49 a month ($59 for these 2 stacks)', prices])
    expect(lines.filter(line => line === prices)).toHaveLength(1)
  })

  test("tells it also when CloudFormation can't be asked what it would do", () => {
    const stacks = [{ stack: 'shop', kind: 'update' as const, diff: '+ a\n', changes: [], notes: [], cost: more }]
    expect(stripVTControlCharacters(diffText({ changed: true, drifted: 0, stacks }))).toBe(
      `shop  differs from what is deployed\n\n+ a\n\n  cost  about + $36 a month ($46 in all): EBS + 36\n\n${prices}`,
    )
  })
})
