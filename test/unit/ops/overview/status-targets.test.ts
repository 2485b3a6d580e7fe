import { expect, test } from '@jest/globals'
import { environmentStatus } from '../../../../src/ops/overview/status.js'
import { fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const tags = { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': 'web' }
const running = {
  name: 's',
  cluster: 'c',
  status: 'ACTIVE',
  taskDefinition: 'web:2',
  desired: 1,
  running: 1,
  pending: 0,
  rollout: 'COMPLETED',
  deployments: [],
  events: [],
  answeredAt: 0,
}

test.each([
  ['the first', 'first'],
  ['the second', 'second'],
])('a service that shifts traffic is well with its task behind %s of its target groups', async (_, serving) => {
  const outputs = { ServiceName: 's', TargetGroupArn: 'first', AlternateTargetGroupArn: 'second' }
  const status = await environmentStatus(
    worldOf({
      stacks: fakeStacks([], [stack('shop-dev'), stack('shop-dev-web', { tags, outputs })]),
      services: {
        describe: async () => running,
        started: async () => [],
        stopped: async () => [],
        targets: async group => (group === serving ? [{ id: '10.0.0.1', port: 80, state: 'healthy' }] : []),
        deploy: () => Promise.reject(new Error('nothing is deployed')),
        stopDeployment: async () => false,
        served: async () => [],
        alarms: async () => ({ names: [], watched: false, triggered: [] }),
      },
    }),
    'shop',
    'dev',
  )
  expect(status.services[0]?.targets).toEqual({ healthy: 1, total: 1, unhealthy: [] })
  expect(status.healthy).toBe(true)
})
