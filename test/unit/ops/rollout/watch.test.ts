import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import type { Rollout } from '../../../../src/ops/ports/progress.js'
import type { RunningService, Target, Task } from '../../../../src/ops/ports/running.js'
import { watchRollout, type RolloutWatch } from '../../../../src/ops/rollout/watch.js'
import { event, fakeClock, fakeLogs, fakeProgress, line, worldOf } from '../../../fakes/world.js'

const running = (revision: number, more: Partial<RunningService> = {}): RunningService => ({
  name: 'web',
  cluster: 'c',
  status: 'ACTIVE',
  taskDefinition: `td:${revision}`,
  desired: 1,
  running: 1,
  pending: 0,
  rollout: 'IN_PROGRESS',
  deployments: [],
  events: [],
  answeredAt: 0,
  ...more,
})
const start = fakeClock().now()
const crash = (id: string, revision: number, more: Partial<Task> = {}): Task => ({
  id,
  taskDefinition: `td:${revision}`,
  createdAt: start + 1000,
  stoppedAt: start + 1500,
  stopCode: 'EssentialContainerExited',
  containers: [{ name: 'web', exitCode: 1 }],
  ...more,
})
const ill = (id: string, reason = 'Health checks failed with these codes: [500]'): Target => ({
  id,
  port: 1,
  state: 'unhealthy',
  reason,
})

const hour = 3_600_000

interface Second {
  service?: RunningService
  stopped?: Task[]
  targets?: Record<string, Target[]>
}

/** ECS as it is at the watch's beginning, and every two seconds later; the last for ever. */
interface Options {
  groups?: string[]
  failFast?: boolean
  /** ECS's answer to the order to go back. */
  refusal?: Error
  removal?: string | undefined
  /** What AWS's clock shows when this machine's shows `start`. */
  awsStart?: number
  /** ARN of what ECS alone rolls out. */
  deploys?: string
  /** When CloudWatch shows the lines, in ms from the beginning. */
  linesAfter?: number
  during?: (watching: RolloutWatch) => void
}

async function watch(
  seconds: Second[],
  {
    groups = ['one'],
    failFast = true,
    linesAfter = 0,
    awsStart = start,
    deploys,
    removal,
    refusal,
    during = () => {},
  }: Options = {},
) {
  const clock = fakeClock()
  const said: string[] = []
  const rollouts: Rollout[] = []
  const stopOrders: string[] = []
  const now = () => seconds[Math.min(Math.floor(clock.passed() / 2000), seconds.length - 1)] ?? {}
  const logs = fakeLogs(clock, {
    g: Array.from({ length: 90 }, (_, i) => ({
      line: line(`line ${i}`, start + 1010 + i, { stream: 'web/web/new' }),
      visibleAt: start + linesAfter,
    })),
  })
  const world = worldOf({
    clock,
    logs,
    progress: { ...fakeProgress(said), rollout: rollout => void rollouts.push(rollout) },
    services: {
      describe: async () => {
        const { service } = now()
        return service && { ...service, answeredAt: awsStart + clock.passed() }
      },
      served: async () => [],
      alarms: async () => ({ names: [], watched: false, triggered: [] }),
      started: async () => [crash('new', 2, { logStream: 'web/web/new' })],
      stopped: async () => now().stopped ?? [],
      targets: async group => now().targets?.[group] ?? [],
      deploy: () => Promise.reject(new Error('nothing is deployed')),
      async stopDeployment() {
        stopOrders.push('stop')
        if (refusal) throw refusal
        return true
      },
    },
  })
  const watching = watchRollout(world, {
    cluster: 'c',
    service: 'web',
    logGroup: 'g',
    targetGroups: groups,
    before: 'td:1',
    deploys,
    removal,
    failFast,
    record: { ended: () => {} },
  })
  during(watching)
  // Only the watch waits, and so it alone moves the time.
  while (clock.passed() < 2000 * seconds.length) await new Promise(resolve => setImmediate(resolve))
  const seen = await watching.end()
  return { seen, said, rollouts, stopOrders, hopeless: watching.hopeless.aborted, queries: logs.queries }
}

