import { afterEach, expect, test } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import { locks } from '../../../src/aws/locks.js'
import type { MmError } from '../../../src/errors.js'
import { takeLock, type LockWorld } from '../../../src/ops/lock/take.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { cut, type Answer, type Fields } from '../../fakes/aws-server.js'
import { strictS3, type S3Request } from '../../fakes/strict-s3.js'
import type { Clock } from '../../../src/ops/ports/clock.js'
import { fakeProgress } from '../../fakes/world.js'

afterEach(closeFakeAws)

const races = 100

/** Two machines with the real SDK before one S3, of which each seventh answer to a write is lost after the work was done. */
async function arena() {
  let now = Date.parse('2031-01-01T00:00:00Z')
  const s3 = strictS3(() => now)
  let writes = 0
  const answer = (input: Fields): Answer => {
    const told = { s3: s3.answer(input as unknown as S3Request) }
    return input['method'] !== 'GET' && ++writes % 7 === 0 ? cut : told
  }
  const { context } = await fakeAws({ PutObject: answer, GetObject: answer, DeleteObject: answer })
  const rest = { clock: hasty, progress: fakeProgress([]), signal: context.signal }
  /** A machine with a client of its own, and the lock that it wants. */
  const machine = (owner: string, stack: string) => {
    const world: LockWorld = { locks: locks(context), ...rest }
    const wanted = { place: { bucket: 'artifacts', stack }, text: { owner, command: `mm svc deploy by ${owner}` } }
    return { ...world.locks, takes: (wait: number) => takeLock(world, { ...wanted, wait }) }
  }
  return { s3, machine, passes: (ms: number) => void (now += ms) }
}

/** Waits for a lock aren't long here. */
const briefly = async () => void (await sleep(3))
const hasty: Clock = { now: () => Date.now(), sleep: briefly, pause: briefly }

const errorOf = (result: PromiseSettledResult<unknown>) => (result.status === 'rejected' ? (result.reason as MmError) : undefined)

test(`of two who deploy at once exactly one holds the lock, ${races} times, and the other reads who`, async () => {
  const { s3, machine } = await arena()
  for (let race = 0; race < races; race++) {
    const stack = `shop-dev-${race}`
    const both = ['ann', 'ben'].map(owner => ({ owner, ...machine(owner, stack) }))
    const results = await Promise.allSettled(both.map(each => each.takes(0)))
    const winner = both[results.findIndex(({ status }) => status === 'fulfilled')]
    const errors = results.flatMap(result => errorOf(result) ?? [])
    expect(errors).toMatchObject([{ code: 'Locked', exitCode: 1 }])
    expect(errors[0]?.message).toContain(`${stack} is locked by ${winner?.owner} at `)
    expect(errors[0]?.details.why).toContain(`mm svc deploy by ${winner?.owner}`)
    for (const result of results) if (result.status === 'fulfilled') await winner?.release(result.value)
    expect(s3.objects.size).toBe(0)
  }
}, 120_000)

test(`of two who wait for each other both work, one after the other, ${races} times`, async () => {
  const { s3, machine } = await arena()
  let inside = 0
  let done = 0
  const work = async (owner: string, stack: string) => {
    const me = machine(owner, stack)
    const held = await me.takes(600_000)
    expect(++inside).toBe(1)
    const renewed = await me.renew(held)
    await sleep(1)
    inside--
    done++
    if (renewed) await me.release(renewed)
  }
  for (let race = 0; race < races; race++) await Promise.all([work('ann', `shop-dev-${race}`), work('ben', `shop-dev-${race}`)])
  expect(done).toBe(2 * races)
  expect(s3.objects.size).toBe(0)
}, 120_000)

test("of two who find a dead owner's lock exactly one takes it over, 30 times, and it's gone for the dead", async () => {
  const { machine, passes } = await arena()
  for (let race = 0; race < 30; race++) {
    const stack = `shop-dev-${race}`
    const dead = machine('dead', stack)
    const held = await dead.takes(0)
    passes(21_000)
    const results = await Promise.allSettled(['ann', 'ben'].map(owner => machine(owner, stack).takes(0)))
    expect(results.map(result => errorOf(result)?.code ?? 'taken').sort()).toEqual(['Locked', 'taken'])
    expect(await dead.renew(held)).toBeUndefined()
  }
}, 120_000)
