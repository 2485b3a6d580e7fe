import { describe, expect, test } from '@jest/globals'
import type { Task } from '../../../../src/ops/ports/running.js'
import { repeated } from '../../../../src/ops/rollout/repeated.js'

/** A task that began and ended at these seconds. */
const end = (createdAt: number, stoppedAt: number, exitCode: number | null = 1, more: Partial<Task> = {}) => ({
  task: {
    id: `${createdAt}-${stoppedAt}-${Math.random()}`,
    taskDefinition: 'td:2',
    createdAt,
    stoppedAt,
    containers: [{ name: 'web', ...(exitCode === null ? {} : { exitCode }) }],
    ...more,
  },
  log: [],
})
const again = 'web with exit code 1'

describe('tasks end in the same way again', () => {
  test.each<[string, ReturnType<typeof end>[]]>([
    ['the second, begun after the first had ended', [end(0, 5), end(6, 9)]],
    ['in whatever order they are told of', [end(6, 9), end(0, 5)]],
    ['three that began together', [end(0, 5), end(0, 5), end(0, 6)]],
    ['one of many that began together, and its successor', [end(0, 5, 2), end(0, 5, 3), end(0, 5), end(6, 9)]],
    ['two that began together and fail otherwise, and a successor of either', [end(0, 5), end(0, 5, 2), end(6, 9, 1)]],
    [
      'a successor that ECS began while another container of the task was still to end',
      [end(0, 35, 1, { stoppingAt: 5 }), end(6, 9)],
    ],
    ['the first is still ending', [end(0, 0, 1, { stoppingAt: 5, stoppedAt: undefined as never }), end(6, 9)]],
  ])('%s', (_, crashes) => {
    expect(repeated(crashes)).toBe(again)
  })

  test('a hundred tasks: it is found among them', () => {
    const others = Array.from({ length: 98 }, (_, i) => end(0, 5, 10 + i))
    expect(repeated([...others, end(0, 5), end(6, 9)])).toBe(again)
    expect(repeated([...others, end(0, 5), end(0, 5)])).toBeUndefined()
  })
})

describe('they do not', () => {
  const authority = (createdAt: number) =>
    end(createdAt, createdAt + 5, null, { containers: [{ name: 'db_ca', exitCode: 0 }, { name: 'web' }] })

  test.each<[string, ReturnType<typeof end>[]]>([
    ['one', [end(0, 5)]],
    ['two that began together: one chance may end both', [end(0, 5), end(0, 9)]],
    ['two with different exit codes', [end(0, 5), end(6, 9, 2)]],
    ['without an exit code: nothing ran', [end(0, 5, null), end(6, 9, null), end(10, 15, null)]],
    ['what brings a certificate has done its work', [authority(0), authority(6), authority(12)]],
    [
      'ECS stops them for their health',
      [0, 6, 12].map(at => end(at, at + 5, 143, { reason: 'Task failed ELB health checks in (target-group arn:targets)' })),
    ],
  ])('%s', (_, crashes) => {
    expect(repeated(crashes)).toBeUndefined()
  })
})
