import { expect, test } from '@jest/globals'
import { deployments, operationsOf } from '../../../../src/ops/operations/deployments.js'
import { event, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const web = stack('shop-dev-web', { tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': 'web' } })
const environment = stack('shop-dev', { tags: { 'mm:app': 'shop', 'mm:env': 'dev' } })
const own = (status: string, at: number, token?: string) =>
  event('shop-dev-web', status, { stackName: 'shop-dev-web', at, ...(token === undefined ? {} : { token }) })
const resource = (logicalId: string, status: string, at: number, reason: string) =>
  event(logicalId, status, { stackName: 'shop-dev-web', at, reason })

test('each operation is told with its verdict, its first cause, and who began it with mm', () => {
  const events = [
    // The rest of one whose beginning CloudFormation has forgotten.
    own('UPDATE_COMPLETE', 1),
    own('CREATE_IN_PROGRESS', 10, 'mm-mfx3k2-ann-at-laptop'),
    own('CREATE_COMPLETE', 20),
    own('UPDATE_IN_PROGRESS', 30, '0c9fb7d2-1111-2222-3333-444455556666'),
    resource('Role', 'UPDATE_FAILED', 31, 'Resource update cancelled'),
    resource('Service', 'UPDATE_FAILED', 32, 'circuit breaker'),
    own('UPDATE_ROLLBACK_IN_PROGRESS', 33),
    own('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 34),
    own('UPDATE_ROLLBACK_COMPLETE', 35),
    own('UPDATE_IN_PROGRESS', 40),
    own('UPDATE_ROLLBACK_FAILED', 41),
    own('UPDATE_IN_PROGRESS', 42, 'mm-mfx3k2-ann-at-laptop'),
    { ...own('UPDATE_ROLLBACK_IN_PROGRESS', 43, 'mm-mfx3k3-ben-at-desk'), reason: 'User Initiated' },
    resource('Service', 'UPDATE_FAILED', 44, 'Resource update cancelled'),
    own('UPDATE_ROLLBACK_COMPLETE', 45, 'mm-mfx3k3-ben-at-desk'),
    own('UPDATE_IN_PROGRESS', 50),
  ]
  const common = { name: 'web', stack: 'shop-dev-web' }
  expect(operationsOf(web, events)).toEqual([
    {
      ...common,
      kind: 'create',
      startedAt: 10,
      endedAt: 20,
      status: 'CREATE_COMPLETE',
      verdict: 'succeeded',
      who: 'ann-at-laptop',
    },
    {
      ...common,
      kind: 'update',
      startedAt: 30,
      endedAt: 35,
      status: 'UPDATE_ROLLBACK_COMPLETE',
      verdict: 'rolled back',
      cause: 'Service: circuit breaker',
    },
    { ...common, kind: 'update', startedAt: 40, endedAt: 41, status: 'UPDATE_ROLLBACK_FAILED', verdict: 'failed' },
    {
      ...common,
      kind: 'update',
      startedAt: 42,
      endedAt: 45,
      status: 'UPDATE_ROLLBACK_COMPLETE',
      verdict: 'rolled back',
      cause: 'cancelled by ben-at-desk',
      who: 'ann-at-laptop',
    },
    { ...common, kind: 'update', startedAt: 50, status: 'UPDATE_IN_PROGRESS', verdict: 'goes on' },
  ])
})

test('of a whole environment the newest come first, as many as are wanted', async () => {
  const events = {
    'shop-dev': [event('shop-dev', 'CREATE_IN_PROGRESS', { at: 5 }), event('shop-dev', 'CREATE_COMPLETE', { at: 6 })],
    'shop-dev-web': [own('CREATE_IN_PROGRESS', 10), own('CREATE_COMPLETE', 11), own('UPDATE_IN_PROGRESS', 20)],
  }
  const world = worldOf({ stacks: fakeStacks([], [web, environment], { events }) })
  const names = async (scope: { name?: string; limit: number }) =>
    (await deployments(world, { app: 'shop', env: 'dev', ...scope })).operations.map(
      ({ name, startedAt }) => `${name} ${startedAt}`,
    )
  expect(await names({ limit: 9 })).toEqual(['web 20', 'web 10', 'shop-dev 5'])
  expect(await names({ limit: 1 })).toEqual(['web 20'])
  expect(await names({ limit: 9, name: 'shop-dev' })).toEqual(['shop-dev 5'])
  await expect(names({ limit: 9, name: 'api' })).rejects.toMatchObject({ code: 'NothingDeployed', exitCode: 5 })
})
