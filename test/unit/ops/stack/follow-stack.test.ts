import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { executeStack, firstFailure } from '../../../../src/ops/stack/follow-stack.js'
import type { StackEvent } from '../../../../src/ops/ports/cloudformation.js'
import { change, event, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

function setUp(...args: Parameters<typeof fakeStacks> extends [string[], ...infer Rest] ? Rest : never) {
  const calls: string[] = []
  const stacks = fakeStacks(calls, ...args)
  return { calls, stacks, world: worldOf({ stacks, progress: fakeProgress([]) }) }
}

describe('the verdict on a stack', () => {
  const set = { stackName: 'shop-dev', stackId: 'x', id: 'y', kind: 'update' as const, changes: [change('A')] }

  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE'])('%s is a success', async status => {
    const { world } = setUp([], { after: { 'shop-dev': stack('shop-dev', { status }) } })
    expect((await executeStack(world, set)).status).toBe(status)
  })

  test.each([
    ['UPDATE_ROLLBACK_FAILED', 'aws cloudformation continue-update-rollback --stack-name shop-dev'],
    ['ROLLBACK_FAILED', 'aws cloudformation delete-stack --stack-name shop-dev'],
  ])('%s is no rollback: CloudFormation needs a person', async (status, fix) => {
    const { world } = setUp([], { after: { 'shop-dev': stack('shop-dev', { status }) } })
    await expect(executeStack(world, set)).rejects.toMatchObject({
      code: 'StackFailed',
      exitCode: 1,
      details: { fix: expect.arrayContaining([fix]) },
    })
  })

  test.each(['ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])('%s is a failure with exit code 6', async status => {
    const events = {
      'shop-dev': [
        event('Topic', 'CREATE_FAILED', { reason: 'Resource creation cancelled' }),
        event('Queue', 'CREATE_FAILED', { reason: 'no such key' }),
      ],
    }
    const { world } = setUp([], { events, after: { 'shop-dev': stack('shop-dev', { status }) } })
    await expect(executeStack(world, set)).rejects.toMatchObject({
      code: 'StackRolledBack',
      exitCode: 6,
      details: { why: expect.stringContaining('Queue (AWS::SNS::Topic): no such key') },
    })
  })

  test('an update that somebody cancelled has nothing to be mended', async () => {
    const events = {
      'shop-dev': [
        event('shop-dev', 'UPDATE_IN_PROGRESS', { token: 'mm-1-ann' }),
        event('shop-dev', 'UPDATE_ROLLBACK_IN_PROGRESS', { reason: 'User Initiated', token: 'mm-2-ben' }),
        event('Queue', 'UPDATE_FAILED', { reason: 'Resource update cancelled' }),
      ],
    }
    const { world } = setUp([], { events, after: { 'shop-dev': stack('shop-dev', { status: 'UPDATE_ROLLBACK_COMPLETE' }) } })
    await expect(executeStack(world, set)).rejects.toMatchObject({
      code: 'UpdateCancelled',
      exitCode: 6,
      message: 'ben cancelled the update of shop-dev',
      details: { why: expect.stringContaining('User Initiated') as unknown, fix: ['run the same command again'] },
    })
  })

  test('a stack that has gone is a failure', async () => {
    const { world } = setUp([], { after: { 'shop-dev': undefined } })
    await expect(executeStack(world, set)).rejects.toMatchObject({ code: 'StackGone' })
  })

  const attach = ['mm deploy attach shop-dev', 'mm status']
  const again = ['run the same command again']
  test.each([
    ['CredentialsExpired', 'not told', 'nothing of shop-dev was changed', again],
    ['CredentialsExpired', 'told', 'nothing of shop-dev was changed', again],
    ['NetworkUnreachable', 'not told', 'nothing of shop-dev was changed', again],
    ['NetworkUnreachable', 'told', "whether CloudFormation has begun with shop-dev isn't known", attach],
    ['Interrupted', 'told', "whether CloudFormation has begun with shop-dev isn't known", attach],
    ['CredentialsExpired', 'begun', 'CloudFormation goes on with shop-dev; nothing was cancelled', attach],
  ])('%s before the first event, CloudFormation: %s', async (code, told, state, fix) => {
    const { stacks, world } = setUp([stack('shop-dev')])
    stacks.execute = async function* (_, { onOrder, onBegun } = {}) {
      if (told !== 'not told') onOrder?.()
      if (told === 'begun') onBegun?.()
      yield await Promise.reject<StackEvent>(new MmError(code, 'lost', { fix: again, exitCode: 4 }))
    }
    await expect(executeStack(world, set)).rejects.toMatchObject({ code, exitCode: 4, details: { state, fix } })
  })

  test.each([
    ['UPDATE_COMPLETE', "shop-dev was updated; mm hasn't seen what it serves", true],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'CloudFormation goes on with shop-dev; nothing was cancelled', true],
    ['UPDATE_ROLLBACK_COMPLETE', "shop-dev ended in UPDATE_ROLLBACK_COMPLETE; mm hasn't seen what it serves", false],
  ])('credentials that expire after %s', async (status, state, goesOn) => {
    const { stacks, world } = setUp([stack('shop-dev')], { events: { 'shop-dev': [event('shop-dev', status)] } })
    stacks.find = () => Promise.reject(new MmError('CredentialsExpired', 'expired', { exitCode: 4 }))
    const lost = executeStack(world, set, { next: { unseen: 'what it serves', followed: 'web --env dev' } })
    await expect(lost).rejects.toMatchObject({ code: 'CredentialsExpired', details: { state, goesOn } })
  })

  test('Ctrl-C while it goes on says so and cancels nothing', async () => {
    const { stacks } = setUp([stack('shop-dev', { status: 'UPDATE_IN_PROGRESS' })], {
      after: { 'shop-dev': stack('shop-dev', { status: 'UPDATE_IN_PROGRESS' }) },
    })
    const world = worldOf({ stacks, progress: fakeProgress([]), signal: AbortSignal.abort() })
    await expect(executeStack(world, set)).rejects.toMatchObject({
      code: 'Interrupted',
      exitCode: 130,
      details: { state: expect.stringContaining('goes on') },
    })
  })
})

test('the first failure is the cause, not the cascade of it', () => {
  const events = [
    event('A', 'CREATE_FAILED', { reason: 'Resource creation cancelled' }),
    event('B', 'CREATE_FAILED', { reason: 'AccessDenied' }),
    event('shop-dev', 'CREATE_FAILED', { reason: 'The following resource(s) failed' }),
  ]
  expect(firstFailure(events)?.logicalId).toBe('B')
  expect(firstFailure([])).toBeUndefined()
})
