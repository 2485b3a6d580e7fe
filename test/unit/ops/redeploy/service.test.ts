import { beforeEach, expect, test } from '@jest/globals'
import { planService, type ServiceDeploymentRequest } from '../../../../src/ops/service/deploy-service.js'
import { hasChanges } from '../../../../src/ops/stack/planned.js'
import type { Stack } from '../../../../src/ops/ports/cloudformation.js'
import type { RunningService } from '../../../../src/ops/ports/running.js'
import type { World } from '../../../../src/ops/ports/world.js'
import { serviceProposal } from '../../../../src/ops/service/service-proposal.js'
import { serviceInputs } from '../../../../src/templates/service/service-inputs.js'
import { change, event, fakeClock, fakeProgress, fakeRecords, fakeStacks, stack, worldOf } from '../../../fakes/world.js'
import { environment, frontend } from '../../../support/values.js'

const service = frontend({ image: { location: 'registry.example/frontend:1' } })
const request: ServiceDeploymentRequest = {
  app: { name: 'shop', region: 'eu-central-1', blockPublicSnapshots: false, tags: {} },
  ...{ service, environment: environment(), backends: [], root: '/r', allowUncommitted: false, failFast: true },
}
const inputs = serviceInputs(service, { backends: [], environment: environment() })
const around = stack('shop-dev', {
  outputs: { ...Object.fromEntries(inputs.map(({ output }) => [output, output])), ClusterName: 'c' },
})
const name = 'shop-dev-frontend'
const outputs = { ServiceName: 'frontend', TaskDefinitionArn: 'td:9' }

/** As a deployment of just this has left it. */
const { body, parameters, tags } = serviceProposal(request, {
  image: { reference: 'registry.example/frontend:1' },
  environment: around,
})
const deployed = stack(name, {
  ...{ status: 'UPDATE_COMPLETE', outputs, tags },
  parameters: Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, value ?? ''])),
})

let calls: string[]
beforeEach(() => void (calls = []))

/** In it ECS runs a revision, and does what it's told at once. */
function worldIn(revision: string, stacks: World['stacks'], said: string[] = []) {
  let running = { taskDefinition: revision, rollout: 'COMPLETED' }
  const services = {
    ...worldOf({}).services,
    describe: async () =>
      ({
        ...{ name: 'frontend', cluster: 'c', status: 'ACTIVE', deployments: [], answeredAt: 0, events: [] },
        ...running,
        desired: 1,
        running: 1,
        pending: 0,
      }) satisfies RunningService,
    stopped: async () => [],
    targets: async () => [],
    alarms: async () => ({ names: [], watched: false, triggered: [] }),
    async deploy(_: string, __: string, taskDefinition: string) {
      calls.push(`deploy ${taskDefinition}`)
      running = { taskDefinition, rollout: 'COMPLETED' }
    },
  }
  return worldOf({ stacks, services, records: fakeRecords(), clock: fakeClock(), progress: fakeProgress(said) })
}
const plan = (world: World) => planService(world, request, () => Promise.reject(new Error('nothing is asked')))

test('a stack that is what its manifest says gets no change set, and its revision is deployed all the same', async () => {
  const planned = await plan(worldIn('td:7', fakeStacks(calls, [around, deployed], { templates: { [name]: body } })))
  expect(calls).toEqual([])
  expect(planned.sets).toMatchObject([{ changes: [], redeploy: { taskDefinition: 'td:9', running: 'td:7' } }])
  expect(planned.sets.some(hasChanges)).toBe(true)
  expect(await planned.apply()).toMatchObject({ status: 'redeployed', stack: name, taskDefinition: 'td:9', took: {} })
  expect(calls).toEqual(['deploy td:9'])
})

test('when its revision runs, nothing is to be done', async () => {
  const planned = await plan(worldIn('td:9', fakeStacks(calls, [around, deployed], { templates: { [name]: body } })))
  expect(planned.sets.some(hasChanges)).toBe(false)
  const result = await planned.apply()
  expect(result).toMatchObject({ status: 'unchanged', taskDefinition: 'td:9' })
  expect(result).not.toHaveProperty('took')
  expect(calls).toEqual([])
})

test('changes that leave the revision alone are made first', async () => {
  const changes = { [name]: [change('Alarm', { action: 'update', type: 'AWS::CloudWatch::Alarm' })] }
  const planned = await plan(worldIn('td:7', fakeStacks(calls, [around, deployed], { changes })))
  expect(planned.sets).toMatchObject([{ changes: [{ logicalId: 'Alarm' }], redeploy: { running: 'td:7' } }])
  expect(await planned.apply()).toMatchObject({ status: 'updated' })
  expect(calls).toEqual([`propose ${name}`, `execute ${name}`, 'deploy td:9'])
})

test('what was updated by somebody else while it was waited for is compared as it then is', async () => {
  const busy: Stack = { ...deployed, status: 'UPDATE_IN_PROGRESS', outputs: { ...outputs, TaskDefinitionArn: 'td:8' } }
  const events = { [name]: [event('Service', 'UPDATE_COMPLETE')] }
  const stacks = fakeStacks(calls, [around, busy], { events, after: { [name]: deployed }, templates: { [name]: body } })
  const planned = await plan(worldIn('td:9', stacks))
  expect(planned.sets.some(hasChanges)).toBe(false)
  expect(calls).toEqual([`watch ${name}`])
})

test('a no leaves everything as it is', async () => {
  const world = worldIn('td:7', fakeStacks(calls, [around, deployed], { templates: { [name]: body } }))
  const planned = await plan({
    ...world,
    reserve: async at => (calls.push(`reserve ${at}`), async () => void calls.push('release')),
  })
  await planned.discard()
  // Kept off before it's compared; given back since there's no change set; and kept off anew.
  expect(calls).toEqual([`reserve ${name}`, `reserve ${name}`, 'release', `reserve ${name}`, 'release'])
})

test("another registry's image can't be built anew, and that is said", async () => {
  const said: string[] = []
  const world = worldIn('td:9', fakeStacks(calls, [around, deployed], { templates: { [name]: body } }), said)
  await planService(world, { ...request, rebuilds: new Set() }, () => Promise.reject(new Error('nothing is asked')))
  expect(said).toContain("info: the image of frontend is another registry's: it isn't built here")
})
