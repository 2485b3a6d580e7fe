import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import type { Service } from '../../../../src/manifest/service.js'
import type { DeploymentAlarms, RunningService, Target } from '../../../../src/ops/ports/running.js'
import { verdict } from '../../../../src/ops/service/service-verdict.js'
import { fakeClock, fakeProgress, worldOf } from '../../../fakes/world.js'
import { frontend } from '../../../support/values.js'

const question = {
  service: frontend({ name: 'web' }),
  env: 'dev',
  cluster: 'c',
  outputs: { ServiceName: 's', TaskDefinitionArn: 'arn:task-definition/web:2' },
  deployed: false,
}
const growing = { ...question, service: frontend({ name: 'web', scaling: { min: 1, max: 9 } as Service['scaling'] & object }) }
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
  answeredAt: 0,
  ...more,
})

const quiet: DeploymentAlarms = { names: ['errors'], watched: true, triggered: [] }
const target = (id: string, state: string): Target => ({
  id,
  port: 1,
  state,
  ...(state === 'unhealthy' ? { reason: '503' } : {}),
})

interface Asked {
  /** At every look, and the last for ever. */
  targets?: Target[][]
  alarms?: () => Promise<DeploymentAlarms>
  signal?: AbortSignal
}

/** ECS that answers with these, one after the other, and then with the last for ever. */
function asked(
  answers: (RunningService | undefined | Error)[],
  { targets = [[]], alarms = async () => quiet, signal }: Asked = {},
) {
  const said: string[] = []
  const clock = fakeClock()
  const nth = <T>(all: T[], i: number) => all[Math.min(i, all.length - 1)] as T
  let described = 0
  let looked = 0
  const world = worldOf({
    services: {
      async describe() {
        const answer = nth(answers, described++)
        if (answer instanceof Error) throw answer
        return answer
      },
      started: async () => [],
      stopped: async () => [],
      targets: async group => (group === 'one' ? nth(targets, looked++) : [target('old', 'unused')]),
      deploy: () => Promise.reject(new Error('nothing is deployed')),
      stopDeployment: async () => false,
      served: async () => [],
      alarms,
    },
    clock,
    progress: fakeProgress(said),
    ...(signal ? { signal } : {}),
  })
  return { world, said, clock }
}

describe('the verdict', () => {
  test("is good when the stack's revision runs completely", async () => {
    await expect(verdict(asked([running()]).world, question)).resolves.toBeUndefined()
  })

  test('does not wait for tasks that a growing load asks for', async () => {
    await expect(verdict(asked([running({ desired: 5, running: 2 })]).world, growing)).resolves.toBeUndefined()
    await expect(verdict(asked([running({ running: 0 })]).world, growing)).rejects.toMatchObject({ exitCode: 6 })
  })

  test('waits for ECS to say so after CloudFormation has', async () => {
    await expect(
      verdict(asked([running({ rollout: 'IN_PROGRESS', running: 1 }), running()]).world, question),
    ).resolves.toBeUndefined()
  })

  describe('while tasks of another revision run, which get requests', () => {
    const of = (revision: string, count: number) => ({
      taskDefinition: `arn:task-definition/web:${revision}`,
      ...{ desired: count, running: count, pending: 0, failed: 0 },
    })
    const beside = running({ running: 3, deployments: [of('2', 2), of('1', 1)] })

    test('waits until they have been told to go', async () => {
      const { world, clock } = asked([beside, running({ deployments: [of('2', 2), of('1', 0)] })])
      await verdict(world, question)
      expect(clock.passed()).toBe(2000)
    })

    test('is exit code 6 when they stay', async () => {
      await expect(verdict(asked([beside]).world, question)).rejects.toMatchObject({
        code: 'NotTheNewRevision',
        message: "web doesn't run only the revision that its stack holds (web:2)",
        exitCode: 6,
        details: {
          why: '3 of 2 tasks run, 1 of them of web:1, the rollout of web:2 is COMPLETED',
          state: 'both revisions run: 2 tasks of revision 2, 1 task of revision 1',
        },
      })
    })
  })

  test('has patience with AWS that throttles: only what it sees stand still counts', async () => {
    const throttled = new MmError('Throttled', 'Rate exceeded')
    const going = running({ rollout: 'IN_PROGRESS' })
    const { world, clock } = asked([...Array<Error>(60).fill(throttled), going, running()])
    await verdict(world, question)
    expect(clock.passed()).toBe(122_000)
    const stuck = asked([throttled, going])
    await expect(verdict(stuck.world, question)).rejects.toMatchObject({ code: 'NotTheNewRevision' })
    expect(stuck.clock.passed()).toBe(62_000)
  })

  test('is none after Ctrl-C, nor when AWS says no more', async () => {
    const interrupted = new AbortController()
    const { world } = asked([running({ rollout: 'IN_PROGRESS' })], { signal: interrupted.signal })
    const judged = verdict(world, question)
    interrupted.abort()
    await expect(judged).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 })
    const expired = new MmError('CredentialsExpired', 'expired', { exitCode: 4 })
    await expect(verdict(asked([expired]).world, question)).rejects.toBe(expired)
  })

  test.each([
    ['another revision runs', running({ taskDefinition: 'arn:task-definition/web:1' }), /web:1 is COMPLETED/],
    ['the rollout failed', running({ rollout: 'FAILED', running: 0 }), /0 of 2 tasks run/],
    ['tasks stay too few', running({ running: 1 }), /1 of 2 tasks run/],
    ['there is no such service', undefined, /there is no such service/],
  ])('is exit code 6 when %s, whatever CloudFormation says', async (_, answer, why) => {
    await expect(verdict(asked([answer]).world, question)).rejects.toMatchObject({
      code: 'NotTheNewRevision',
      exitCode: 6,
      details: { why: expect.stringMatching(why) },
    })
  })
})

