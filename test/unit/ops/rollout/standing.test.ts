import { describe, expect, test } from '@jest/globals'
import type { RunningService, Target } from '../../../../src/ops/ports/running.js'
import { standingOf, whatServes } from '../../../../src/ops/rollout/standing.js'
import { worldOf } from '../../../fakes/world.js'

const td = (revision: number) => `arn:task-definition/shop-dev-web:${revision}`
const service = (desired: number, ...running: [revision: number, tasks: number][]): RunningService => ({
  name: 'web',
  cluster: 'c',
  status: 'ACTIVE',
  taskDefinition: td(running[0]?.[0] ?? 1),
  desired,
  running: 0,
  pending: 0,
  rollout: 'COMPLETED',
  deployments: running.map(([revision, tasks]) => ({
    taskDefinition: td(revision),
    desired,
    running: tasks,
    pending: 0,
    failed: 0,
  })),
  events: [],
  answeredAt: 0,
})
const targets = (...states: string[]): Target[] => states.map((state, i) => ({ id: `10.0.0.${i}`, port: 80, state }))

describe('what users see', () => {
  test.each([
    [
      'revision 41 still serves: 2 of 2 tasks run, 2 of 2 targets healthy',
      service(2, [42, 0], [41, 2]),
      targets('healthy', 'healthy'),
    ],
    ['revision 41 still serves: 1 of 2 tasks run, 1 of 2 targets healthy', service(2, [41, 1]), targets('healthy', 'initial')],
    ['revision 41 still runs: 2 of 2 tasks run', service(2, [41, 2]), undefined],
    [
      'revision 42 serves: 2 of 2 tasks run, 2 of 2 targets healthy',
      service(2, [42, 2]),
      targets('healthy', 'healthy', 'draining'),
    ],
    [
      'both revisions run: 1 task of revision 42, 2 tasks of revision 41, 2 of 3 targets healthy',
      service(2, [42, 1], [41, 2]),
      targets('healthy', 'healthy', 'unhealthy'),
    ],
    ['nothing serves: revision 41 runs (2 of 2 tasks run), and no target is healthy', service(2, [41, 2]), targets('unhealthy')],
    ['nothing serves: no task of web runs', service(2, [42, 0]), targets('healthy')],
    ["nothing serves: web doesn't exist", 'none', undefined],
    ['what serves now could not be asked: mm status', undefined, undefined],
  ] as const)('%s', (words, running, health) => {
    const standing = { ...(running ? { service: running } : {}), ...(health ? { targets: health } : {}) }
    expect(whatServes(standing, { name: 'web', before: td(41) })).toBe(words)
  })
})

test.each([
  ['a revision that ECS takes away, with tasks that still end, serves nobody', 1, 'revision 41 still serves: 1 of 1 tasks run'],
  ['unless it is all that there is', 0, 'both revisions run: 1 task of revision 42, 1 task of revision 41'],
])('%s', (_, desired, words) => {
  const running = service(1, [42, 1], [41, 1])
  running.deployments.forEach(each => (each.desired = each.taskDefinition === td(41) ? desired : 0))
  const standing = { service: running, targets: targets('healthy', 'initial') }
  expect(whatServes(standing, { name: 'web', before: td(41) })).toBe(`${words}, 1 of 2 targets healthy`)
})

test('what cannot be asked is left out; the rest is told', async () => {
  const refused = async () => {
    throw new Error('no')
  }
  const services = {
    describe: async () => undefined,
    targets: refused,
    started: async () => [],
    stopped: async () => [],
    deploy: () => Promise.reject(new Error('nothing is deployed')),
    stopDeployment: async () => false,
    served: async () => [],
    alarms: async () => ({ names: [], watched: false, triggered: [] }),
  }
  const where = { cluster: 'c', service: 'web', targetGroup: 'tg' }
  expect(await standingOf(worldOf({ services }), where)).toEqual({ service: 'none' })
  expect(await standingOf(worldOf({ services: { ...services, describe: refused } }), where)).toEqual({})
})
