import { describe, expect, test } from '@jest/globals'
import type { RunningService } from '../../../src/ops/ports/running.js'
import { verdict } from '../../../src/ops/service-verdict.js'
import { fakeClock, worldOf } from '../../fakes/world.js'

const question = {
  service: 'web',
  env: 'dev',
  cluster: 'c',
  outputs: { ServiceName: 's', TaskDefinitionArn: 'arn:task-definition/web:2' },
}
const running = (more: Partial<RunningService> = {}): RunningService => ({
  name: 's',
  cluster: 'c',
  status: 'ACTIVE',
  taskDefinition: 'arn:task-definition/web:2',
  desired: 2,
  running: 2,
  pending: 0,
  rollout: 'COMPLETED',
  deployments: [],
  events: [],
  ...more,
})

/** ECS that answers with these, one after the other, and then with the last for ever. */
function asked(...answers: (RunningService | undefined)[]) {
  let count = 0
  const describe = async () => answers[Math.min(count++, answers.length - 1)]
  return worldOf({
    services: {
      describe,
      started: async () => [],
      stopped: async () => [],
      targets: async () => [],
      stopDeployment: async () => false,
      served: async () => [],
    },
    clock: fakeClock(),
  })
}

describe('the verdict', () => {
  test("is good when the stack's revision runs completely", async () => {
    await expect(verdict(asked(running()), question)).resolves.toBeUndefined()
  })

  test('does not wait for tasks that a growing load asks for', async () => {
    const growing = running({ desired: 5, running: 2 })
    await expect(verdict(asked(growing), { ...question, scales: true })).resolves.toBeUndefined()
    await expect(verdict(asked(running({ running: 0 })), { ...question, scales: true })).rejects.toMatchObject({ exitCode: 6 })
  })

  test('waits for ECS to say so after CloudFormation has', async () => {
    await expect(verdict(asked(running({ rollout: 'IN_PROGRESS', running: 1 }), running()), question)).resolves.toBeUndefined()
  })

  test.each([
    ['another revision runs', running({ taskDefinition: 'arn:task-definition/web:1' }), /web:1 is COMPLETED/],
    ['the rollout failed', running({ rollout: 'FAILED', running: 0 }), /0 of 2 tasks run/],
    ['tasks stay too few', running({ running: 1 }), /1 of 2 tasks run/],
    ['there is no such service', undefined, /there is no such service/],
  ])('is exit code 6 when %s, whatever CloudFormation says', async (_, answer, why) => {
    await expect(verdict(asked(answer), question)).rejects.toMatchObject({
      code: 'NotTheNewRevision',
      exitCode: 6,
      details: { why: expect.stringMatching(why) },
    })
  })
})
