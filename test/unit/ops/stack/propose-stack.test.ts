import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { phases } from '../../../../src/ops/stack/phases.js'
import { discardSets, proposeStack } from '../../../../src/ops/stack/propose-stack.js'
import { decide, hasChanges, isTold } from '../../../../src/ops/stack/planned.js'
import { change, drifted, fakeClock, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const proposal = { stackName: 'shop-dev', body: '{}', parameters: {}, tags: {} }

function setUp(...args: Parameters<typeof fakeStacks> extends [string[], ...infer Rest] ? Rest : never) {
  const calls: string[] = []
  const stacks = fakeStacks(calls, ...args)
  return { calls, stacks, world: worldOf({ stacks, progress: fakeProgress([]) }) }
}

describe('what a newer mm deployed', () => {
  const by = (mm: string) => `Resources: {}\nMetadata:\n  mm: "${mm}"\n`
  const newer = () =>
    setUp([stack('shop-dev')], { templates: { 'shop-dev': by('99.0.0') }, changes: { 'shop-dev': [change('It')] } })

  test("isn't taken back by an older one", async () => {
    const { calls, world } = newer()
    await expect(proposeStack(world, proposal)).rejects.toMatchObject({
      code: 'NewerMm',
      exitCode: 2,
      details: { fix: ['mm 99.0.0 or newer', '--allow-downgrade, when it is to be taken back'] },
    })
    expect(calls).toEqual([])
  })

  test('is, when that is allowed', async () => {
    const { calls, world } = newer()
    expect((await proposeStack(world, proposal, { allowDowngrade: true })).changes).toHaveLength(1)
    expect(calls).toEqual(['propose shop-dev'])
  })

  test('may be sent again: so does a rollback', async () => {
    const { world } = newer()
    await proposeStack(world, { ...proposal, body: by('99.0.0'), parameters: { Image: 'earlier' } })
    await proposeStack(world, { ...proposal, body: by('0.1.0') })
  })
})

describe('before a change set is made', () => {
  test.each(['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'])('what is left in %s is deleted first', async status => {
    const { calls, world } = setUp([stack('shop-dev', { status })])
    await proposeStack(world, proposal)
    expect(calls).toEqual(['remove shop-dev', 'propose shop-dev'])
  })

  test('an operation that goes on is waited for', async () => {
    const { calls, world } = setUp([stack('shop-dev', { status: 'UPDATE_IN_PROGRESS' })], {
      after: { 'shop-dev': stack('shop-dev') },
    })
    await proposeStack(world, proposal)
    expect(calls).toEqual(['watch shop-dev', 'propose shop-dev'])
  })

  test('a creation that is waited for and fails is deleted, then created anew', async () => {
    const { calls, world } = setUp([stack('shop-dev', { status: 'CREATE_IN_PROGRESS' })], {
      after: { 'shop-dev': stack('shop-dev', { status: 'ROLLBACK_COMPLETE' }) },
    })
    await proposeStack(world, proposal)
    expect(calls).toEqual(['watch shop-dev', 'remove shop-dev', 'propose shop-dev'])
  })

  test.each(['UPDATE_ROLLBACK_FAILED', 'DELETE_FAILED', 'ROLLBACK_FAILED', 'CREATE_FAILED'])(
    '%s is refused by name',
    async status => {
      const { calls, world } = setUp([stack('shop-dev', { status })])
      await expect(proposeStack(world, proposal)).rejects.toMatchObject({
        code: 'StackStuck',
        message: expect.stringContaining(status),
      })
      expect(calls).toEqual([])
    },
  )

  test('a database whose creation could not be rolled back is removed by mm: a cluster is protected from CloudFormation', async () => {
    const { world } = setUp([stack('shop-dev', { status: 'ROLLBACK_FAILED', tags: { 'mm:env': 'dev', 'mm:db': 'orders' } })])
    await expect(proposeStack(world, proposal)).rejects.toMatchObject({
      details: { fix: ['mm db delete --name orders --env dev'] },
    })
  })

  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'])(
    '%s is updated as it is',
    async status => {
      const { calls, world } = setUp([stack('shop-dev', { status })])
      await proposeStack(world, proposal)
      expect(calls).toEqual(['propose shop-dev'])
    },
  )
})