describe('ECS is told to go back', () => {
  const again = crash('b', 2, { createdAt: start + 2000, stoppedAt: start + 2500 })

  test('at the second crash, of a task that was begun after the first ended', async () => {
    const { stopOrders, hopeless } = await watch([
      { service: running(1) },
      { service: running(2), stopped: [crash('a', 2), again] },
    ])
    expect([stopOrders, hopeless]).toEqual([['stop'], true])
  })

  test('also when the first was seen while it was still ending', async () => {
    const ending = crash('a', 2)
    delete ending.stoppedAt
    const { stopOrders } = await watch([
      { service: running(1) },
      { service: running(2), stopped: [ending] },
      { service: running(2), stopped: [crash('a', 2), again] },
    ])
    expect(stopOrders).toEqual(['stop'])
  })

  test('when three tasks crash together', async () => {
    const { stopOrders } = await watch([
      { service: running(1) },
      { service: running(2), stopped: [crash('a', 2), crash('b', 2), crash('c', 2)] },
    ])
    expect(stopOrders).toEqual(['stop'])
  })

  test('at the second crash of a kind, however many of other kinds there were before', async () => {
    const others = Array.from({ length: 30 }, (_, i) => crash(`o${i}`, 2, { containers: [{ name: 'web', exitCode: 100 + i }] }))
    const { stopOrders, seen, said } = await watch([
      { service: running(1) },
      { service: running(2), stopped: [crash('a', 2), ...others] },
      { service: running(2), stopped: [again, crash('a', 2), ...others] },
    ])
    expect(stopOrders).toEqual(['stop'])
    expect(seen.crashes).toHaveLength(32)
    expect(said.filter(text => text.includes(' stopped: '))).toHaveLength(10)
    expect(said.filter(text => text.includes('more tasks stop'))).toHaveLength(1)
  })

  test.each([
    ['', undefined],
    ['. To take it away at once: mm svc delete', 'mm svc delete'],
  ])('once: when it refuses, that is told, and nothing is given up%s', async (end, removal) => {
    const refusal = new MmError('AwsError', 'ecs:StopServiceDeployment failed', { why: 'ConflictException: no' })
    const crashes = [crash('a', 2), again]
    const { stopOrders, hopeless, said, seen } = await watch(
      [
        { service: running(1) },
        { service: running(2), stopped: crashes },
        { service: running(2), stopped: [crash('d', 2), ...crashes] },
      ],
      { refusal, removal },
    )
    expect([stopOrders, hopeless, seen.crashes.length]).toEqual([['stop'], false, 3])
    const told = "ECS didn't take the order to go back: ecs:StopServiceDeployment failed: ConflictException: no"
    expect(said).toContain(`info: ${told}; it's waited for until it gives up by itself${end}`)
  })

  test.each<[string, Second[], Options]>([
    [
      'two tasks that began together crash together',
      [{ service: running(1) }, { service: running(2), stopped: [crash('a', 2), crash('b', 2)] }],
      {},
    ],
    [
      'the crashing revision is one that ECS had gone back to before',
      [{ service: running(0) }, { service: running(2), stopped: [crash('a', 0), { ...again, taskDefinition: 'td:0' }] }],
      {},
    ],
    ['ECS has gone back already', [{ service: running(1) }, { service: running(1), stopped: [crash('a', 2), again] }], {}],
    [
      'CloudFormation takes everything back',
      [{ service: running(1) }, { service: running(2), stopped: [crash('a', 2), again] }],
      {
        during: watching =>
          watching.event(event('shop-dev-web', 'UPDATE_ROLLBACK_IN_PROGRESS', { type: 'AWS::CloudFormation::Stack' })),
      },
    ],
    [
      'it is not asked for',
      [{ service: running(1) }, { service: running(2), stopped: [crash('a', 2), again] }],
      { failFast: false },
    ],
  ])('but not when %s', async (_, seconds, options) => {
    const { stopOrders, hopeless } = await watch(seconds, options)
    expect([stopOrders, hopeless]).toEqual([[], false])
  })
})

