import { describe, expect, test } from '@jest/globals'
import { boot, scenarios, type Action } from './scenario.js'

const play = scenarios()
/** As member 0 boots with `members: 1`. */
const one = { env: { MEMBERS: '1', SEEDS: 'db-0.db.zone:27017' } }
const wait: Action = { do: 'wait', seconds: 10 }
const copiesForEver: Action = { do: 'put', file: 'sync-ticks', text: '9999' }
const leads = (member: number): Action => ({ do: 'put', file: 'leader', text: `db-${member}.db.zone` })
const write = (member: number, docs: Record<string, number>): Action => ({ do: 'write', member, docs })
const ended: Action[] = [
  { do: 'stop', member: 1 },
  { do: 'stop', member: 2 },
]
const blank: Action[] = [
  { do: 'loseVolume', member: 1, volume: 'vol-1b' },
  { do: 'loseVolume', member: 2, volume: 'vol-2b' },
]
const second: Action[] = [{ do: 'put', file: 'sync-ticks', text: '2' }, boot(0), boot(1), boot(2), wait]
const grows: Action[] = [boot(0, one), write(0, { a: 1 }), boot(0)]

describe('one member that was to become three, and is one again', () => {
  /** How far the update came, and the writes that it must not lose. */
  const cases: [string, Action[], Record<string, number>][] = [
    ['both have copied', [boot(1), boot(2), wait, write(0, { b: 2 })], { a: 1, b: 2 }],
    [
      'another is the primary, and has newer writes',
      [
        boot(1),
        boot(2),
        wait,
        leads(1),
        { do: 'stop', member: 0 },
        write(1, { b: 2 }),
        { do: 'wait', seconds: 2 },
        write(2, { c: 3 }),
      ],
      { a: 1, b: 2, c: 3 },
    ],
    ['only one has copied', [boot(1), wait, write(0, { b: 2 }), wait, leads(1)], { a: 1, b: 2 }],
    ['one has copied, the other copies', [boot(1), wait, copiesForEver, boot(2)], { a: 1 }],
    ['neither has copied', [copiesForEver, boot(1), boot(2), write(0, { b: 2 })], { a: 1, b: 2 }],
    ['neither has joined', [], { a: 1 }],
  ]

  test.each(cases)('serves when the new ones are gone: %s', async (_, actions, docs) => {
    const { last, nodes, volumes } = await play(3, [...grows, ...actions, boot(0, one), ...ended])
    expect(last).toMatchObject({ status: 0, signals: ['0'] })
    expect(nodes).toMatchObject({ 'db-0': { state: 'PRIMARY', docs } })
    expect(volumes['vol-0']?.hosts).toEqual(['db-0.db.zone:27017'])
  })

  test.each(cases)('becomes three at the second attempt, on new volumes: %s', async (_, actions, docs) => {
    const { last, nodes, volumes } = await play(3, [...grows, ...actions, boot(0, one), ...ended, ...blank, ...second])
    expect(last).toMatchObject({ status: 0, signals: ['0'] })
    expect(Object.values(nodes).map(each => each.docs)).toEqual([docs, docs, docs])
    expect(volumes['vol-0']?.hosts).toHaveLength(3)
  })

  test('takes them out only when it has caught up with them', async () => {
    const behind: Action[] = [{ do: 'stop', member: 0 }, ...Array.from({ length: 20 }, (_, i) => write(1, { [`d${i}`]: i }))]
    const slow: Action = { do: 'put', file: 'slow/db-0.db.zone', text: '9999' }
    const { results, last, volumes } = await play(3, [...grows, boot(1), boot(2), wait, ...behind, wait, slow, boot(0, one)])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(results.at(-1)?.log).toContain('timed out: less than 10 s behind the newest member')
    expect(volumes['vol-0']?.hosts).toHaveLength(3)
  })

  test('lets none of them in again', async () => {
    const { results, volumes } = await play(3, [...grows, boot(1), boot(2), wait, boot(0, one), boot(2)])
    expect(results.at(-1)).toMatchObject({ status: 1, signals: [] })
    expect(results.at(-1)?.log).toContain('an update was rolled back: the set is to have only db-0.db.zone:27017')
    expect(volumes['vol-0']?.hosts).toEqual(['db-0.db.zone:27017'])
  })

  test('forces nothing when they are gone already, and says who is missing', async () => {
    const { last, volumes } = await play(3, [...grows, boot(1), boot(2), wait, ...ended, boot(0, one)])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(last.log).toContain(
      "no primary: db-1.db.zone:27017,db-2.db.zone:27017 have votes in the set, and aren't the stack's members",
    )
    expect(volumes['vol-0']?.hosts).toHaveLength(3)
  })
})