test('a change set takes its own time, and not that of whoever is waited for', async () => {
  const clock = fakeClock()
  const stacks = fakeStacks([], [stack('shop-dev', { status: 'UPDATE_IN_PROGRESS' })], {
    changes: { 'shop-dev': [change('It')] },
    after: { 'shop-dev': stack('shop-dev') },
  })
  const world = worldOf({
    stacks: {
      ...stacks,
      async propose(...args) {
        await clock.sleep(2000)
        return stacks.propose(...args)
      },
      async *watch(...args) {
        await clock.sleep(300_000)
        yield* stacks.watch(...args)
      },
    },
    progress: fakeProgress([]),
    reserve: async () => {
      await clock.sleep(600_000)
      return async () => {}
    },
  })
  const measured = phases(clock)
  await proposeStack(world, proposal, { phases: measured })
  await proposeStack(world, proposal, { phases: measured })
  expect(measured.past).toEqual([{ name: 'change set', seconds: 4 }])
})

describe('what holds data', () => {
  test.each(['replace', 'delete'] as const)(
    'a change set that would %s a volume is refused and not left behind',
    async action => {
      const { calls, world } = setUp([stack('shop-dev')], {
        changes: { 'shop-dev': [change('Volume0G1', { type: 'AWS::EC2::Volume', action, properties: ['SnapshotId'] })] },
      })
      await expect(proposeStack(world, proposal)).rejects.toMatchObject({
        code: 'DataAtRisk',
        details: { why: expect.stringContaining('SnapshotId') },
      })
      expect(calls).toEqual(['propose shop-dev', 'discard shop-dev'])
    },
  )

  test('a bucket of logs that is no longer wanted, and that CloudFormation keeps, may leave the stack', async () => {
    const left = change('LogBucket', { type: 'AWS::S3::Bucket', action: 'delete', kept: true })
    const { world } = setUp([stack('shop-dev')], { changes: { 'shop-dev': [left] } })
    expect((await proposeStack(world, proposal)).changes).toEqual([left])
    const volume = change('Volume0G1', { type: 'AWS::EC2::Volume', action: 'delete', kept: true })
    const other = setUp([stack('shop-dev')], { changes: { 'shop-dev': [volume] } })
    await expect(proposeStack(other.world, proposal)).rejects.toMatchObject({ code: 'DataAtRisk' })
  })

  test('so may a connection string, and no other secret', async () => {
    const secret = (logicalId: string, kept = true) =>
      change(logicalId, { type: 'AWS::SecretsManager::Secret', action: 'delete', ...(kept ? { kept } : {}) })
    const propose = (each: ReturnType<typeof change>) =>
      proposeStack(setUp([stack('shop-dev')], { changes: { 'shop-dev': [each] } }).world, proposal)
    for (const id of ['UriSecret', 'TlsUriSecret']) expect((await propose(secret(id))).changes).toHaveLength(1)
    for (const each of [secret('AppSecret'), secret('CaSecret'), secret('UriSecret', false)])
      await expect(propose(each)).rejects.toMatchObject({ code: 'DataAtRisk' })
  })

  test.each([
    ['replace', 'AWS::EC2::Subnet'],
    ['delete', 'AWS::Route53::HostedZone'],
  ] as const)('nor is an update that would %s an %s', async (action, type) => {
    const { calls, world } = setUp([stack('shop-dev')], { changes: { 'shop-dev': [change('It', { type, action })] } })
    await expect(proposeStack(world, proposal)).rejects.toMatchObject({ code: 'FoundationChanged', exitCode: 2 })
    expect(calls).toEqual(['propose shop-dev', 'discard shop-dev'])
  })

  test('also when CloudFormation is not sure whether it replaces it', async () => {
    const { world } = setUp([stack('shop-dev')], {
      changes: { 'shop-dev': [change('Secret', { type: 'AWS::SecretsManager::Secret', action: 'replace', conditional: true })] },
    })
    await expect(proposeStack(world, proposal)).rejects.toMatchObject({ code: 'DataAtRisk' })
  })

  test('what is named may be replaced', async () => {
    const volume = change('Volume0G1', { type: 'AWS::EC2::Volume', action: 'replace' })
    const { world, calls } = setUp([stack('shop-dev')], {
      changes: { 'shop-dev': [volume, { ...volume, logicalId: 'Volume1G1' }] },
    })
    await expect(proposeStack(world, proposal, { allowReplace: ['Volume0G1'] })).rejects.toMatchObject({
      code: 'DataAtRisk',
      details: { why: expect.stringMatching(/^replace Volume1G1/) as unknown },
    })
    expect(calls.at(-1)).toBe('discard shop-dev')
    expect((await proposeStack(world, proposal, { allowReplace: ['Volume0G1', 'Volume1G1'] })).changes).toHaveLength(2)
  })

  test('an update of it in place is fine', async () => {
    const { world } = setUp([stack('shop-dev')], {
      changes: { 'shop-dev': [change('Volume0G1', { type: 'AWS::EC2::Volume', action: 'update' })] },
    })
    expect((await proposeStack(world, proposal)).changes).toHaveLength(1)
  })
})

