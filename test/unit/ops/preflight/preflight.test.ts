import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import type { Finding } from '../../../../src/ops/preflight/check.js'
import { judge, look, type Judging } from '../../../../src/ops/preflight/preflight.js'
import type { Premises } from '../../../../src/ops/ports/premises.js'
import { fakeProgress } from '../../../fakes/world.js'
import { intended, premisesOf } from './support.js'

const failing =
  (code: string, exitCode = 1) =>
  () =>
    Promise.reject(new MmError(code, `${code} it is`, { exitCode }))

describe('all checks at once', () => {
  const looked = (premises: Partial<Premises>) => look({ premises: premisesOf(premises) }, intended())

  test('find nothing where nothing is wrong', async () => {
    expect(await looked({})).toEqual({ findings: [], unmade: [] })
  })
  test('find what several of them find', async () => {
    const { findings } = await looked({
      fargateCpus: async () => 0,
      secret: async () => 'missing',
      trusted: async () => undefined,
    })
    expect(findings.map(({ what }) => what)).toEqual([
      "arn:secret isn't there",
      "the role shop-Execution isn't there any more",
      "the role shop-Task isn't there any more",
      'backend needs more vCPUs than the account may have on Fargate',
    ])
  })
  test('leave out what is denied, throttled or lost, and still find the rest', async () => {
    const { findings, unmade } = await looked({
      freeAddresses: failing('AccessDenied', 4),
      fargateCpus: failing('Throttled'),
      taskRoles: failing('Unreachable'),
      secret: async () => 'missing',
    })
    expect(unmade).toEqual([
      'the roles (Unreachable it is)',
      'addresses of the subnets (AccessDenied it is)',
      'the quota of Fargate (Throttled it is)',
    ])
    expect(findings).toHaveLength(1)
  })
  test.each([
    ['Interrupted', 130],
    ['CredentialsExpired', 4],
  ])('%s concerns more than one of them', async (code, exitCode) => {
    await expect(looked({ secret: failing(code, exitCode) })).rejects.toMatchObject({ code })
  })
  test('a bug is one', async () => {
    await expect(looked({ secret: () => Promise.reject(new TypeError('x')) })).rejects.toThrow(TypeError)
  })
  test("aren't made where nobody can be asked", async () => {
    expect(await look({}, intended())).toEqual({ findings: [], unmade: [] })
  })
})

describe('the verdict', () => {
  const wrong: Finding = { kind: 'wrong', what: 'a is wrong', why: 'because', fix: ['mend a'] }
  const forTasks: Finding = { kind: 'wrong for new tasks', what: 'b is full', fix: ['mend b', 'mend a'] }
  const doubtful: Finding = { kind: 'doubtful', what: 'c looks odd' }

  async function judged(findings: Finding[], { unmade = [], ...judging }: Partial<Judging> & { unmade?: string[] } = {}) {
    const said: string[] = []
    const error: unknown = await judge(
      { progress: fakeProgress(said) },
      { findings, unmade },
      { request: intended().request, newTasks: true, unchanged: async () => false, ...judging },
    ).catch((thrown: unknown) => thrown)
    return { said, error }
  }

  test('is silence when nothing was found', async () => {
    expect(await judged([])).toEqual({ said: [], error: undefined })
  })
  test('tells what is doubtful, and in one line what nobody could look at', async () => {
    expect(await judged([doubtful], { unmade: ['x (denied)', 'y (lost)'] })).toEqual({
      said: ['info: c looks odd', 'info: not looked at before the deployment: x (denied); y (lost)'],
      error: undefined,
    })
  })
  test('is one error of everything that is wrong, each way out once', async () => {
    const { said, error } = await judged([wrong, doubtful, forTasks])
    expect(said).toEqual(['info: c looks odd'])
    expect(error).toMatchObject({
      code: 'PreflightFailed',
      exitCode: 2,
      message: "backend can't be deployed to dev: 2 things are in the way",
      details: {
        why: 'a is wrong\n  because\nb is full',
        state: 'nothing of backend was built, and nothing was changed',
        fix: ['mend a', 'mend b'],
      },
    })
    expect((await judged([wrong])).error).toMatchObject({ message: "backend can't be deployed to dev: something is in the way" })
  })
  test('only tells what new tasks lack when none are to start for certain', async () => {
    expect(await judged([forTasks], { newTasks: false })).toEqual({ said: ['info: b is full: mend b; mend a'], error: undefined })
    expect((await judged([wrong, forTasks], { newTasks: false })).error).toMatchObject({ details: { fix: ['mend a'] } })
  })
  test('only tells what is wrong of what would not change', async () => {
    expect(await judged([wrong], { newTasks: false, unchanged: async () => true })).toEqual({
      said: ['info: a is wrong: because: mend a'],
      error: undefined,
    })
  })
  test('an error of its own is thrown as it is, when it is the only one', async () => {
    const error = new MmError('Locked', 'locked')
    const own: Finding = { kind: 'wrong', what: 'locked', error }
    expect((await judged([own, doubtful])).error).toBe(error)
    expect((await judged([own], { newTasks: false, unchanged: async () => true })).error).toBe(error)
    expect((await judged([own, wrong])).error).toMatchObject({ code: 'PreflightFailed' })
  })
})
