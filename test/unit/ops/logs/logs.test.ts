import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { followLogs } from '../../../../src/ops/logs/follow-logs.js'
import { logSources, readRange } from '../../../../src/ops/logs/read-logs.js'
import { fakeClock, fakeLogs, fakeStacks, line, stack, worldOf } from '../../../fakes/world.js'

const sources = [
  { service: 'backend', group: 'b' },
  { service: 'frontend', group: 'f' },
]

async function collect<T>(lines: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const each of lines) all.push(each)
  return all
}

test('a range holds every line of every page, all services merged by time', async () => {
  const clock = fakeClock(1000)
  const visible = (ids: [string, number][]) => ids.map(([id, at]) => ({ line: line(id, at), visibleAt: 0 }))
  const logs = fakeLogs(clock, {
    b: visible([
      ['b1', 10],
      ['b2', 30],
      ['b3', 30],
      ['b4', 60],
    ]),
    f: visible([
      ['f1', 20],
      ['f2', 30],
      ['f3', 70],
    ]),
  })
  const read = await collect(readRange(worldOf({ logs }), sources, { since: 15, until: 65 }))
  expect(read.map(each => `${each.service} ${each.id}`)).toEqual([
    'frontend f1',
    'backend b2',
    'backend b3',
    'frontend f2',
    'backend b4',
  ])
})

describe('following', () => {
  /** Follows for so many seconds of the fake clock. */
  async function followFor(seconds: number, groups: Parameters<typeof fakeLogs>[1]) {
    const clock = fakeClock(1_000_000)
    const logs = fakeLogs(clock, groups)
    const stop = new AbortController()
    const sleep: typeof clock.sleep = async (ms, signal) => {
      await clock.sleep(ms, signal)
      if (clock.passed() >= seconds * 1000) stop.abort()
    }
    const followed = await collect(
      followLogs(worldOf({ logs, clock: { ...clock, sleep }, signal: stop.signal }), sources, clock.now()),
    )
    return { ids: followed.map(each => each.id), queries: logs.queries }
  }

  test('shows a line that becomes visible long after its own time, once', async () => {
    const { ids } = await followFor(100, {
      b: [
        { line: line('early', 1_001_000), visibleAt: 1_002_000 },
        { line: line('late', 1_001_500), visibleAt: 1_050_000 },
      ],
      f: [{ line: line('other', 1_040_000), visibleAt: 1_040_000 }],
    })
    expect(ids).toEqual(['early', 'other', 'late'])
  })

  test('a line dated in the future does not hide the ones after it', async () => {
    const { ids } = await followFor(30, {
      b: [
        { line: line('ahead', 1_060_000), visibleAt: 1_001_000 },
        { line: line('next', 1_005_000), visibleAt: 1_006_000 },
      ],
    })
    expect(ids.sort()).toEqual(['ahead', 'next'])
  })

  test('lines of the same millisecond that come in two batches are all shown', async () => {
    const { ids } = await followFor(30, {
      b: ['a', 'b', 'c', 'd', 'e'].map((id, i) => ({ line: line(id, 1_002_000), visibleAt: 1_003_000 + i * 1500 })),
    })
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('a service without a log group yet is waited for', async () => {
    const { ids } = await followFor(5, {})
    expect(ids).toEqual([])
  })

  test('never asks for lines before its beginning, and the window moves on', async () => {
    const { queries } = await followFor(180, {})
    expect(Math.min(...queries.map(query => query.since))).toBe(1_000_000)
    expect(queries.at(-1)?.since).toBeGreaterThan(1_100_000)
  })
})

test('a trouble that passes is told, and no line is lost or repeated', async () => {
  const clock = fakeClock(1_000_000)
  const logs = fakeLogs(clock, {
    b: ['one', 'two', 'three'].map((id, i) => ({ line: line(id, 1_001_000 + i * 10_000), visibleAt: 1_001_000 + i * 10_000 })),
  })
  const stop = new AbortController()
  const sleep: typeof clock.sleep = async (ms, signal) => {
    await clock.sleep(ms, signal)
    if (clock.passed() >= 60_000) stop.abort()
  }
  const page: typeof logs.page = query =>
    clock.passed() > 5000 && clock.passed() < 25_000
      ? Promise.reject(new MmError('NetworkUnreachable', 'away'))
      : logs.page(query)
  const troubles: string[] = []
  const world = worldOf({ logs: { page }, clock: { ...clock, sleep }, signal: stop.signal })
  const followed = await collect(followLogs(world, sources, clock.now(), error => troubles.push(error.message)))
  expect(followed.map(each => each.id)).toEqual(['one', 'two', 'three'])
  expect(troubles).toContain('away')
  const denied = worldOf({
    logs: { page: () => Promise.reject(new MmError('AccessDenied', 'no')) },
    clock,
    signal: new AbortController().signal,
  })
  await expect(collect(followLogs(denied, sources, clock.now()))).rejects.toMatchObject({ code: 'AccessDenied' })
})

describe('which services', () => {
  const environment = stack('shop-dev', { tags: { 'mm:app': 'shop', 'mm:env': 'dev' } })
  const service = (name: string) =>
    stack(`shop-dev-${name}`, {
      tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': name },
      outputs: { LogGroupName: `group-${name}` },
    })
  const world = worldOf({ stacks: fakeStacks([], [environment, service('frontend'), service('backend')]) })

  test('all that are deployed, or those that are named', async () => {
    expect(await logSources(world, 'shop', 'dev', [])).toEqual([
      { service: 'backend', group: 'group-backend' },
      { service: 'frontend', group: 'group-frontend' },
    ])
    expect(await logSources(world, 'shop', 'dev', ['frontend'])).toEqual([{ service: 'frontend', group: 'group-frontend' }])
  })

  test('an unknown name gets the nearest one', async () => {
    await expect(logSources(world, 'shop', 'dev', ['frontent'])).rejects.toMatchObject({
      code: 'NoLogs',
      exitCode: 5,
      details: { fix: ['mm logs frontend --env dev'] },
    })
  })

  test('an environment that is not deployed', async () => {
    await expect(logSources(world, 'shop', 'prod', [])).rejects.toMatchObject({ code: 'EnvironmentNotDeployed', exitCode: 5 })
  })
})