describe('its targets', () => {
  const outputs = { ...question.outputs, TargetGroupArn: 'one', AlternateTargetGroupArn: 'two' }
  const judge = (targets: Target[][], more: Partial<typeof question> = {}) => {
    const { world, said, clock } = asked([running()], { targets })
    return { verdict: verdict(world, { ...question, outputs, ...more }), said, clock }
  }
  const both = [target('a', 'healthy'), target('b', 'healthy')]

  test('that are healthy take no time and no line', async () => {
    const judged = judge([both])
    await judged.verdict
    expect(judged.clock.passed()).toBe(0)
    expect(judged.said).toEqual([])
  })

  test('are waited for', async () => {
    const judged = judge([[target('a', 'healthy'), target('b', 'initial')], both])
    await judged.verdict
    expect(judged.clock.passed()).toBe(2000)
    expect(judged.said).toEqual(['Wait until the targets of web are healthy'])
  })

  test("of a service that scales needn't be healthy all", async () => {
    await judge([[target('a', 'healthy'), target('b', 'initial')]], { service: growing.service }).verdict
  })

  test.each([
    [
      'one is ill',
      [target('a', 'healthy'), target('b', 'unhealthy')],
      /1 of 2 targets are healthy/,
      'target b is unhealthy: 503',
      /by 1 of 2/,
    ],
    [
      'none answers',
      [target('a', 'unhealthy'), target('b', 'draining')],
      /0 of 2/,
      'target a is unhealthy: 503',
      /your users get errors/,
    ],
    ['one is missing', [target('a', 'healthy')], /1 of 2/, 'the load balancer knows no other target', /by 1 of 2/],
  ])('fail the deployment when %s after as many checks as it takes, and a minute', async (_, targets, message, why, state) => {
    const judged = judge([targets])
    await expect(judged.verdict).rejects.toMatchObject({
      code: 'TargetsNotHealthy',
      message: expect.stringMatching(message),
      exitCode: 1,
      details: {
        why,
        state: expect.stringMatching(state),
        fix: ['mm logs web --env dev --since 10m', 'mm svc rollback web --env dev'],
      },
    })
    expect(judged.clock.passed()).toBe(80_000)
  })

  test("aren't waited for any longer after Ctrl-C", async () => {
    const interrupted = new AbortController()
    const { world } = asked([running()], { targets: [[]], signal: interrupted.signal })
    const judged = verdict(world, { ...question, outputs })
    interrupted.abort()
    await expect(judged).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 })
  })
})

describe('its alarms', () => {
  const judge = async (alarms: Asked['alarms'], deployed = true) => {
    const { world, said } = asked([running()], alarms ? { alarms } : {})
    await verdict(world, { ...question, deployed })
    return said
  }

  test('that are quiet are no word worth', async () => {
    expect(await judge(async () => quiet)).toEqual([])
  })

  test('fail the deployment when one went off', async () => {
    await expect(judge(async () => ({ ...quiet, triggered: ['errors'] }))).rejects.toMatchObject({
      code: 'AlarmsNotQuiet',
      exitCode: 1,
      details: { why: 'errors', fix: expect.arrayContaining(['mm svc rollback web --env dev']) },
    })
  })

  test('are told of when ECS watched none, or nobody could be asked', async () => {
    expect(await judge(async () => ({ ...quiet, watched: false }))).toEqual([
      'info: ECS watched none of its alarms this time, since one was in alarm as it began: errors',
    ])
    expect(await judge(() => Promise.reject(new Error('denied')))).toEqual([
      'info: whether an alarm went off could not be asked: denied',
    ])
    expect(await judge(async () => ({ names: [], watched: false, triggered: [] }))).toEqual([])
  })

  test("aren't asked when nothing was deployed", async () => {
    expect(await judge(() => Promise.reject(new Error('nobody asks')), false)).toEqual([])
  })
})
