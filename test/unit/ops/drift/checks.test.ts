import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { checkingDrift, longestMs, type DriftChecks } from '../../../../src/ops/drift/checks.js'
import { driftedIn } from '../../../../src/ops/drift/drifted-in.js'
import { withChecked } from '../../../../src/ops/drift/with-checked.js'
import type { ChangeSet, Stack } from '../../../../src/ops/ports/cloudformation.js'
import { change, drifted, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

type Script = NonNullable<Parameters<typeof fakeStacks>[2]>

interface Story extends Script {
  stacks?: Stack[]
  cdn?: Stack[]
  /** Names that are checked. */
  names?: string[]
}

const waiting = 'Wait until CloudFormation has looked for what was changed outside of it'
const denied = new MmError('AccessDenied', 'AWS denies cloudformation:DetectStackDrift', { exitCode: 4 })

function setUp({ stacks = [], cdn = [], names, ...script }: Story) {
  const calls: string[] = []
  const said: string[] = []
  const slept: number[] = []
  const world = worldOf({
    stacks: fakeStacks(calls, stacks, script),
    cdnStacks: fakeStacks(calls, cdn, script),
    progress: fakeProgress(said),
    clock: {
      now: () => 0,
      async sleep(ms, signal) {
        slept.push(ms)
        // Longer than anything here but what never ends.
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, 50)
          signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()))
        })
      },
      pause(ms, signal) {
        return this.sleep(ms, signal)
      },
    },
  })
  const toCheck = {
    world,
    stacks: names ?? [...stacks, ...cdn].map(({ name }) => name),
    cdnStacks: cdn.map(({ name }) => name),
  }
  const check = (run: (checks: DriftChecks) => Promise<unknown> = checks => checks.found()) => checkingDrift([toCheck], run)
  return { calls, said, slept, world, toCheck, check, found: () => checkingDrift([toCheck], checks => checks.found()) }
}

test('begins at once, beside whatever is done, and reads what was found only where there is something', async () => {
  const { calls, found } = setUp({
    stacks: [stack('shop-dev'), stack('shop-dev-web')],
    checks: { 'shop-dev-web': { status: 'DRIFTED', checkedAt: 7 } },
    drifts: { 'shop-dev-web': [drifted('LogGroup')] },
  })
  expect(await found()).toEqual([
    { stack: stack('shop-dev'), scales: false, found: [], checkedAt: 0, checkedNow: true },
    { stack: stack('shop-dev-web'), scales: false, found: [drifted('LogGroup')], checkedAt: 7, checkedNow: true },
  ])
  expect(calls).toEqual(['check shop-dev', 'check shop-dev-web', 'drifts shop-dev-web'])
})

test('is shown as a step only while it is waited for', async () => {
  const slow = setUp({ stacks: [stack('shop-dev')] })
  await slow.found()
  expect(slow.said).toEqual([waiting])
  const quick = setUp({ stacks: [stack('shop-dev')] })
  await quick.check(async checks => {
    await new Promise(resolve => setTimeout(resolve, 5))
    return checks.found()
  })
  expect(quick.said).toEqual([])
})

test('a stack that is not there, or is what a failure left, has nothing to be checked', async () => {
  const { calls, found } = setUp({ stacks: [stack('left', { status: 'ROLLBACK_COMPLETE' })], names: ['left', 'none'] })
  expect(await found()).toEqual([])
  expect(calls).toEqual([])
})

test('one that environments share is checked once; one of CloudFront is in its region', async () => {
  const { calls, toCheck } = setUp({ stacks: [stack('shop-shared')], cdn: [stack('shop-dev-cdn')] })
  const checked = await checkingDrift([toCheck, toCheck], checks => checks.found())
  expect(checked.map(each => each.stack.name)).toEqual(['shop-shared', 'shop-dev-cdn'])
  expect(calls).toEqual(['check shop-shared', 'check shop-dev-cdn'])
})

describe('a service whose number of tasks was changed', () => {
  const counted = drifted('Service', {
    type: 'AWS::ECS::Service',
    differences: [{ path: 'DesiredCount', expected: '2', actual: '5' }],
  })
  test.each([
    ['scales', 'Type: AWS::ApplicationAutoScaling::ScalableTarget', true],
    ['has a number of its own', 'Resources: {}', false],
  ])('%s, by its template', async (_, template, scales) => {
    const { found } = setUp({
      stacks: [stack('shop-dev-web')],
      templates: { 'shop-dev-web': template },
      drifts: { 'shop-dev-web': [counted] },
    })
    expect(await found()).toMatchObject([{ scales }])
  })
})