describe('what is seen', () => {
  test('of a task that was still ending: its exit code, as soon as it has one', async () => {
    const ending = crash('a', 2, { containers: [{ name: 'web' }] })
    delete ending.stoppedAt
    const { seen, said } = await watch([
      { service: running(1) },
      { service: running(2), stopped: [ending] },
      { service: running(2), stopped: [crash('a', 2)] },
    ])
    expect(seen.crashes.map(({ task }) => task)).toEqual([crash('a', 2)])
    expect(said.filter(text => text.includes('task a stopped'))).toHaveLength(1)
  })

  test("is the new revision's: not targets that were ill before, nor tasks of the old one", async () => {
    const targets = { one: [ill('old')] }
    const { seen } = await watch([
      { service: running(1), targets },
      { service: running(2), targets, stopped: [crash('a', 1)] },
    ])
    expect(seen).toMatchObject({ unhealthy: [], crashes: [] })
  })

  test('a target that gets well again is forgotten, one that gets ill again is not', async () => {
    const well = { ...ill('a'), state: 'healthy' }
    const { seen } = await watch([
      { service: running(1), targets: { one: [ill('a')] } },
      { service: running(2), targets: { one: [well, ill('b')] } },
      { service: running(2), targets: { one: [ill('a'), { ...well, id: 'b' }] } },
    ])
    expect(seen.unhealthy.map(({ id }) => id)).toEqual(['a'])
  })

  test('a service that shifts traffic has its targets in either group', async () => {
    const { seen, said } = await watch([{ service: running(1) }, { service: running(2), targets: { two: [ill('a')] } }], {
      groups: ['one', 'two'],
    })
    expect(seen.unhealthy.map(({ id }) => id)).toEqual(['a'])
    expect(said).toContainEqual(expect.stringContaining('target a is unhealthy: Health checks failed with these codes: [500]'))
  })

  test("a log is read so far, and no further: the last lines of it are the task's", async () => {
    const { seen, queries } = await watch([{ service: running(1) }, { service: running(2), targets: { one: [ill('a')] } }])
    expect(queries).toHaveLength(20)
    expect(seen.words).toMatchObject({ task: 'new' })
    expect(seen.words?.log).toHaveLength(40)
  })

  test('a log that CloudWatch shows later is read later', async () => {
    const sick: Second = { service: running(2), targets: { one: [ill('a')] } }
    const { seen } = await watch([{ service: running(1) }, sick, sick, sick, sick], { linesAfter: 7000 })
    expect(seen.words?.log).toHaveLength(40)
  })
})

describe('only what AWS tells is compared with what AWS tells: with the clock here an hour wrong', () => {
  const own = (id: string, at: number) => crash(id, 2, { createdAt: at, stoppedAt: at + 500 })
  const events = (at: number) => [{ at, message: '(service web) was unable to place a task.' }]

  test.each([
    ['ahead', start - hour],
    ['behind', start + hour],
  ])('%s', async (_, awsStart) => {
    const [early, late] = [awsStart - hour / 2, awsStart + 3000]
    const { seen, stopOrders, said } = await watch(
      [
        { service: running(1) },
        {
          service: running(2, { events: [...events(late), { at: early, message: 'Capacity is unavailable' }] }),
          stopped: [own('a', late), own('b', late + 1000), own('e', early)],
        },
      ],
      { awsStart },
    )
    expect(seen.crashes.map(({ task }) => task.id)).toEqual(['a', 'b'])
    expect(seen.messages).toEqual(events(late).map(({ message }) => message))
    expect(stopOrders).toEqual(['stop'])
    expect(said).toContain('info: ECS: (service web) was unable to place a task.')
  })

  test('a first deployment begins with the first event of its stack', async () => {
    const awsStart = start - hour
    const known = { service: running(2), stopped: [own('a', awsStart + 3000), own('b', awsStart - 3000)] }
    const { seen } = await watch([{}, known], {
      awsStart,
      during: watching => watching.event({ ...event('shop-dev-web', 'CREATE_IN_PROGRESS'), at: awsStart }),
    })
    expect(seen.crashes.map(({ task }) => task.id)).toEqual(['a'])
  })
})

