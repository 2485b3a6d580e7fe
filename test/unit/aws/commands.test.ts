import { afterEach, expect, test } from '@jest/globals'
import { commands } from '../../../src/aws/commands.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { failure, result, type Answer } from '../../fakes/aws-server.js'

afterEach(closeFakeAws)

const sent = [result({ Command: { CommandId: 'c-1' } })]
const invocation = (Status: string, more: object = {}): Answer => result({ Status, StatusDetails: Status, ...more })
const awsThat = (...GetCommandInvocation: Answer[]) => fakeAws({ SendCommand: sent, GetCommandInvocation })

test('asks until the command has ended, and gives what it printed', async () => {
  const unknown = failure('InvocationDoesNotExist', 'not yet')
  const done = invocation('Success', { StandardOutputContent: 'well\n' })
  const aws = await awsThat(unknown, invocation('Pending'), invocation('InProgress'), invocation('Delayed'), done)
  expect(await commands(aws.context).run('doc', 'i-1')).toBe('well\n')
  expect(aws.calls[0]?.input).toEqual({ DocumentName: 'doc', InstanceIds: ['i-1'], TimeoutSeconds: 30 })
  expect(aws.calls.at(-1)?.input).toEqual({ CommandId: 'c-1', InstanceId: 'i-1' })
  expect(aws.actions()).toEqual(['SendCommand', ...Array<string>(5).fill('GetCommandInvocation')])
})

test.each([
  ['Failed', 'CommandFailed', 'the command on i-1 ended as Failed'],
  ['Execution Timed Out', 'CommandFailed', 'the command on i-1 ended as Execution Timed Out'],
  ['Delivery Timed Out', 'InstanceUnreachable', "Systems Manager doesn't reach i-1"],
  ['Undeliverable', 'InstanceUnreachable', "Systems Manager doesn't reach i-1"],
])('a command that ends as %s', async (StatusDetails, code, message) => {
  const aws = await awsThat(invocation('Failed', { StatusDetails, StandardErrorContent: 'first\nlast words\n' }))
  const thrown = await commands(aws.context)
    .run('doc', 'i-1')
    .catch((error: unknown) => error)
  expect(thrown).toMatchObject({ code, message })
  if (code === 'CommandFailed') expect(thrown).toMatchObject({ details: { why: 'last words' } })
})

test("the agent's own last line is not the reason", async () => {
  const StandardErrorContent = 'MongoNetworkError: connect ECONNREFUSED\nfailed to run commands: exit status 1\n'
  const aws = await awsThat(invocation('Failed', { StandardErrorContent }))
  await expect(commands(aws.context).run('doc', 'i-1')).rejects.toMatchObject({
    details: { why: 'MongoNetworkError: connect ECONNREFUSED' },
  })
})

test.each([
  ['InvalidInstanceId', 'Instances not in a valid state for account', { code: 'InstanceUnreachable' }],
  [
    'AccessDeniedException',
    'User: arn:me is not authorized to perform: ssm:SendCommand on resource: arn:doc',
    { code: 'AccessDenied', message: 'AWS denies ssm:SendCommand', details: { fix: [expect.stringContaining('arn:doc')] } },
  ],
  ['InvalidDocument', 'gone', { code: 'AwsError' }],
])('%s', async (name, message, expected) => {
  const aws = await fakeAws({ SendCommand: [failure(name, message)] })
  await expect(commands(aws.context).run('doc', 'i-1')).rejects.toMatchObject(expected)
  expect(aws.actions()).toEqual(['SendCommand'])
})

test('a command that never ends is given up', async () => {
  const aws = await awsThat(invocation('InProgress'))
  await expect(commands(aws.context, 0).run('doc', 'i-1')).rejects.toMatchObject({ code: 'InstanceUnreachable' })
  expect(aws.actions()).toEqual(['SendCommand', 'GetCommandInvocation'])
})

test('throttling is waited out', async () => {
  const throttled = failure('ThrottlingException', 'Rate exceeded')
  const aws = await fakeAws({ SendCommand: [throttled, ...sent], GetCommandInvocation: [throttled, invocation('Success')] })
  expect(await commands(aws.context).run('doc', 'i-1')).toBe('')
})

test('an interruption ends the waiting', async () => {
  const aws = await fakeAws({
    SendCommand: sent,
    GetCommandInvocation: () => {
      aws.interrupt()
      return invocation('InProgress')
    },
  })
  await expect(commands(aws.context).run('doc', 'i-1')).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 })
})
