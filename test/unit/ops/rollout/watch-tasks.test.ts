import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import type { LogLine } from '../../../../src/ops/ports/logs.js'
import type { Task } from '../../../../src/ops/ports/running.js'
import { taskLog } from '../../../../src/ops/rollout/task-log.js'
import { watchTasks } from '../../../../src/ops/rollout/watch-tasks.js'
import { fakeClock, fakeProgress, line, worldOf } from '../../../fakes/world.js'

const start = fakeClock().now()
const ended = (id: string, more: Partial<Task> = {}): Task => ({
  id,
  taskDefinition: 'td:2',
  createdAt: start + 1000,
  stoppedAt: start + 1500,
  stopCode: 'EssentialContainerExited',
  reason: 'Essential container in task exited',
  containers: [{ name: 'web', exitCode: 1 }],
  logStream: `web/web/${id}`,
  ...more,
})
const linesOf = (id: string, count: number) =>
  Array.from({ length: count }, (_, i) => line(`${id} ${i + 1}`, start + 1100 + i, { stream: `web/web/${id}` }))
const numbered = (id: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `${id} ${from + i}`)
const denied = () => new MmError('AccessDenied', 'AWS denies logs:FilterLogEvents', { why: 'no such right' })

/** What ECS and CloudWatch know; a test changes it as time goes by. */
interface Known {
  stopped: Task[]
  lines: LogLine[]
  refuses?: MmError | undefined
}

function watching(known: Known) {
  const clock = fakeClock()
  const said: string[] = []
  const kept: Record<string, { task: Task; log: string[] }[]> = {}
  const asked: string[] = []
  const interrupt = new AbortController()
  const world = worldOf({
    clock,
    signal: interrupt.signal,
    progress: fakeProgress(said),
    services: { stopped: async () => [...known.stopped] } as never,
    logs: {
      // Oldest first and in pages, as CloudWatch does, and of more streams than the one.
      async page({ streamPrefix = '', next = '0' }) {
        asked.push(streamPrefix)
        if (known.refuses) throw known.refuses
        const all = known.lines.filter(({ stream }) => stream.startsWith(streamPrefix.slice(0, 8)))
        const end = Number(next) + 40
        return { lines: all.slice(Number(next), end), serverTime: 0, ...(end < all.length ? { next: String(end) } : {}) }
      },
    },
  })
  const watched = {
    cluster: 'c',
    service: 'web',
    logGroup: 'g',
    targetGroups: new Set<string>(),
    oldRevisions: new Set(['td:1']),
    since: start,
  }
  const tasks = watchTasks(world, watched, {
    log: taskLog(world, watched),
    record: { ended: ({ task, log }) => void (kept[task.id] ??= []).push({ task, log: [...log] }) },
  })
  return {
    clock,
    said,
    asked,
    interrupt,
    tasks,
    newest: (id: string) => kept[id]?.at(-1),
    kept: (id: string) => kept[id] ?? [],
    /** A look, and the logs that it reads beside. */
    look: async (ms = 2000) => {
      await clock.sleep(ms)
      await tasks.look('web')
      await new Promise(resolve => setTimeout(resolve))
    },
  }
}