describe('a revision that was rolled out before', () => {
  const deployment = (createdAt: number) => ({ taskDefinition: 'td:2', createdAt, desired: 1, running: 0, pending: 1, failed: 0 })
  const failed = { rollout: 'FAILED', rolloutReason: 'tasks failed to start', deployments: [deployment(start - hour)] }
  const old = crash('old', 2, { createdAt: start - 60_000 })

  test('and is deployed again: what it did then is no failure of now', async () => {
    const { seen } = await watch([{ service: running(2, failed) }, { service: running(2, failed), stopped: [old] }], {
      deploys: 'td:2',
    })
    expect(seen).toMatchObject({ crashes: [], messages: [] })
    const again = { ...failed, deployments: [deployment(start + 1000)] }
    const now = await watch([{ service: running(2, failed) }, { service: running(2, again), stopped: [crash('a', 2), old] }], {
      deploys: 'td:2',
    })
    expect(now.seen.messages).toEqual(['tasks failed to start'])
    expect(now.seen.crashes.map(({ task }) => task.id)).toEqual(['a'])
  })

  test('and whose rollout goes on: all of that rollout counts', async () => {
    const goesOn = running(2, { deployments: [deployment(start - hour)] })
    const { seen } = await watch([{ service: goesOn }, { service: goesOn, stopped: [old] }], { deploys: 'td:2' })
    expect(seen.crashes.map(({ task }) => task.id)).toEqual(['old'])
  })
})

describe('how the rollout stands', () => {
  const of = (revision: number, more: Partial<RunningService['deployments'][number]> = {}) => ({
    taskDefinition: `td:${revision}`,
    desired: 1,
    running: 0,
    pending: 0,
    failed: 0,
    ...more,
  })
  const target = (id: string, state: string): Target => ({ id, port: 1, state })
  const before: Second = { service: running(1, { deployments: [of(1, { running: 1 })] }) }

  test('is told of the new revision and of what still runs, once for each change', async () => {
    const both = running(2, { deployments: [of(2, { pending: 1 }), of(1, { running: 1 })] })
    const done = running(2, { rollout: 'COMPLETED', deployments: [of(2, { running: 1 }), of(1)] })
    const { rollouts, seen } = await watch([
      before,
      before,
      { service: both, targets: { one: [target('a', 'healthy')] } },
      { service: both, targets: { one: [target('a', 'healthy')] } },
      { service: done, targets: { one: [target('a', 'draining'), target('b', 'healthy'), target('c', 'unused')] } },
    ])
    expect(rollouts).toEqual([
      {
        service: 'web',
        revisions: [
          { revision: '2', desired: 1, running: 0, pending: 1, failed: 0 },
          { revision: '1', desired: 1, running: 1, pending: 0, failed: 0 },
        ],
        targets: { healthy: 1, total: 1 },
      },
      {
        service: 'web',
        revisions: [{ revision: '2', desired: 1, running: 1, pending: 0, failed: 0 }],
        targets: { healthy: 1, total: 1 },
      },
    ])
    expect(seen.completedAt).toBe(start + 8000)
  })

  test('is told of going back, too, and has no targets where there is no load balancer', async () => {
    const { rollouts, seen } = await watch(
      [
        before,
        { service: running(2, { deployments: [of(2, { failed: 2 })] }) },
        { service: running(1, { rollout: 'COMPLETED', deployments: [of(1)] }) },
      ],
      { groups: [] },
    )
    expect(rollouts.map(({ revisions, targets }) => [revisions[0]?.revision, targets])).toEqual([
      ['2', undefined],
      ['1', undefined],
    ])
    expect(seen.completedAt).toBeUndefined()
  })

  test("isn't told while there's no new revision", async () => {
    expect((await watch([before, before])).rollouts).toEqual([])
  })
})
