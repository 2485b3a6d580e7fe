import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Locking } from '../../../../src/ops/lock/held-locks.js'
import { lockedAll } from '../../../../src/ops/lock/locked.js'
import type { Clock } from '../../../../src/ops/ports/clock.js'
import type { World } from '../../../../src/ops/ports/world.js'
import { fakeLocks, foundLock, type FakeLocks } from '../../../fakes/locks.js'
import { sharedClock } from '../../../fakes/shared-clock.js'
import { fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const locking: Locking = { app: 'shop', root: '/repo', command: 'mm deploy', message: undefined, wait: 600_000, lock: true }

interface Scene {
  world: (bucket?: string) => World
  locks: FakeLocks
  calls: string[]
  clock: Clock
}

/** One S3 and one time for all who deploy. */
function scene(): Scene {
  const calls: string[] = []
  const clock = sharedClock()
  const locks = fakeLocks(calls, () => clock.now())
  const world = (bucket?: string) => {
    const shared = bucket === undefined ? [] : [stack('shop-shared', { outputs: { ArtifactBucket: bucket } })]
    const stacks = fakeStacks([], shared)
    return worldOf({
      account: { identity: async () => ({ account: '1', region: 'r', arn: 'arn:aws:iam::1:user/ann' }) } as World['account'],
      git: {
        between: async () => ({ unknown: 'not asked' }),
        state: async () => ({ commit: '1f3c9aa' }),
        ignoredButSent: async () => [],
      },
      stacks,
      cdnStacks: stacks,
      locks,
      clock,
      progress: fakeProgress(calls),
      signal: new AbortController().signal,
    })
  }
  return { world, locks, calls, clock }
}

/** Deploys for a while, with the locks that it was given. */
const working = (clock: Clock, seconds: number) => async () => {
  for (let second = 0; second < seconds; second++) await clock.sleep(1000)
}

describe('two deployers at once', () => {
  test('who want the same: one works after the other, and nobody waits while holding a lock', async () => {
    const { world, locks, clock } = scene()
    const atWork: string[] = []
    const order: string[] = []
    const deploy = (name: string, stacks: string[]) =>
      lockedAll([{ world: world('bucket'), stacks }], locking, async () => {
        expect(atWork).toEqual([])
        atWork.push(name)
        expect([...locks.known.keys()].sort()).toEqual([...stacks].sort())
        await working(clock, 30)()
        atWork.pop()
        order.push(name)
      })
    await Promise.all([deploy('ann', ['a', 'b', 'c']), deploy('ben', ['c', 'b', 'a'])])
    expect(order.sort()).toEqual(['ann', 'ben'])
    expect(clock.now()).toBeLessThan(150_000)
    expect(locks.known.size).toBe(0)
  })

  test('without waiting: exactly one of them wins, whatever they name first', async () => {
    const { world, locks, clock } = scene()
    const deploy = (stacks: string[]) =>
      lockedAll([{ world: world('bucket'), stacks }], { ...locking, wait: 0 }, working(clock, 3))
    const ends = await Promise.allSettled([deploy(['a', 'b', 'c']), deploy(['c', 'b'])])
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(locks.known.size).toBe(0)
  })

  test('and more of them, of any stacks: each comes to its end, none works on what another works on, none is left locked', async () => {
    const wanted = fc.array(
      fc.uniqueArray(fc.constantFrom(...['a', 'b', 'c', 'd', 'e']), { minLength: 1 }),
      { minLength: 2, maxLength: 5 }, // prettier-ignore
    )
    await fc.assert(
      fc.asyncProperty(wanted, async all => {
        const { world, locks, clock } = scene()
        const atWork = new Set<string>()
        const deploy = (stacks: string[]) =>
          lockedAll([{ world: world('bucket'), stacks }], locking, async () => {
            for (const name of stacks) {
              expect(atWork).not.toContain(name)
              atWork.add(name)
            }
            await working(clock, 5)()
            for (const name of stacks) atWork.delete(name)
          })
        await Promise.all(all.map(deploy))
        expect(locks.known.size).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})

describe('locks for all of an operation', () => {
  test('are given back while one in the middle is waited for, and taken anew with that one', async () => {
    const { world, locks, calls, clock } = scene()
    locks.known.set('b', foundLock('b'))
    const sleep = clock.sleep.bind(clock)
    const heldMeanwhile = new Set<string>()
    clock.sleep = async (ms, signal, options) => {
      const ben = locks.known.get('b')
      if (ben?.owner === 'ben' && !options?.background) for (const name of locks.known.keys()) heldMeanwhile.add(name)
      await sleep(ms, signal, options)
      if (ben?.owner === 'ben') {
        if (clock.now() > 15_000) locks.known.delete('b')
        else locks.known.set('b', { ...ben, renewedAt: clock.now() })
      }
    }
    await lockedAll([{ world: world('bucket'), stacks: ['c', 'a', 'b'] }], locking, async () => {
      expect([...locks.known.values()].map(({ stack, owner }) => `${stack} of ${owner}`).sort()).toEqual([
        'a of ann',
        'b of ann',
        'c of ann',
      ])
    })
    expect(heldMeanwhile).toEqual(new Set(['b']))
    expect(calls.slice(0, 5)).toEqual(['take a', 'take b', 'release a', 'take b', 'Wait for the lock of b, held by ben at desk'])
  })

  test('are waited for no longer than one wants to, in all', async () => {
    const { world, locks, clock } = scene()
    locks.known.set('b', foundLock('b', { renewedAt: 1e9 }))
    const refused = lockedAll([{ world: world('bucket'), stacks: ['a', 'b'] }], { ...locking, wait: 30_000 }, async () => {})
    await expect(refused).rejects.toMatchObject({ code: 'Locked' })
    expect(clock.now()).toBe(30_000)
    expect([...locks.known.keys()]).toEqual(['b'])
  })

  test('are held until each is let go, whatever is proposed and given up meanwhile', async () => {
    const { world, locks } = scene()
    await lockedAll([{ world: world('bucket'), stacks: ['a', 'b'] }], locking, async ([own]) => {
      const release = await own?.reserve?.('a')
      await release?.()
      expect(locks.known.has('a')).toBe(true)
      await own?.letGo?.('a')
      expect([...locks.known.keys()]).toEqual(['b'])
    })
  })

  test('are one for two environments that share a stack', async () => {
    const { world, locks, calls } = scene()
    const parts = [
      { world: world('bucket'), stacks: ['shared', 'dev'] },
      { world: world('bucket'), stacks: ['shared', 'prod'] },
    ]
    await lockedAll(parts, locking, async ([dev, prod]) => {
      await dev?.letGo?.('shared')
      expect([...locks.known.keys()].sort()).toEqual(['dev', 'prod', 'shared'])
      await prod?.letGo?.('shared')
      expect([...locks.known.keys()].sort()).toEqual(['dev', 'prod'])
    })
    expect(calls.filter(call => call === 'take shared')).toHaveLength(1)
  })

  test('are none where there is no bucket yet, which is no hindrance elsewhere', async () => {
    const { world, calls } = scene()
    const parts = [
      { world: world(), stacks: ['new'] },
      { world: world('bucket'), stacks: ['old'] },
    ]
    await lockedAll(parts, locking, async ([first]) => first?.letGo?.('new'))
    expect(calls).toEqual(['take old', 'release old'])
  })
})