describe('the log of a crash', () => {
  test('of that task alone: 20 lines are shown, 50 kept', async () => {
    const { look, said, newest, tasks } = watching({
      stopped: [ended('a'), ended('b')],
      lines: [...linesOf('a', 90), ...linesOf('b', 7)],
    })
    await look()
    expect(said).toEqual([
      'info: task a stopped: exit code 1, Essential container in task exited',
      'info: task b stopped: exit code 1, Essential container in task exited',
      ['info: the last lines of task a (exit code 1):', ...numbered('a', 71, 90).map(each => `  ${each}`)].join('\n'),
    ])
    expect(newest('a')?.log).toEqual(numbered('a', 41, 90))
    expect(newest('b')?.log).toEqual(numbered('b', 1, 7))
    expect(tasks.crashes().map(({ log }) => log.length)).toEqual([50, 7])
  })

  test('fewer than these: all of them', async () => {
    const { look, said, newest } = watching({ stopped: [ended('a')], lines: linesOf('a', 3) })
    await look()
    expect(said.at(-1)?.split('\n')).toHaveLength(4)
    expect(newest('a')?.log).toEqual(numbered('a', 1, 3))
  })

  test.each<[string, Partial<Known>, Partial<Task>, string]>([
    ['may not be read', { refuses: denied() }, {}, 'AWS denies logs:FilterLogEvents: no such right'],
    [
      'is one that nobody tells the name of',
      {},
      { logUnknown: 'AWS denies ecs:DescribeTaskDefinition' },
      'AWS denies ecs:DescribeTaskDefinition',
    ],
  ])('that %s: the crash is counted, kept and told at once, and that once', async (_, known, more, why) => {
    const { look, said, newest, tasks } = watching({ stopped: [ended('a', more), ended('b', more)], lines: [], ...known })
    await look()
    await look()
    await tasks.settle(5000)
    expect(tasks.crashes().map(({ task }) => task.id)).toEqual(['a', 'b'])
    expect(newest('b')).toEqual({ task: ended('b', more), log: [] })
    expect(said).toEqual([
      'info: task a stopped: exit code 1, Essential container in task exited',
      'info: task b stopped: exit code 1, Essential container in task exited',
      `info: the log of task a can't be read: ${why}`,
    ])
  })

  test('that may be read later: its lines are told and kept then', async () => {
    const known: Known = { stopped: [ended('a')], lines: linesOf('a', 2), refuses: denied() }
    const { look, said, newest } = watching(known)
    await look()
    expect(newest('a')?.log).toEqual([])
    known.refuses = undefined
    await look()
    expect(newest('a')?.log).toEqual(['a 1', 'a 2'])
    expect(said.at(-1)).toBe('info: the last lines of task a (exit code 1):\n  a 1\n  a 2')
  })

  test('grows while CloudWatch shows more; shown once, kept anew', async () => {
    const known: Known = { stopped: [ended('a')], lines: [] }
    const { look, said, kept } = watching(known)
    await look()
    known.lines = linesOf('a', 1)
    await look()
    known.lines = linesOf('a', 3)
    await look(6000)
    expect(kept('a').map(({ log }) => log)).toEqual([[], ['a 1'], ['a 1', 'a 2', 'a 3']])
    expect(said.filter(text => text.includes('the last lines'))).toEqual(['info: the last lines of task a (exit code 1):\n  a 1'])
  })

  test('that a rollback deletes: what was read of it stays', async () => {
    const known: Known = { stopped: [ended('a')], lines: linesOf('a', 3) }
    const { look, kept, tasks } = watching(known)
    await look()
    known.lines = []
    await look()
    await tasks.settle(5000)
    expect(kept('a').map(({ log }) => log.length)).toEqual([0, 3])
    expect(tasks.crashes()[0]?.log).toHaveLength(3)
  })

  test('that stays empty is asked for more and more seldom', async () => {
    const { look, asked } = watching({ stopped: [ended('a')], lines: [] })
    for (let i = 0; i < 150; i++) await look()
    expect(asked.length).toBeGreaterThan(5)
    expect(asked.length).toBeLessThan(20)
  })

  test('is not asked for of more tasks than are told of', async () => {
    const stopped = Array.from({ length: 40 }, (_, i) => ended(`t${i}`))
    const { look, asked, kept, tasks } = watching({ stopped, lines: [] })
    await look()
    expect(new Set(asked).size).toBe(10)
    expect(tasks.crashes()).toHaveLength(40)
    expect(kept('t39')).toHaveLength(1)
  })
})