describe('what was changed outside, as the last check found', () => {
  const driftedStack = stack('shop-dev', { drift: { status: 'DRIFTED', checkedAt: 0 } })
  const drifts = { 'shop-dev': [drifted('LogGroup')] }

  test('is told with the plan, of an unchanged stack, too', async () => {
    const { calls, world } = setUp([driftedStack], { drifts, templates: { 'shop-dev': '{}' } })
    const set = await proposeStack(world, proposal)
    expect(calls).toEqual(['drifts shop-dev'])
    expect(set).toMatchObject({ changes: [], drift: { checkedAt: '1970-01-01T00:00:00.000Z', checkedNow: false } })
    expect([hasChanges(set), isTold(set)]).toEqual([false, true])
  })

  test('is not asked for when it was nothing, or when the command checks itself', async () => {
    const still = setUp([stack('shop-dev', { drift: { status: 'IN_SYNC', checkedAt: 0 } })], { drifts })
    expect(await proposeStack(still.world, proposal)).not.toHaveProperty('drift')
    const checking = setUp([driftedStack], { drifts })
    expect(await proposeStack({ ...checking.world, checksDrift: true }, proposal)).not.toHaveProperty('drift')
    expect([still.calls, checking.calls]).toEqual([['propose shop-dev'], ['propose shop-dev']])
  })

  test('is no obstacle when it may not be read', async () => {
    const said: string[] = []
    const { stacks } = setUp([driftedStack])
    stacks.drifts = () => Promise.reject(new MmError('AccessDenied', 'AWS denies it', { exitCode: 4 }))
    const set = await proposeStack(worldOf({ stacks, progress: fakeProgress(said) }), proposal)
    expect(set).not.toHaveProperty('drift')
    expect(said.at(-1)).toMatch(/^info: shop-dev was changed outside .*: AWS denies it$/)
  })

  test('leaves no change set behind when Ctrl-C ends the question', async () => {
    const { calls, stacks, world } = setUp([driftedStack], { changes: { 'shop-dev': [change('It')] } })
    stacks.drifts = () => Promise.reject(new MmError('Interrupted', 'interrupted', { exitCode: 130 }))
    await expect(proposeStack(world, proposal)).rejects.toMatchObject({ code: 'Interrupted' })
    expect(calls).toEqual(['propose shop-dev', 'discard shop-dev'])
  })
})

