import { describe, expect, test } from '@jest/globals'
import { causeOf } from '../../../../src/ops/rollout/causes/cause-of.js'
import type { Task } from '../../../../src/ops/ports/running.js'
import type { Evidence } from '../../../../src/ops/rollout/evidence.js'
import { backend } from '../../../support/values.js'

/** Of a task that stopped; what ECS says in other ways is told by the stories. */
const causeOfTask = (containers: Task['containers'], reason?: string) =>
  causeOf({
    service: backend({ name: 'web' }),
    env: 'dev',
    crashes: [
      { task: { id: 'task/1', taskDefinition: 'td:1', containers, ...(reason === undefined ? {} : { reason }) }, log: [] },
    ],
    messages: [],
    unhealthy: [],
  })

describe('the container that brings the certificate', () => {
  test.each<[string, Task['containers'], string | undefined, string]>([
    ['that fails', [{ name: 'web' }, { name: 'db_ca', exitCode: 2 }], undefined, 'CertificateNotWritten'],
    [
      'that finds no shell',
      [{ name: 'web' }, { name: 'db_ca', reason: 'CannotStartContainerError: exec: "/bin/sh": no such file' }],
      'Task failed to start',
      'NoShell',
    ],
    [
      'that finds no shell, as its task says',
      [{ name: 'db_ca' }, { name: 'web' }],
      'exec: "/bin/sh": stat /bin/sh: no such file or directory',
      'NoShell',
    ],
    [
      'that has done its work',
      [
        { name: 'db_ca', exitCode: 0 },
        { name: 'web', exitCode: 137, reason: 'OutOfMemoryError' },
      ],
      undefined,
      'OutOfMemory',
    ],
    [
      'whose image cannot be pulled',
      [{ name: 'db_ca', reason: 'CannotPullContainerError: web:1: not found' }, { name: 'web' }],
      undefined,
      'ImageNotFound',
    ],
  ])('%s', (_, containers, reason, code) => {
    expect(causeOfTask(containers, reason)?.code).toBe(code)
  })

  test('that has ended well is no service that ended', () => {
    expect(causeOfTask([{ name: 'db_ca', exitCode: 0 }, { name: 'web' }], 'Host EC2 terminated')).toBeUndefined()
  })
})

describe('targets that were gone before anybody saw them: ECS tells why it stopped their tasks', () => {
  const causeOfMessage = (reason: string) =>
    causeOf({
      service: backend({ name: 'web' }),
      env: 'dev',
      crashes: [],
      messages: [
        '(service web) has started 1 tasks: (task 1).',
        `(service web) (port 8080) is unhealthy in (target-group arn:targets) due to (reason ${reason}).`,
      ],
      unhealthy: [],
    })

  test.each([
    ['Health checks failed with these codes: [404]', 'HealthCheckAnswer'],
    ['Request timed out', 'HealthCheckTimeout'],
    ['Health checks failed', 'PortNotOpen'],
  ])('%s', (reason, code) => {
    expect(causeOfMessage(reason)?.code).toBe(code)
    expect(causeOfMessage(reason)?.why).toBe(reason)
  })
})

