import { expect, describe, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { executeStack } from '../../../../src/ops/stack/follow-stack.js'
import { discardSets, proposeStack } from '../../../../src/ops/stack/propose-stack.js'
import type { Locking } from '../../../../src/ops/lock/held-locks.js'
import { holdLock, type Hold } from '../../../../src/ops/lock/hold.js'
import { locked } from '../../../../src/ops/lock/locked.js'
import { decide } from '../../../../src/ops/stack/planned.js'
import type { Clock } from '../../../../src/ops/ports/clock.js'
import type { FoundLock, HeldLock } from '../../../../src/ops/ports/locks.js'
import type { World } from '../../../../src/ops/ports/world.js'
import { fakeLocks, foundLock, type FakeLocks } from '../../../fakes/locks.js'
import { type FakeStacks, change, fakeClock, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const shared = stack('shop-shared', { outputs: { ArtifactBucket: 'bucket' } })
const proposal = (stackName: string) => ({ stackName, body: 'Resources: {}', parameters: {}, tags: {} })
const locking = (more: Partial<Locking> = {}): Locking => ({
  app: 'shop',
  root: '/repo',
  command: 'mm svc deploy web',
  message: undefined,
  wait: 0,
  lock: true,
  ...more,
})

interface Scene {
  world: World
  locks: FakeLocks
  calls: string[]
  clock: ReturnType<typeof fakeClock>
  interrupt: () => void
}

function scene({ existing = [] as FoundLock[], bucket = true, changes = true } = {}): Scene {
  const calls: string[] = []
  const clock = fakeClock(0)
  const locks = fakeLocks(calls, () => clock.now(), existing)
  const interruption = new AbortController()
  const stacks = fakeStacks(calls, [...(bucket ? [shared] : []), stack('shop-dev-web')], {
    changes: changes ? { 'shop-dev-web': [change('Topic')], 'shop-dev': [change('Topic')] } : {},
  })
  const world = worldOf({
    account: {
      identity: async () => ({ account: '1', region: 'r', arn: 'arn:aws:sts::1:assumed-role/Deploy/ann' }),
    } as World['account'],
    git: {
      between: async () => ({ unknown: 'not asked' }),
      ignoredButSent: async () => [],
      state: async () => ({ commit: '1f3c9aa' }),
    },
    stacks,
    cdnStacks: stacks,
    locks,
    clock,
    progress: fakeProgress(calls),
    signal: interruption.signal,
  })
  return { world, locks, calls, clock, interrupt: () => interruption.abort() }
}

const yes = async () => {}

/** What goes on without being waited for comes to its end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
}

/** What a deployment does, in short. */
async function deploy(world: World, approve: () => Promise<void> = yes): Promise<void> {
  const set = await proposeStack(world, proposal('shop-dev-web'))
  if (set.changes.length === 0) return
  const apply = async () => void (await executeStack(world, set))
  await decide({ sets: [set], discard: () => discardSets(world, [set]), apply }, { approve })
}

/** Heartbeats come and go by the clock; this is about the rest. */
const without = (calls: string[], ...verbs: string[]) => calls.filter(call => !verbs.includes(call.split(' ')[0] ?? ''))

describe('a deployment', () => {
  test('holds the lock from before its change set is made to its end, and makes sure of it before it begins', async () => {
    const { world, locks, calls } = scene()
    let during: FoundLock | undefined
    await locked(world, locking({ message: 'a fix' }), world =>
      deploy(world, async () => void (during = locks.known.get('shop-dev-web'))),
    )
    expect(during).toMatchObject({ owner: 'ann', command: 'mm svc deploy web', git: '1f3c9aa', message: 'a fix' })
    const order = [
      'take shop-dev-web',
      'propose shop-dev-web',
      'renew shop-dev-web',
      'execute shop-dev-web',
      'release shop-dev-web',
    ]
    expect(without(calls, 'Compare', 'Update').filter((call, i, all) => all[i - 1] !== call)).toEqual(order)
    expect(locks.known.size).toBe(0)
  })

  test('gives it back when there is nothing to change, when the answer is no, and when something breaks', async () => {
    for (const [changes, approve, error] of [
      [false, yes, undefined],
      [true, async () => Promise.reject(new MmError('Declined', 'no')), 'no'],
      [true, async () => Promise.reject(new Error('broken')), 'broken'],
    ] as const) {
      const { world, locks, calls } = scene({ changes })
      const result = locked(world, locking(), world => deploy(world, approve))
      if (error === undefined) await result
      else await expect(result).rejects.toThrow(error)
      expect(calls).toContain('release shop-dev-web')
      expect(locks.known.size).toBe(0)
    }
  })

  test('takes it once, also for two who want it at the same time', async () => {
    const { world, locks, calls } = scene()
    await locked(world, locking(), async ({ reserve }) => {
      await Promise.all([reserve?.('shop-dev-web'), reserve?.('shop-dev-web', 'bucket')])
      await reserve?.('shop-dev-web')
    })
    expect(calls).toEqual(['take shop-dev-web', 'release shop-dev-web'])
    expect(locks.known.size).toBe(0)
  })

  test('takes it as soon as there is a bucket', async () => {
    const { world, calls } = scene({ bucket: false })
    await locked(world, locking(), async ({ reserve }) => {
      await reserve?.('shop-shared')
      ;(world.stacks as FakeStacks).known.set('shop-shared', shared)
      await reserve?.('shop-shared')
    })
    expect(calls).toEqual(['take shop-shared', 'release shop-shared'])
  })

  test('gives back what was proposed and then forgotten', async () => {
    const { world, locks } = scene()
    const result = locked(world, locking(), async world => {
      await proposeStack(world, proposal('shop-dev-web'))
      throw new Error('on the way')
    })
    await expect(result).rejects.toThrow('on the way')
    expect(locks.known.size).toBe(0)
  })

  test('is without a lock while there is no bucket, and by --no-lock', async () => {
    for (const [options, more] of [
      [{ bucket: false }, {}],
      [{}, { lock: false }],
    ] as const) {
      const { world, calls } = scene(options)
      await locked(world, locking(more), world => deploy(world))
      expect(calls).toContain('execute shop-dev-web')
      expect(calls.filter(call => call.startsWith('take'))).toEqual([])
    }
  })

  test('keeps it by a heartbeat while a question is open, as long as that takes', async () => {
    const { world, locks, clock } = scene()
    const approve = async () => {
      for (let minute = 0; minute < 10; minute++) {
        await clock.sleep(100)
        expect(clock.now() - (locks.known.get('shop-dev-web')?.renewedAt ?? 0)).toBeLessThan(20_000)
      }
    }
    await locked(world, locking(), world => deploy(world, approve))
    expect(clock.passed()).toBeGreaterThan(20_000)
  })
})

describe('a lock that somebody else holds', () => {
  test('refuses, and names who, what, since when and why; nothing was changed', async () => {
    const ben = foundLock('shop-dev-web', { takenAt: -125_000, message: 'big release', git: 'abc1234' })
    const { world, calls } = scene({ existing: [ben] })
    await expect(locked(world, locking(), world => deploy(world))).rejects.toMatchObject({
      code: 'Locked',
      exitCode: 1,
      message: 'shop-dev-web is locked by ben at desk',
      details: {
        why: 'mm svc deploy web at commit abc1234, for 2 min: big release',
        state: 'nothing was changed',
        fix: ['the same command with --lock-wait 10m waits for them', 'mm lock status', 'mm lock break shop-dev-web'],
      },
    })
    expect(calls).toEqual(['take shop-dev-web'])
  })

  test('can be looked at without being taken: while its owner lives, and is somebody else', async () => {
    const held = foundLock('shop-dev-web', { renewedAt: 0 })
    const look = (given: Scene, bucket?: string) =>
      locked(given.world, locking({ wait: 7 }), async ({ lockedBy, reserve }) => {
        const before = await lockedBy?.('shop-dev-web', bucket)
        if (!before) await reserve?.('shop-dev-web')
        return [before, await lockedBy?.('shop-dev-web', bucket)]
      })
    const there = { lock: expect.objectContaining({ owner: 'ben' }), wait: 7 }
    expect(await look(scene({ existing: [held] }))).toEqual([there, there])
    expect(await look(scene({ existing: [held], bucket: false }), 'bucket')).toEqual([there, there])
    expect(await look(scene())).toEqual([undefined, undefined])
    expect(await look(scene({ bucket: false }))).toEqual([undefined, undefined])
    const late = scene({ existing: [held] })
    await late.clock.sleep(21_000)
    expect(await look(late)).toEqual([undefined, undefined])
  })

  test('is waited for, and taken as soon as it is free', async () => {
    const { world, locks, calls, clock } = scene({ existing: [foundLock('shop-dev-web')] })
    const sleep = clock.sleep.bind(clock)
    clock.sleep = async (ms, signal) => {
      await sleep(ms, signal)
      const ben = locks.known.get('shop-dev-web')
      if (ben?.nonce !== 'of ben') return
      locks.known.set('shop-dev-web', { ...ben, renewedAt: clock.now() })
      if (clock.now() > 60_000) locks.known.delete('shop-dev-web')
    }
    await locked(world, locking({ wait: 600_000 }), world => deploy(world))
    expect(calls).toContain('Wait for the lock of shop-dev-web, held by ben at desk')
    expect(calls).toContain('execute shop-dev-web')
    expect(calls.join()).not.toContain('taken over')
  })

  test('is waited for no longer than one wants to', async () => {
    const { world, clock } = scene({ existing: [foundLock('shop-dev-web', { renewedAt: 1e9 })] })
    await expect(locked(world, locking({ wait: 30_000 }), world => deploy(world))).rejects.toMatchObject({ code: 'Locked' })
    expect(clock.passed()).toBe(30_000)
  })

  test('is waited for until Ctrl-C', async () => {
    const { world, calls, clock, interrupt } = scene({ existing: [foundLock('shop-dev-web', { renewedAt: 1e9 })] })
    const hasty: Clock = {
      ...clock,
      async sleep(ms) {
        await clock.sleep(ms)
        interrupt()
      },
    }
    await expect(locked({ ...world, clock: hasty }, locking({ wait: 30_000 }), world => deploy(world))).rejects.toMatchObject({
      code: 'Interrupted',
      exitCode: 130,
    })
    expect(calls).not.toContain('propose shop-dev-web')
  })

  test('is taken over when its owner was silent for longer than the lease, by the clock of S3 alone', async () => {
    for (const [silent, owner] of [
      [20_000, 'ben'],
      [21_000, 'ann'],
    ] as const) {
      const { world, locks, calls, clock } = scene({ existing: [foundLock('shop-dev-web')] })
      let holder = ''
      await clock.sleep(silent)
      // This machine is a year late.
      const late: Clock = { ...clock, now: () => clock.now() - 3e10 }
      const result = locked({ ...world, clock: late }, locking(), world =>
        deploy(world, async () => void (holder = locks.known.get('shop-dev-web')?.owner ?? '')),
      )
      if (owner === 'ben') await expect(result).rejects.toMatchObject({ code: 'Locked' })
      else {
        await result
        expect(holder).toBe('ann')
        expect(calls).toContain('info: the lock of shop-dev-web was taken over: ben at desk gave no sign of life any more')
      }
    }
  })

  test('denied: the way without it is named', async () => {
    const { world, locks, calls } = scene()
    locks.take = async () =>
      Promise.reject(new MmError('AccessDenied', 'AWS denies s3:PutObject', { why: 'not authorized', exitCode: 4 }))
    await expect(locked(world, locking(), world => deploy(world))).rejects.toMatchObject({
      code: 'LockDenied',
      exitCode: 4,
      details: { why: 'not authorized', fix: [expect.any(String), expect.stringContaining('--no-lock')] },
    })
    expect(calls).toEqual([])
  })

  test('other trouble with S3 comes through as it is', async () => {
    const { world, locks } = scene()
    locks.take = async () => Promise.reject(new MmError('AwsUnavailable', 'AWS failed'))
    await expect(locked(world, locking(), world => deploy(world))).rejects.toMatchObject({ code: 'AwsUnavailable' })
  })
})

describe('a lock that is lost', () => {
  const ben = foundLock('shop-dev-web')

  test.each<[string, (locks: FakeLocks) => void, string]>([
    ['broken', locks => locks.known.delete('shop-dev-web'), 'somebody broke it'],
    ['broken and taken', locks => locks.known.set('shop-dev-web', ben), 'ben at desk holds it now'],
  ])('before its changes are made, %s: none is made', async (_, lose, whose) => {
    const { world, locks, calls } = scene()
    const result = locked(world, locking(), world => deploy(world, async () => void lose(locks)))
    await expect(result).rejects.toMatchObject({
      code: 'LockLost',
      message: 'the lock of shop-dev-web was lost before its changes were made',
      details: { why: expect.stringContaining(whose), state: 'shop-dev-web was not changed by this command' },
    })
    expect(calls).not.toContain('execute shop-dev-web')
    expect(calls).toContain('discard shop-dev-web')
    if (whose.startsWith('ben')) expect(locks.known.get('shop-dev-web')).toEqual(ben)
  })

  test('while CloudFormation works is only told of', async () => {
    const { world, locks, calls, clock } = scene()
    const { stacks } = world
    const slow = {
      ...stacks,
      async *execute(set: Parameters<typeof stacks.execute>[0]) {
        locks.known.set('shop-dev-web', ben)
        for (let i = 0; i < 10; i++) await clock.sleep(1000)
        yield* stacks.execute(set)
      },
    }
    await locked({ ...world, stacks: slow }, locking(), world => deploy(world))
    expect(calls.filter(call => call.startsWith('info'))).toEqual([
      expect.stringMatching(
        /^info: the lock of shop-dev-web was lost while CloudFormation works on it, which goes on: ben at desk holds it now/,
      ),
    ])
    expect(locks.known.get('shop-dev-web')).toEqual(ben)
  })

  test('is not lost for S3 being out of reach for a while', async () => {
    const { world, locks, clock, calls } = scene()
    const renew = locks.renew.bind(locks)
    let failing = 2
    locks.renew = async held => (failing-- > 0 ? Promise.reject(new MmError('NetworkError', 'cut')) : renew(held))
    const approve = async () => {
      for (let i = 0; i < 8; i++) await clock.sleep(1000)
    }
    await locked(world, locking(), world => deploy(world, approve))
    expect(calls).toContain('execute shop-dev-web')
  })

  test('and S3 out of reach when it begins: nothing is made', async () => {
    const { world, locks, calls } = scene()
    const approve = async () => void (locks.renew = async () => Promise.reject(new MmError('NetworkError', 'cut')))
    await expect(locked(world, locking(), world => deploy(world, approve))).rejects.toMatchObject({ code: 'NetworkError' })
    expect(calls).not.toContain('execute shop-dev-web')
    expect(calls).toContain('discard shop-dev-web')
  })

  test('that cannot be given back frees itself, which is said', async () => {
    const { world, locks, calls } = scene()
    locks.release = async () => Promise.reject(new MmError('NetworkError', 'cut'))
    await locked(world, locking(), world => deploy(world))
    expect(calls).toContain("info: the lock of shop-dev-web couldn't be given back; it frees itself in 20 s")
  })
})

describe('a sign of life that S3 does not answer', () => {
  /** A lock whose renewal is under way. */
  async function renewing() {
    const { world, locks, calls, interrupt } = scene()
    const { held } = (await locks.take({ bucket: 'bucket', stack: 'shop-dev-web' }, { owner: 'ann', command: 'mm' })) as {
      held: HeldLock
    }
    let hold: Hold | undefined
    await new Promise<void>(asked => {
      locks.renew = (_, signal) => {
        asked()
        return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))
      }
      hold = holdLock(world, held)
    })
    return { locks, calls, interrupt, release: () => hold?.release() }
  }

  test('is not waited for when the lock is given back', async () => {
    const { locks, calls, release } = await renewing()
    await release()
    expect(calls).toContain('release shop-dev-web')
    expect(locks.known.size).toBe(0)
  })

  test('is ended by Ctrl-C, whose last word does not wait until the lock is given back', async () => {
    const { locks, calls, interrupt, release } = await renewing()
    let giveUp = () => {}
    locks.release = () => {
      calls.push('release begins')
      return new Promise((_, reject) => (giveUp = () => reject(new Error('no answer'))))
    }
    interrupt()
    await release()
    await settle()
    expect(calls.at(-1)).toBe('release begins')
    giveUp()
    await settle()
    expect(calls.at(-1)).toBe('release begins')
  })
})

test('Ctrl-C at the question, and while the lock is taken, gives it back', async () => {
  const one = scene()
  const atQuestion = locked(one.world, locking(), world =>
    deploy(world, async () => {
      one.interrupt()
      throw new MmError('Interrupted', 'interrupted at a question', { exitCode: 130 })
    }),
  )
  await expect(atQuestion).rejects.toMatchObject({ code: 'Interrupted' })
  await settle()
  expect(one.locks.known.size).toBe(0)

  const two = scene()
  const take = two.locks.take.bind(two.locks)
  two.locks.take = async (...args) => {
    two.interrupt()
    return take(...args)
  }
  await expect(locked(two.world, locking(), world => deploy(world))).rejects.toMatchObject({ code: 'Interrupted' })
  expect(two.locks.known.size).toBe(0)
})