describe('what is not known is one note, and no error:', () => {
  test('denied, of several stacks alike; what an earlier check found is told', async () => {
    const before = stack('shop-dev-web', { drift: { status: 'DRIFTED', checkedAt: 3 } })
    const { said, found } = setUp({
      stacks: [stack('shop-dev'), before],
      checks: { 'shop-dev': denied, 'shop-dev-web': denied },
      drifts: { 'shop-dev-web': [drifted('LogGroup')] },
    })
    expect(await found()).toMatchObject([{ stack: { name: 'shop-dev-web' }, checkedAt: 3, checkedNow: false }])
    expect(said.slice(1)).toEqual([
      'info: not looked at for drift: shop-dev, shop-dev-web: AWS denies cloudformation:DetectStackDrift',
    ])
  })

  test("refused, in AWS's words", async () => {
    const refused = new MmError('AwsRefused', 'AWS refused cloudformation:DetectStackDrift', { why: 'not now' })
    const { said, found } = setUp({ stacks: [stack('shop-dev')], checks: { 'shop-dev': refused } })
    expect(await found()).toEqual([])
    expect(said.at(-1)).toBe('info: not looked at for drift: shop-dev: not now')
  })

  test('it failed, and no resource tells', async () => {
    const { said, found } = setUp({
      stacks: [stack('shop-dev')],
      checks: { 'shop-dev': { status: 'UNKNOWN', failed: 'it broke' } },
    })
    expect(await found()).toMatchObject([{ found: [] }])
    expect(said.at(-1)).toBe('info: not looked at for drift: shop-dev: it broke')
  })

  test('something goes on with the stack', async () => {
    const { calls, said, found } = setUp({ stacks: [stack('shop-dev', { status: 'UPDATE_IN_PROGRESS' })] })
    expect(await found()).toEqual([])
    expect(calls).toEqual([])
    expect(said.at(-1)).toBe('info: not looked at for drift: shop-dev: it is in UPDATE_IN_PROGRESS')
  })

  test('it takes too long', async () => {
    const { said, slept, found } = setUp({ stacks: [stack('shop-dev')], checks: { 'shop-dev': 'slow' } })
    expect(await found()).toEqual([])
    expect(slept).toEqual([longestMs])
    expect(said.at(-1)).toMatch(/^info: drift not known yet: shop-dev: .* takes more than 2 minutes, and goes on/)
  })

  test('resources that could not be read, by their number', async () => {
    const unread = (name: string) => drifted(name, { status: 'UNKNOWN', differences: [] })
    const { said, found } = setUp({
      stacks: [stack('shop-dev'), stack('shop-dev-web')],
      checks: { 'shop-dev': { status: 'UNKNOWN', failed: 'denied' }, 'shop-dev-web': { status: 'DRIFTED' } },
      drifts: { 'shop-dev': [unread('A'), unread('B')], 'shop-dev-web': [unread('C'), drifted('D')] },
    })
    expect(await found()).toHaveLength(2)
    expect(said.slice(1)).toEqual([
      expect.stringMatching(/^info: drift not known of 3 resources of shop-dev, shop-dev-web: .*docs\/permissions\.md/),
    ])
  })
})

describe('what concerns the whole command ends it:', () => {
  test.each([
    ['an interruption', new MmError('Interrupted', 'interrupted', { exitCode: 130 })],
    ['expired credentials', new MmError('CredentialsExpired', 'expired', { exitCode: 4 })],
    ['a bug', new TypeError('x is not a function')],
  ])('%s', async (_, error) => {
    const { found } = setUp({ stacks: [stack('shop-dev')], checks: { 'shop-dev': error } })
    await expect(found()).rejects.toBe(error)
  })
})

test('nothing is waited for once the rest has failed', async () => {
  const broken = new Error('does not build')
  const { slept, check } = setUp({ stacks: [stack('shop-dev')], checks: { 'shop-dev': 'slow' } })
  await expect(check(() => Promise.reject(broken))).rejects.toBe(broken)
  expect(slept).toEqual([])
})

describe('the plan', () => {
  const set = (name: string, changes = [change('Topic', { action: 'update' })]): ChangeSet => ({
    ...{ stackName: name, stackId: stack(name).id, id: `set-${name}`, kind: 'update', changes },
  })
  const checked = (name: string, found = [drifted('LogGroup')], checkedNow = true) => ({
    ...{ stack: stack(name), scales: false, found, checkedAt: 0, checkedNow },
  })

  test('says it at each stack once, and of stacks besides that it has nothing of', () => {
    const sets = withChecked(
      [set('shared', []), set('web'), set('shared', [])],
      [checked('shared'), checked('web', []), checked('other'), checked('still', [])],
    )
    expect(sets.map(({ stackName, drift }) => [stackName, drift?.resources.length])).toEqual([
      ['shared', 1],
      ['web', undefined],
      ['shared', undefined],
      ['other', 1],
    ])
    expect(sets.at(-1)).toMatchObject({ stackId: stack('other').id, id: '', kind: 'update', changes: [] })
  })

  test('counts what was found by its own look', () => {
    expect(driftedIn(withChecked([set('web')], [checked('web'), checked('other', undefined, false)]))).toBe(1)
  })
})