describe('what took a deployment back', () => {
  const start = Date.parse('2026-11-24T12:00:00Z')
  const crash = (from: number, to: number, more: Partial<Task> = {}) => ({
    task: {
      id: `task/${from}`,
      taskDefinition: 'td:2',
      createdAt: start + from * 1000,
      stoppedAt: start + to * 1000,
      stopCode: 'EssentialContainerExited',
      containers: [{ name: 'web', exitCode: 1 }],
      ...more,
    },
    log: [],
  })
  const notPulled = {
    stopCode: 'TaskFailedToStart',
    reason: 'CannotPullContainerError: i/o timeout',
    containers: [{ name: 'web' }],
  }
  const alarm = '(service web) (deployment ecs-svc/2) deployment failed: alarm detected.'
  const byUser = '(service web) (deployment ecs-svc/2) deployment stopped by user: rolling back.'
  const breaker = '(service web) (deployment ecs-svc/2) deployment failed: tasks failed to start.'
  const noPlace = '(service web) was unable to place a task. Reason: Capacity is unavailable at this time.'
  const ill = { id: '10.0.1.5', port: 80, state: 'unhealthy', reason: 'Health checks failed with these codes: [500]' }
  const all = { service: backend({ name: 'web' }), env: 'dev', crashes: [], messages: [], unhealthy: [] }

  test.each<[string, Partial<Evidence>, string]>([
    ['an alarm, after one crash that later tasks survived', { crashes: [crash(9, 12)], messages: [alarm] }, 'AlarmFired'],
    ['somebody, after one crash', { crashes: [crash(9, 12)], messages: [byUser] }, 'DeploymentStopped'],
    ['an alarm, after two that began at once', { crashes: [crash(9, 12), crash(9, 13)], messages: [alarm] }, 'AlarmFired'],
    [
      "an alarm, after an image that couldn't be pulled once",
      { crashes: [crash(9, 12, notPulled)], messages: [alarm] },
      'AlarmFired',
    ],
    [
      'crashes again and again, although an alarm fired',
      { crashes: [crash(9, 12), crash(20, 23)], messages: [alarm] },
      'ServiceCrashed',
    ],
    [
      'crashes again and again, for which somebody stopped it',
      { crashes: [crash(9, 12), crash(20, 23)], messages: [byUser] },
      'ServiceCrashed',
    ],
    ['a crash that mm stopped it for', { crashes: [crash(9, 12)], messages: [byUser], gaveUp: true }, 'ServiceCrashed'],
    ['one crash, and then the circuit breaker', { crashes: [crash(9, 12)], messages: [breaker] }, 'ServiceCrashed'],
    ['an alarm, although a place was missing for a while', { messages: [noPlace, alarm] }, 'AlarmFired'],
    ['no place, for which somebody stopped it', { crashes: [crash(9, 12)], messages: [noPlace, byUser] }, 'NoCapacity'],
  ])('%s', (_, evidence, code) => {
    expect(causeOf({ ...all, ...evidence })?.code).toBe(code)
  })

  test('targets that are still unhealthy are why an alarm fires', () => {
    const service = backend({ name: 'web' })
    expect(causeOf({ ...all, service, unhealthy: [ill], messages: [alarm] })?.code).toBe('HealthCheckAnswer')
  })

  test('a crash that was survived is told nevertheless', () => {
    const cause = causeOf({ ...all, crashes: [crash(9, 12)], messages: [alarm] })
    expect(cause?.why).toBe(`${alarm}\nbefore that, task 9 stopped: exit code 1`)
  })

  test.each([
    ['SpotInterruption', 'Your Spot Task was interrupted.'],
    ['TerminationNotice', 'ECS is performing maintenance on the underlying infrastructure hosting the task.'],
    ['', 'Host EC2 (instance i-1a2b) terminated.'],
  ])('what AWS takes away itself (%s) is no crash of the application', (stopCode, reason) => {
    const taken = crash(9, 12, { stopCode, reason, containers: [{ name: 'web', exitCode: 137 }] })
    expect(causeOf({ ...all, crashes: [taken] })).toBeUndefined()
    expect(causeOf({ ...all, crashes: [taken], messages: [breaker] })).toMatchObject({
      code: 'CircuitBreaker',
      why: expect.stringContaining(reason),
    })
  })
})

test.each([
  [256, 512, 'more of it: memory: 1024 in mm/web/manifest.yml'],
  [256, 2048, 'more of it: cpu: 512 and memory: 4096 in mm/web/manifest.yml'],
  [
    16_384,
    122_880,
    'Fargate has no larger task: less at once in each (a smaller heap, cache or batch), and more of them: count in mm/web/manifest.yml',
  ],
])('out of memory with %i units and %i MiB: a size that the manifest takes', (cpu, memory, fix) => {
  const task = {
    id: 'task/1',
    taskDefinition: 'td:1',
    reason: 'OutOfMemoryError: Container killed due to memory usage',
    containers: [],
  }
  const service = backend({ name: 'web', cpu, memory })
  expect(causeOf({ service, env: 'dev', crashes: [{ task, log: [] }], messages: [], unhealthy: [] })).toMatchObject({
    code: 'OutOfMemory',
    fix: [fix, 'mm svc deploy web --env dev'],
  })
})
