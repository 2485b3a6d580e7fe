import { beforeEach, describe, expect, test } from '@jest/globals'
import { discarding, withRedeploy } from '../../../../src/ops/redeploy/with-redeploy.js'
import { changesStack, hasChanges } from '../../../../src/ops/stack/planned.js'
import type { ChangeSet, ResourceChange } from '../../../../src/ops/ports/cloudformation.js'
import type { RunningService } from '../../../../src/ops/ports/running.js'
import { change, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const before = stack('shop-dev-web', { outputs: { ServiceName: 'web', TaskDefinitionArn: 'td:9' } })
const setOf = (more: Partial<ChangeSet> = {}): ChangeSet => ({
  ...{ stackName: 'shop-dev-web', stackId: '1', id: '', kind: 'update', changes: [] },
  ...more,
})

let asked: string[]
beforeEach(() => void (asked = []))

function look(running: Partial<RunningService> | undefined, set = setOf(), stackBefore: typeof before | null = before) {
  const services = {
    ...worldOf({}).services,
    describe: async (cluster: string, service: string) => {
      asked.push(`${cluster} ${service}`)
      return running && ({ taskDefinition: 'td:9', rollout: 'COMPLETED', ...running } as RunningService)
    },
  }
  return withRedeploy({ services }, set, { cluster: 'c', before: stackBefore ?? undefined })
}

const taskDefinition = change('TaskDefinition', { action: 'update', type: 'AWS::ECS::TaskDefinition', revision: true })
const alarm = change('Alarm', { action: 'update', type: 'AWS::CloudWatch::Alarm' })
const service = (action: ResourceChange['action']) => change('Service', { action, type: 'AWS::ECS::Service' })

test.each<[string, Partial<RunningService>, object]>([
  ['another revision runs', { taskDefinition: 'td:7' }, { running: 'td:7', rollout: 'COMPLETED' }],
  [
    'ECS is going back to another one',
    { taskDefinition: 'td:7', rollout: 'IN_PROGRESS', rolloutReason: 'rolling back' },
    { running: 'td:7', rollout: 'IN_PROGRESS', reason: 'rolling back' },
  ],
  ["the stack's own has failed", { rollout: 'FAILED' }, { running: 'td:9', rollout: 'FAILED' }],
])("when %s, the stack's is to be deployed", async (_, running, redeploy) => {
  const set = await look(running)
  expect(set.redeploy).toEqual({ taskDefinition: 'td:9', ...redeploy })
  expect([hasChanges(set), changesStack(set)]).toEqual([true, false])
  expect(asked).toEqual(['c web'])
})

test.each<[string, Partial<RunningService> | undefined]>([
  ["the stack's runs", {}],
  ["the stack's is being rolled out", { rollout: 'IN_PROGRESS' }],
  ['there is no such service', undefined],
])('when %s, nothing is', async (_, running) => {
  const set = await look(running)
  expect(set).toEqual(setOf())
  expect(hasChanges(set)).toBe(false)
})

test('not when the change set takes it back itself', async () => {
  const outside = { deleted: false, differences: [{ path: 'TaskDefinition' }] }
  const taken = setOf({ changes: [{ ...service('update'), outside }], revertsDrift: true })
  expect(await look({ taskDefinition: 'td:7' }, taken)).toBe(taken)
})

describe('besides changes of the stack', () => {
  const elsewhere = { taskDefinition: 'td:7' }

  test.each([[[alarm]], [[service('update')]]])('that leave the revision alone it is: %#', async changes => {
    expect((await look(elsewhere, setOf({ changes }))).redeploy).toBeDefined()
  })

  test.each([[[taskDefinition]], [[alarm, taskDefinition, service('update')]], [[service('replace')]]])(
    'that bring another one it is not: %#',
    async changes => {
      expect(await look(elsewhere, setOf({ changes }))).toEqual(setOf({ changes }))
      expect(asked).toEqual([])
    },
  )
})

test('of what was never deployed nobody asks', async () => {
  for (const none of [null, stack('shop-dev-web'), stack('shop-dev-web', { outputs: { ServiceName: 'web' } })]) {
    expect(await look({ taskDefinition: 'td:7' }, setOf(), none)).toEqual(setOf())
  }
  expect(await look({ taskDefinition: 'td:7' }, setOf({ kind: 'create' }))).toEqual(setOf({ kind: 'create' }))
  expect(asked).toEqual([])
})

describe('others are kept off the stack', () => {
  const redeploy = { taskDefinition: 'td:9', running: 'td:7', rollout: 'COMPLETED' }

  async function discard(set: ChangeSet): Promise<string[]> {
    const calls: string[] = []
    const reserve = async (name: string, bucket?: string) => {
      calls.push(`reserve ${name} in ${bucket}`)
      return async () => void calls.push(`release ${name}`)
    }
    await (
      await discarding({ stacks: fakeStacks(calls), reserve }, set, 'bucket')
    )()
    return calls
  }

  test.each<[string, Partial<ChangeSet>, string[]]>([
    ['when only the revision is to be deployed', { redeploy }, ['reserve shop-dev-web in bucket', 'release shop-dev-web']],
    ['by the change set, when there is one', { redeploy, changes: [alarm] }, ['discard shop-dev-web']],
    ['not at all, when there is nothing to do', {}, []],
  ])('%s', async (_, more, calls) => {
    expect(await discard(setOf(more))).toEqual(calls)
  })
})
