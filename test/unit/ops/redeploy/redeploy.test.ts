import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { followRollout } from '../../../../src/ops/redeploy/follow-rollout.js'
import { redeployRevision } from '../../../../src/ops/redeploy/redeploy.js'
import type { RunningService } from '../../../../src/ops/ports/running.js'
import { fakeClock, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const where = { name: 'web', env: 'dev', cluster: 'c', service: 'shop-web' }
const at = (revision: number, rollout: string, more: Partial<RunningService> = {}): RunningService => ({
  ...{ name: 'shop-web', cluster: 'c', status: 'ACTIVE', desired: 2, running: 2, pending: 0, events: [] },
  ...{ taskDefinition: `td:${revision}`, rollout, deployments: [], answeredAt: 0 },
  ...more,
})
const notes: string[] = []
const step = { note: (text: string) => void notes.push(text) }
const never = new AbortController().signal

interface Look {
  signal?: AbortSignal
  enough?: AbortSignal
  stacks?: string
}

/** ECS that answers with these, one after the other, and then with the last for ever. */
function ecs(answers: (RunningService | undefined | Error)[], { signal, stacks = 'td:9' }: Look = {}) {
  const calls: string[] = []
  const clock = fakeClock()
  let asked = 0
  const world = worldOf({
    clock,
    progress: fakeProgress(calls),
    stacks: fakeStacks([], [stack('shop-dev-web', { outputs: { TaskDefinitionArn: stacks } })]),
    reserve: async name => (calls.push(`reserve ${name}`), async () => void calls.push(`release ${name}`)),
    services: {
      ...worldOf({}).services,
      describe: async () => {
        const answer = answers[Math.min(asked++, answers.length - 1)]
        if (answer instanceof Error) throw answer
        return answer
      },
      deploy: async (...args) => void calls.push(`deploy ${JSON.stringify(args)}`),
    },
    ...(signal ? { signal } : {}),
  })
  return { world, calls, clock }
}

describe('a rollout that ECS does alone', () => {
  const follow = (answers: Parameters<typeof ecs>[0], options: Look = {}) => {
    const { world, clock } = ecs(answers, options)
    return { end: followRollout(world, { ...where, taskDefinition: 'td:9', step }, options.enough ?? never), clock }
  }

  test('is followed until it is completed', async () => {
    const { end, clock } = follow([at(9, 'IN_PROGRESS'), at(9, 'IN_PROGRESS'), at(9, 'COMPLETED')])
    await end
    expect(clock.passed()).toBe(6000)
  })

  test('has a note of its tasks', async () => {
    notes.length = 0
    const own = { taskDefinition: 'td:9', desired: 2, running: 1, pending: 1, failed: 0 }
    const other = { taskDefinition: 'td:7', desired: 2, running: 2, pending: 0, failed: 0 }
    await follow([at(7, 'COMPLETED', { deployments: [other] }), at(9, 'COMPLETED', { deployments: [own, other] })]).end
    expect(notes).toEqual(['', '1 of 2 tasks run'])
  })

  test('may be shown a little later than it was asked for', async () => {
    const stale = [at(7, 'COMPLETED'), at(9, 'FAILED'), undefined]
    await expect(follow([...stale, at(9, 'IN_PROGRESS'), at(9, 'COMPLETED')]).end).resolves.toBeUndefined()
  })

  test('is over when it is not shown within a minute', async () => {
    const { end, clock } = follow([at(7, 'COMPLETED')])
    await expect(end).rejects.toMatchObject({ code: 'RevisionTakenBack', exitCode: 6 })
    expect(clock.passed()).toBe(60_000)
  })

  const failed = { taskDefinition: 'td:9', desired: 2, running: 0, pending: 0, failed: 3, reason: 'tasks failed to start' }
  test.each<[string, (RunningService | undefined)[], string]>([
    ['it fails', [at(9, 'FAILED', { deployments: [failed] }), at(7, 'COMPLETED')], 'tasks failed to start'],
    ['ECS goes back', [at(7, 'IN_PROGRESS', { deployments: [failed] }), at(7, 'COMPLETED')], 'tasks failed to start'],
    ['somebody deploys another one', [at(10, 'IN_PROGRESS'), at(10, 'COMPLETED')], 'revision 10 is COMPLETED'],
    ['the service is deleted', [undefined], 'there is no such service any more'],
  ])('is over when %s; then what serves is waited for', async (_, answers, why) => {
    const { end } = follow([at(9, 'IN_PROGRESS'), ...answers])
    await expect(end).rejects.toMatchObject({
      code: 'RevisionTakenBack',
      message: "ECS doesn't go on with revision 9 of web",
      exitCode: 6,
      details: { why },
    })
  })

  const expired = new MmError('CredentialsExpired', 'expired', { fix: ['log in'], exitCode: 4 })
  const throttled = new MmError('Throttled', 'Rate exceeded')

  test("that was taken back is told, although it can't be looked at any more", async () => {
    const answers = [at(9, 'IN_PROGRESS'), at(9, 'FAILED', { deployments: [failed] }), expired]
    await expect(follow(answers).end).rejects.toMatchObject({
      ...{ code: 'RevisionTakenBack', exitCode: 6 },
      details: { why: 'tasks failed to start' },
    })
    await expect(follow([at(9, 'IN_PROGRESS'), at(9, 'FAILED'), at(7, 'IN_PROGRESS'), expired]).end).rejects.toMatchObject({
      details: { why: 'revision 7 is IN_PROGRESS' },
    })
  })

  test('is followed on, however long AWS throttles', async () => {
    const { end, clock } = follow([...Array<Error>(100).fill(throttled), at(9, 'IN_PROGRESS'), throttled, at(9, 'COMPLETED')])
    await end
    expect(clock.passed()).toBe(206_000)
    await expect(
      follow([at(9, 'IN_PROGRESS'), at(9, 'FAILED'), ...Array<Error>(100).fill(throttled), at(7, 'COMPLETED')]).end,
    ).rejects.toMatchObject({ details: { why: 'revision 7 is COMPLETED' } })
  })

  test('is waited for no longer than a minute on its way back', async () => {
    const { end, clock } = follow([at(9, 'IN_PROGRESS'), at(7, 'IN_PROGRESS')])
    await expect(end).rejects.toMatchObject({ code: 'RevisionTakenBack' })
    expect(clock.passed()).toBe(64_000)
  })

  test('is left to ECS after Ctrl-C, also in the midst of a call', async () => {
    const interrupted = new AbortController()
    const { world } = ecs([at(9, 'IN_PROGRESS')], { signal: interrupted.signal })
    const services = {
      ...world.services,
      async describe(): Promise<never> {
        interrupted.abort()
        throw new Error('aborted')
      },
    }
    const end = followRollout(
      { ...world, signal: interrupted.signal, services },
      { ...where, taskDefinition: 'td:9', step },
      never,
    )
    await expect(end).rejects.toMatchObject({
      code: 'Interrupted',
      exitCode: 130,
      details: { state: 'ECS goes on with web; nothing was cancelled' },
    })
  })

  test('is not followed any more when it was stopped; and what AWS says is passed on', async () => {
    const stopped = AbortSignal.abort(new Error('stopped early'))
    await expect(follow([at(9, 'IN_PROGRESS')], { enough: stopped }).end).rejects.toThrow('stopped early')
    await expect(follow([new Error('expired')]).end).rejects.toThrow('expired')
    await expect(follow([at(9, 'IN_PROGRESS'), expired]).end).rejects.toMatchObject({
      ...{ code: 'CredentialsExpired', exitCode: 4 },
      details: { state: 'ECS goes on with web; nothing was cancelled', fix: expect.arrayContaining(['log in', 'mm status']) },
    })
  })

  test('has its end', async () => {
    const { end, clock } = follow([at(9, 'IN_PROGRESS')])
    await end
    expect(clock.passed()).toBe(36 * 3_600_000)
  }, 30_000)
})

describe("the stack's revision", () => {
  const deploy = (running: number, options: Look = {}) => {
    const { world, calls } = ecs([at(9, 'COMPLETED')], options)
    const redeploy = { taskDefinition: 'td:9', running: `td:${running}`, rollout: 'COMPLETED' }
    return { end: redeployRevision(world, { ...where, stackName: 'shop-dev-web', redeploy }, never), calls }
  }

  test.each([
    [7, false],
    [9, true],
  ])('is deployed where revision %i is, with force: %s, and others are kept off meanwhile', async (running, force) => {
    const { end, calls } = deploy(running)
    await end
    expect(calls).toEqual([
      'reserve shop-dev-web',
      'Deploy revision 9 of web again',
      `deploy ["c","shop-web","td:9",{"force":${force}}]`,
      'release shop-dev-web',
    ])
  })

  test.each([
    ['CredentialsExpired', 'revision 9 of web was not deployed again'],
    ['NetworkUnreachable', "whether ECS has begun to deploy web again isn't known"],
  ])('after %s: %s', async (code, state) => {
    const { world } = ecs([at(7, 'COMPLETED')])
    const services = { ...world.services, deploy: () => Promise.reject(new MmError(code, 'lost')) }
    const redeploy = { taskDefinition: 'td:9', running: 'td:7', rollout: 'COMPLETED' }
    const end = redeployRevision({ ...world, services }, { ...where, stackName: 'shop-dev-web', redeploy }, never)
    await expect(end).rejects.toMatchObject({ code, details: { state } })
  })

  test('is not when the stack has got another one meanwhile', async () => {
    const { end, calls } = deploy(7, { stacks: 'td:10' })
    await expect(end).rejects.toMatchObject({
      code: 'StackChanged',
      exitCode: 1,
      details: { state: 'its revision was not deployed again' },
    })
    expect(calls).toEqual(['reserve shop-dev-web', 'Deploy revision 9 of web again', 'release shop-dev-web'])
  })
})
