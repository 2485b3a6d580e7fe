import { expect, test } from '@jest/globals'
import { cancelDeployment } from '../../../../src/ops/operations/cancel-deployment.js'
import { event, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const of = (name: string, status: string) =>
  stack(`shop-dev-${name}`, { status, tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:db': name } })
const scope = { app: 'shop', env: 'dev' }

function setUp(...stacks: ReturnType<typeof of>[]) {
  const calls: string[] = []
  const after = { 'shop-dev-orders': of('orders', 'UPDATE_ROLLBACK_COMPLETE') }
  return { calls, world: worldOf({ stacks: fakeStacks(calls, stacks, { after }), progress: fakeProgress([]) }) }
}
const yes = async () => {}

test('an update of a database is taken back by CloudFormation', async () => {
  const { calls, world } = setUp(of('orders', 'UPDATE_IN_PROGRESS'), of('other', 'UPDATE_COMPLETE'))
  expect(await cancelDeployment(world, scope, yes)).toEqual({
    name: 'orders',
    stack: 'shop-dev-orders',
    status: 'UPDATE_ROLLBACK_COMPLETE',
  })
  expect(calls).toEqual(['cancel shop-dev-orders', 'watch shop-dev-orders'])
})

test('CloudFormation says itself that somebody cancelled it: that is what was wanted', async () => {
  const calls: string[] = []
  const events = {
    'shop-dev-orders': [
      event('shop-dev-orders', 'UPDATE_IN_PROGRESS', { stackName: 'shop-dev-orders' }),
      event('shop-dev-orders', 'UPDATE_ROLLBACK_IN_PROGRESS', { stackName: 'shop-dev-orders', reason: 'User Initiated' }),
    ],
  }
  const after = { 'shop-dev-orders': of('orders', 'UPDATE_ROLLBACK_COMPLETE') }
  const stacks = fakeStacks(calls, [of('orders', 'UPDATE_IN_PROGRESS')], { after, events })
  const world = worldOf({ stacks, progress: fakeProgress([]) })
  expect(await cancelDeployment(world, scope, yes)).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' })
})

test('of several one must be named', async () => {
  const { calls, world } = setUp(of('orders', 'UPDATE_IN_PROGRESS'), of('users', 'CREATE_IN_PROGRESS'))
  await expect(cancelDeployment(world, scope, yes)).rejects.toMatchObject({
    code: 'WhichOne',
    exitCode: 2,
    details: { fix: ['mm deploy cancel orders --env dev', 'mm deploy cancel users --env dev'] },
  })
  expect(calls).toEqual([])
})

test.each(['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'])(
  '%s can not be cancelled',
  async status => {
    const { calls, world } = setUp(of('orders', status))
    await expect(cancelDeployment(world, scope, yes)).rejects.toMatchObject({ code: 'CannotCancel' })
    expect(calls).toEqual([])
  },
)

test('a no leaves it as it is', async () => {
  const { calls, world } = setUp(of('orders', 'UPDATE_IN_PROGRESS'))
  await expect(cancelDeployment(world, scope, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(calls).toEqual([])
})