describe('to take back what was changed outside', () => {
  const outside = { deleted: false, differences: [{ path: 'RetentionInDays', expected: '30', actual: '7' }] }
  const group = change('LogGroup', { action: 'update', type: 'AWS::Logs::LogGroup', properties: ['RetentionInDays'], outside })
  const asked = { revertDrift: true }

  test('CloudFormation is asked about a stack that is otherwise what its manifest says, too', async () => {
    const { calls, world } = setUp([stack('shop-dev', { drift: { status: 'DRIFTED', checkedAt: 0 } })], {
      templates: { 'shop-dev': '{}' },
      takenBack: { 'shop-dev': [group] },
    })
    const set = await proposeStack(world, proposal, asked)
    expect(set).toMatchObject({ changes: [group], revertsDrift: true })
    // The change set knows better than an earlier check.
    expect(calls).toEqual(['propose shop-dev taking back'])
  })

  test('is another plan than one that leaves it', async () => {
    const { world } = setUp([stack('shop-dev')], { changes: { 'shop-dev': [change('It')] } })
    const [with_, without] = [await proposeStack(world, proposal, asked), await proposeStack(world, proposal)]
    expect(with_.fingerprint).not.toBe(without.fingerprint)
    expect((await proposeStack(world, proposal)).fingerprint).toBe(without.fingerprint)
  })

  test('a creation has nothing of the kind', async () => {
    const { calls, world } = setUp([], { changes: { 'shop-dev': [change('It')] } })
    expect(await proposeStack(world, proposal, asked)).not.toHaveProperty('revertsDrift')
    expect(calls).toEqual(['propose shop-dev'])
  })

  test('no secret is told, of a parameter that is hidden neither', async () => {
    const token = { deleted: false, differences: [{ path: 'Values/0', expected: 'let-me-through', actual: 'let-him-through' }] }
    const rule = change('Rule', { action: 'update', outside: token })
    const { world } = setUp([stack('shop-dev', { parameters: { OriginToken: 'let-me-through' } })], {
      takenBack: { 'shop-dev': [rule] },
    })
    const parameters = { OriginToken: undefined }
    const set = await proposeStack(world, { ...proposal, parameters }, asked)
    expect(set.changes[0]?.outside?.differences).toEqual([{ path: 'Values/0', hidden: true }])
  })

  test("rules that other stacks have added aren't taken away for it: an ordinary update is proposed, and says so", async () => {
    const rule = { path: 'SecurityGroupEgress/1', actual: '{"DestinationSecurityGroupId":"sg-1"}' }
    const balancers = change('PublicBalancerSecurityGroup', {
      ...{ action: 'update', type: 'AWS::EC2::SecurityGroup', properties: ['SecurityGroupEgress'] },
      outside: { deleted: false, differences: [rule] },
    })
    const { calls, world } = setUp([stack('shop-dev', { drift: { status: 'DRIFTED', checkedAt: 0 } })], {
      changes: { 'shop-dev': [change('It', { action: 'update' })] },
      takenBack: { 'shop-dev': [balancers, group] },
      drifts: { 'shop-dev': [drifted('LogGroup')] },
    })
    const set = await proposeStack(world, proposal, asked)
    expect(set).toMatchObject({
      changes: [{ logicalId: 'It' }],
      keepsDriftOf: ['PublicBalancerSecurityGroup'],
      drift: { resources: [{ logicalId: 'LogGroup' }] },
    })
    expect(set).not.toHaveProperty('revertsDrift')
    expect(isTold({ ...set, changes: [] })).toBe(true)
    expect(calls).toEqual(['propose shop-dev taking back', 'discard shop-dev', 'propose shop-dev', 'drifts shop-dev'])
    expect(set.fingerprint).toBe((await proposeStack(world, proposal)).fingerprint)
  })

  describe('what held data and was deleted', () => {
    const made = change('LogGroup', { type: 'AWS::Logs::LogGroup', outside: { deleted: true, differences: [] } })
    const alarm = change('Alarm', { type: 'AWS::CloudWatch::Alarm', outside: { deleted: true, differences: [] } })
    const deleted = () => setUp([stack('shop-dev')], { takenBack: { 'shop-dev': [made, alarm] } })

    test("isn't made anew, and empty", async () => {
      const { calls, world } = deleted()
      await expect(proposeStack(world, proposal, asked)).rejects.toMatchObject({
        code: 'DataAtRisk',
        message: 'the update of shop-dev would make anew, and empty, what held data',
        details: {
          why: 'create LogGroup (AWS::Logs::LogGroup: it was deleted outside of CloudFormation)',
          fix: [expect.stringContaining('leave --revert-drift out'), expect.stringMatching(/^--allow-replace LogGroup /)],
        },
      })
      expect(calls.at(-1)).toBe('discard shop-dev')
    })

    test('is, when it is named; what holds none is in any case', async () => {
      const set = await proposeStack(deleted().world, proposal, { ...asked, allowReplace: ['LogGroup'] })
      expect(set.changes.map(({ logicalId }) => logicalId)).toEqual(['LogGroup', 'Alarm'])
    })

    test('is told along with what would be lost otherwise', async () => {
      const volume = change('Volume', { type: 'AWS::EC2::Volume', action: 'replace', properties: ['Size'] })
      const { world } = setUp([stack('shop-dev')], { takenBack: { 'shop-dev': [made, volume] } })
      await expect(proposeStack(world, proposal, asked)).rejects.toMatchObject({
        message: 'the update of shop-dev would replace or delete what holds data',
        details: { why: expect.stringMatching(/^create LogGroup .*\nreplace Volume \(AWS::EC2::Volume: Size\)$/) as unknown },
      })
    })
  })
})

test('a no leaves none of the change sets behind', async () => {
  const { calls, world } = setUp([], { changes: { a: [change('A')], b: [change('B')] } })
  const sets = [
    await proposeStack(world, { ...proposal, stackName: 'a' }),
    await proposeStack(world, { ...proposal, stackName: 'b' }),
    await proposeStack(world, { ...proposal, stackName: 'c' }),
  ]
  const asked: string[] = []
  const no = async (shown: { stackName: string }[]) => {
    asked.push(...shown.map(set => set.stackName))
    throw new MmError('Declined', 'no')
  }
  const planned = { sets, discard: () => discardSets(world, sets), apply: () => Promise.reject(new Error('not wanted')) }
  await expect(decide(planned, { approve: no })).rejects.toMatchObject({ code: 'Declined' })
  expect(asked).toEqual(['a', 'b'])
  expect(calls.slice(3)).toEqual(['discard a', 'discard b'])
})
