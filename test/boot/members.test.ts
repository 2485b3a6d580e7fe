import { describe, expect, test } from '@jest/globals'
import { boot, scenarios, writes, type Action } from './scenario.js'

const play = scenarios()
const three: Action[] = [boot(0), boot(1), boot(2), { do: 'wait', seconds: 10 }]
const ask: Action = { do: 'ask' }

describe('what mm asks a member', () => {
  const answer = async (members: 1 | 3, actions: Action[]) => {
    const { results } = await play(members, actions)
    return JSON.parse(results.at(-1)?.answer ?? '') as Record<string, unknown>
  }

  test('is answered by the only one', async () => {
    const { optime, newest, ...rest } = await answer(1, [boot(), ask])
    expect(rest).toEqual({ state: 'PRIMARY', lag: 0, fcv: '8.0', version: '8.0.15' })
    expect(optime).toEqual({ seconds: expect.any(Number), increment: 1 })
    expect(newest).toEqual(optime)
  })

  test.each(['allow', 'require'])('is answered by one that speaks TLS (%s)', async TLS => {
    expect(await answer(1, [boot(0, { env: { TLS } }), ask])).toMatchObject({ state: 'PRIMARY' })
  })

  test('is answered by a secondary that is behind, with how far', async () => {
    const slow: Action = { do: 'put', file: 'slow/db-2.db.zone', text: '99' }
    const behind = await answer(3, [...three, slow, ...writes(20), ask])
    expect(behind).toMatchObject({ state: 'SECONDARY', lag: 20 })
    const { optime, newest } = behind as Record<string, { seconds: number }>
    expect((newest?.seconds ?? 0) - (optime?.seconds ?? 0)).toBe(20)
  })

  test('is not answered by one that copies its first data: it has no users yet', async () => {
    const { results } = await play(3, [boot(0), { do: 'put', file: 'sync-ticks', text: '9999' }, boot(1), ask])
    expect(results.at(-1)).toMatchObject({ status: 1, answer: '' })
  })

  test.each<[string, Action[], RegExp]>([
    ['mongod is down', [{ do: 'put', file: 'mongods/db-0.db.zone' }, ask], /ECONNREFUSED/],
    ['its password is denied', [{ do: 'ask', faults: { 'aws secretsmanager get-secret-value': 'denied' } }], /AccessDenied/],
  ])('fails when %s', async (_, actions, complaint) => {
    const { results } = await play(1, [boot(), ...actions])
    expect(results.at(-1)?.status).not.toBe(0)
    expect(results.at(-1)?.complaint).toMatch(complaint)
  })
})

describe('what a member reports', () => {
  const states = async (actions: Action[]) => {
    const { results, volumes } = await play(3, [...three, ...actions])
    const value = results
      .at(-1)
      ?.metrics.map(each => /^MetricName=member_state_ok,Value=(\d)/.exec(each)?.[1])
      .find(Boolean)
    return { value, note: volumes['vol-2']?.notes['.mm-generation'] }
  }
  const others: Action[] = [
    { do: 'stop', member: 0 },
    { do: 'stop', member: 1 },
  ]

  test('is well as secondary of a primary', async () => {
    expect(await states([{ do: 'pulse' }])).toEqual({ value: '1', note: '1' })
  })

  test('is not well without a primary, and the note that its data is whole is made', async () => {
    expect(await states([...others, { do: 'pulse' }])).toEqual({ value: '0', note: '1' })
  })
})

describe('a member that comes back', () => {
  // The pulse notes that the first copy is complete.
  const away: Action[] = [...three, { do: 'pulse' }, { do: 'stop', member: 2 }, ...writes(20)]
  const slow = (seconds: number): Action => ({ do: 'put', file: 'slow/db-2.db.zone', text: String(seconds) })

  test('signals success when it has caught up', async () => {
    const { last, nodes } = await play(3, [...away, slow(60), boot(2)])
    expect(last).toMatchObject({ status: 0, signals: ['0'] })
    expect(nodes['db-2']?.docs).toEqual(nodes['db-0']?.docs)
  })

  test('signals nothing while it is far behind, and is tried again', async () => {
    const { results } = await play(3, [...away, slow(400), boot(2), boot(2, { instance: 'again' })])
    expect(results.at(-2)).toMatchObject({ status: 1, signals: [] })
    expect(results.at(-2)?.log).toContain('timed out: less than 10 s behind the newest member')
    expect(results.at(-1)).toMatchObject({ status: 0, signals: ['0'] })
  })

  test('reports its metrics meanwhile', async () => {
    const { results } = await play(3, [...away, slow(9999), boot(2), { do: 'pulse' }])
    expect(results.at(-1)?.metrics).toContainEqual(expect.stringMatching(/^MetricName=replication_lag_seconds,Value=2\d,/))
  })
})
