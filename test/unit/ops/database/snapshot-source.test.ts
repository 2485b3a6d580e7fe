import { expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { snapshotSource } from '../../../../src/ops/database/snapshot-source.js'
import { fakeClock, fakeProgress, stack, worldOf } from '../../../fakes/world.js'

const three = stack('shop-dev-db', {
  outputs: { VolumeIds: 'vol-0,vol-1,vol-2', GroupNames: 'g-0,g-1,g-2', MemberDocument: 'member' },
})
const say = (state: string, seconds: number, newest = seconds) =>
  JSON.stringify({ state, optime: { seconds, increment: 1 }, newest: { seconds: newest, increment: 1 }, fcv: '8.0' })

/** What each member answers, one time after the other; the last answer stays. An error is thrown. */
type Answers = Record<string, (string | Error)[]>

function worldWith(answers: Answers, signal?: AbortController) {
  const calls: string[] = []
  const clock = fakeClock()
  const world = worldOf({
    clock,
    progress: fakeProgress([]),
    ...(signal ? { signal: signal.signal } : {}),
    groups: {
      instances: async group => {
        const id = group.replace('g', 'i')
        return [{ id, state: answers[id] ? 'running' : 'terminated', lifecycle: 'InService', healthy: true }]
      },
    },
    commands: {
      async run(document, instance) {
        calls.push(`${document} ${instance}`)
        const [next = new Error('no answer'), ...rest] = answers[instance] ?? []
        if (rest.length > 0) answers[instance] = rest
        if (next instanceof Error) throw next
        return next
      },
    },
  })
  return { world, calls, clock }
}

test('a secondary that holds what the primary holds is taken at once', async () => {
  const { world, clock } = worldWith({
    'i-0': [say('PRIMARY', 50)],
    'i-1': [say('SECONDARY', 40, 50)],
    'i-2': [say('SECONDARY', 50)],
  })
  expect(await snapshotSource(world, three)).toEqual({
    member: {
      index: 2,
      volumeId: 'vol-2',
      standing: { state: 'SECONDARY', optime: { seconds: 50, increment: 1 }, newest: { seconds: 50, increment: 1 }, fcv: '8.0' },
    },
    remarks: [],
  })
  expect(clock.passed()).toBe(0)
})

test('a secondary that is behind is waited for, until it holds what was noted', async () => {
  const behind = [say('SECONDARY', 40, 50), say('SECONDARY', 45, 60), say('SECONDARY', 50, 70)]
  const { world, calls } = worldWith({ 'i-0': [say('PRIMARY', 50)], 'i-1': [say('RECOVERING', 1)], 'i-2': behind })
  expect(await snapshotSource(world, three)).toMatchObject({
    member: { index: 2, standing: { optime: { seconds: 50 } } },
    remarks: [],
  })
  expect(calls).toEqual(['member i-0', 'member i-1', 'member i-2', 'member i-2', 'member i-2'])
})

test.each<[string, (string | Error)[], number]>([
  ['stays behind', [say('SECONDARY', 40, 50)], 60_000],
  ['is no secondary any more', [say('SECONDARY', 40, 50), say('ROLLBACK', 40, 50)], 2000],
  ['cannot be asked any more', [say('SECONDARY', 40, 50), new MmError('CommandFailed', 'it failed')], 2000],
])('when it %s the primary is taken, and that is said', async (_, answers, passed) => {
  const { world, clock } = worldWith({ 'i-0': [say('PRIMARY', 50)], 'i-1': [say('RECOVERING', 1)], 'i-2': answers })
  const { member, remarks } = await snapshotSource(world, three)
  expect(member.index).toBe(0)
  expect(remarks.at(-1)).toBe("member 2 hasn't caught up: the snapshot is of the primary")
  expect(clock.passed()).toBe(passed)
})

test('a set without a primary: its furthest member, with what may be missing', async () => {
  const { world } = worldWith({ 'i-1': [say('SECONDARY', 40, 50)], 'i-2': [say('SECONDARY', 45, 50)] })
  const { member, remarks } = await snapshotSource(world, three)
  expect(member.index).toBe(2)
  expect(remarks).toEqual([
    "member 0 couldn't be asked how it is: no instance of it is running",
    expect.stringContaining('what was written last may be missing'),
  ])
})

test('when none can be asked the first is taken, and each reason is said once', async () => {
  const denied = new MmError('AccessDenied', 'AWS denies ssm:SendCommand', { why: 'User is not authorized' })
  const { world } = worldWith({ 'i-0': [denied], 'i-1': [denied], 'i-2': ['nonsense'] })
  expect(await snapshotSource(world, three)).toEqual({
    member: expect.objectContaining({ index: 0, volumeId: 'vol-0' }),
    remarks: [
      "member 0 and 1 couldn't be asked how it is: AWS denies ssm:SendCommand: User is not authorized",
      "member 2 couldn't be asked how it is: i-2 gave no answer that mm understands",
      "the snapshot is of member 0, whose state isn't known",
    ],
  })
})

test('a database that an older mm deployed has no program to ask', async () => {
  const old = stack('shop-dev-db', { outputs: { VolumeId: 'vol-0', GroupName: 'g-0' } })
  const { member, remarks } = await snapshotSource(worldWith({}).world, old)
  expect(member).toMatchObject({ index: 0, volumeId: 'vol-0' })
  expect(remarks[0]).toContain('an older mm deployed it')
})

test('a member that is named is taken as it is, and the others are not asked', async () => {
  const { world, calls } = worldWith({ 'i-1': [say('STARTUP2', 0, 50)] })
  const { member, remarks } = await snapshotSource(world, three, 1)
  expect(member.index).toBe(1)
  expect(remarks).toEqual(['member 1 is in STARTUP2: what it holds may be old or incomplete'])
  expect(calls).toEqual(['member i-1'])
})

test.each([
  [three, 'its members are 0 to 2'],
  [stack('shop-dev-db', { outputs: { VolumeId: 'vol-0' } }), 'its only one is member 0'],
])('a member that is not there is refused', async (of, why) => {
  await expect(snapshotSource(worldWith({}).world, of, 3)).rejects.toMatchObject({
    code: 'NoSuchMember',
    exitCode: 2,
    details: { why },
  })
})

test.each([
  ['the question', new MmError('Interrupted', 'interrupted')],
  ['the answer', say('PRIMARY', 1)],
])('an interruption at %s says that nothing was ordered', async (_, answer) => {
  const stop = new AbortController()
  const { world } = worldWith({ 'i-0': [answer] }, stop)
  stop.abort()
  await expect(snapshotSource(world, three)).rejects.toMatchObject({
    code: 'Interrupted',
    exitCode: 130,
    details: { state: 'nothing was ordered or changed' },
  })
})
