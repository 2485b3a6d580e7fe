import { describe, expect, test } from '@jest/globals'
import { causeOf } from '../../../../src/ops/rollout/causes/cause-of.js'
import type { Task } from '../../../../src/ops/ports/running.js'
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