describe('before something is told of it, its lines', () => {
  const settling = async (more: Partial<Task>, looks = 1) => {
    const watch = watching({ stopped: [ended('a', more)], lines: [] })
    for (let i = 0; i < looks; i++) await watch.look()
    const at = watch.clock.passed()
    await watch.tasks.settle(5000)
    await watch.tasks.settle(5000)
    return watch.clock.passed() - at
  }

  test('are waited for, some seconds, once', async () => {
    expect(await settling({})).toBe(5000)
  })

  test('are waited for the less the longer it has had nothing to say', async () => {
    expect(await settling({}, 4)).toBe(4000)
  })

  test('are waited for no longer than they take', async () => {
    const known: Known = { stopped: [ended('a')], lines: [] }
    const { look, tasks, clock, newest } = watching(known)
    await look()
    const at = clock.passed()
    void clock.sleep(0).then(() => (known.lines = linesOf('a', 1)))
    await tasks.settle(5000)
    expect(clock.passed() - at).toBe(500)
    expect(newest('a')?.log).toEqual(['a 1'])
  })

  test.each<[string, Partial<Task>, number]>([
    ['it has no log', { logStream: undefined as never }, 1],
    ['none of its containers ran', { containers: [{ name: 'web', reason: 'CannotPullContainerError' }] }, 1],
    ['it ended so long ago that none will come', {}, 6],
    [
      'the kernel killed it for its memory',
      { containers: [{ name: 'web', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }] },
      1,
    ],
    [
      'ECS stopped it, since it was not needed any more',
      { stopCode: 'ServiceSchedulerInitiated', reason: 'Scaling activity' },
      1,
    ],
  ])('are not waited for when %s', async (_, more, looks) => {
    expect(await settling(more, looks)).toBe(0)
  })

  test('are read once more, without waiting, when nothing went wrong', async () => {
    const known: Known = { stopped: [ended('a')], lines: [] }
    const { look, tasks, clock, newest } = watching(known)
    await look()
    known.lines = linesOf('a', 1)
    const at = clock.passed()
    await tasks.once()
    expect([clock.passed() - at, newest('a')?.log]).toEqual([0, ['a 1']])
  })

  test('are not waited for by who has interrupted', async () => {
    const { look, tasks, clock, interrupt, said } = watching({ stopped: [ended('a')], lines: [], refuses: denied() })
    interrupt.abort()
    await look()
    const at = clock.passed()
    await tasks.settle(5000)
    expect([clock.passed() - at, said]).toEqual([0, [expect.stringContaining('task a stopped')]])
  })
})

describe('a task that ends', () => {
  test('by no fault of its own is kept with its exit code, and not told of', async () => {
    const more = {
      stopCode: 'ServiceSchedulerInitiated',
      reason: 'Scaling activity initiated by deployment ecs-svc/1',
      containers: [{ name: 'web', exitCode: 143 }],
    }
    const { look, said, newest, tasks } = watching({ stopped: [ended('a', more)], lines: linesOf('a', 60) })
    await look()
    expect(newest('a')).toEqual({ task: ended('a', more), log: numbered('a', 11, 60) })
    expect([said, tasks.crashes()]).toEqual([[], []])
  })

  test('for its health is a crash, and kept with its exit code', async () => {
    const more = {
      stopCode: 'ServiceSchedulerInitiated',
      reason: 'Task failed ELB health checks in (target-group arn:targets)',
      containers: [{ name: 'web', exitCode: 143 }],
    }
    const { look, said, newest } = watching({ stopped: [ended('a', more)], lines: linesOf('a', 1) })
    await look()
    expect(newest('a')).toEqual({ task: ended('a', more), log: ['a 1'] })
    expect(said[0]).toBe('info: task a stopped: exit code 143, Task failed ELB health checks in (target-group arn:targets)')
  })

  test('of an older revision is nothing to this one', async () => {
    const { look, said, kept } = watching({ stopped: [ended('a', { taskDefinition: 'td:1' })], lines: [] })
    await look()
    expect([said, kept('a')]).toEqual([[], []])
  })

  test('is told of before it has an exit code, and that as soon as there is one', async () => {
    const ending = ended('a', { containers: [{ name: 'web' }] })
    delete ending.stoppedAt
    const known: Known = { stopped: [ending], lines: [] }
    const { look, said, newest } = watching(known)
    await look()
    known.stopped = [ended('a')]
    await look()
    await look()
    expect(said).toEqual(['info: task a stopped: Essential container in task exited', 'info: task a has ended: exit code 1'])
    expect(newest('a')?.task).toEqual(ended('a'))
  })

  test('is kept anew only when something of it has changed', async () => {
    const { look, kept } = watching({ stopped: [ended('a')], lines: [] })
    for (let i = 0; i < 5; i++) await look()
    expect(kept('a')).toHaveLength(1)
  })
})
