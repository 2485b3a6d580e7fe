import { expect, test } from '@jest/globals'
import { crashReason } from '../../../src/ops/crash-watch.js'
import type { StoppedTask } from '../../../src/ops/ports/running.js'

const reasonOf = (containers: StoppedTask['containers'], reason?: string) =>
  crashReason({ id: 'task/1', taskDefinition: 'td:1', containers, ...(reason === undefined ? {} : { reason }) })
test.each<[string, StoppedTask['containers'], string | undefined, string]>([
  [
    'the application',
    [{ name: 'web', exitCode: 1 }],
    'Essential container in task exited',
    'exit code 1, Essential container in task exited',
  ],
  [
    'the application, after the certificate',
    [
      { name: 'db_ca', exitCode: 0 },
      { name: 'web', exitCode: 137, reason: 'OutOfMemoryError' },
    ],
    undefined,
    'exit code 137, OutOfMemoryError',
  ],
  [
    'the certificate',
    [{ name: 'web' }, { name: 'db_ca', exitCode: 2 }],
    undefined,
    "the certificate of the database's authority couldn't be written, exit code 2",
  ],
  [
    'an image without a shell',
    [{ name: 'web' }, { name: 'db_ca', reason: 'CannotStartContainerError: exec: "/bin/sh": no such file' }],
    'Task failed to start',
    'the image has no /bin/sh, which writes the certificate of the database\'s authority, CannotStartContainerError: exec: "/bin/sh": no such file, Task failed to start',
  ],
  [
    'an image that cannot be pulled',
    [{ name: 'db_ca', reason: 'CannotPullContainerError: not found' }, { name: 'web' }],
    undefined,
    'CannotPullContainerError: not found',
  ],
  [
    'a stop from outside',
    [
      { name: 'web', exitCode: 0 },
      { name: 'db_ca', exitCode: 0 },
    ],
    'Host EC2 terminated',
    'exit code 0, Host EC2 terminated',
  ],
  ['nobody', [], undefined, 'no reason given'],
])('%s', (_, containers, reason, told) => {
  expect(reasonOf(containers, reason)).toBe(told)
})
