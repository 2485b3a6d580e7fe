import { afterEach, describe, expect, test } from '@jest/globals'
import { locks } from '../../../src/aws/locks.js'
import type { HeldLock, LockText, Locks } from '../../../src/ops/ports/locks.js'
import { closeFakeAws, fakeAws, type FakeAws } from '../../fakes/aws-context.js'
import { cut, failure, silence, type Answer, type Fields } from '../../fakes/aws-server.js'
import { strictS3, type S3Request, type StrictS3 } from '../../fakes/strict-s3.js'

afterEach(closeFakeAws)

const place = { bucket: 'artifacts', stack: 'shop-dev-web' }
const key = 'artifacts/locks/shop-dev-web.json'
const text = (owner = 'ann'): LockText => ({ owner, command: 'mm svc deploy web', git: '1f3c9aa', message: 'a fix' })

interface World {
  aws: FakeAws
  s3: StrictS3
  locks: Locks
  /** Epoch ms; S3's clock. */
  time: { now: number }
  /** What the next calls of an action get, in turn: the call is made or not. */
  next(action: string, ...faults: Fault[]): void
}
type Fault = 'lost' | 'cut' | Answer | undefined

/** S3, whose clock is years away from this machine's. */
async function world(): Promise<World> {
  const time = { now: Date.parse('2031-01-01T00:00:00Z') }
  const s3 = strictS3(() => time.now)
  const faults: Record<string, Fault[]> = {}
  const answered =
    (action: string) =>
    (input: Fields): Answer => {
      const fault = faults[action]?.shift()
      if (fault === 'cut') return cut
      if (typeof fault === 'object') return fault
      const answer = { s3: s3.answer(input as unknown as S3Request) }
      return fault === 'lost' ? cut : answer
    }
  const actions = ['PutObject', 'GetObject', 'DeleteObject', 'ListObjectsV2']
  const aws = await fakeAws(Object.fromEntries(actions.map(action => [action, answered(action)])))
  return { aws, s3, time, locks: locks(aws.context), next: (action, ...more) => void (faults[action] = more) }
}

const status = (code: number, name: string): Answer => ({
  s3: { status: code, headers: {}, body: `<Error><Code>${name}</Code><Message>because</Message></Error>` },
})
const unavailable = status(503, 'SlowDown')
const conflict = status(409, 'ConditionalRequestConflict')

async function taken({ locks }: World, owner?: string): Promise<HeldLock> {
  const answer = await locks.take(place, text(owner))
  if (!('held' in answer)) throw new Error('it should have been free')
  return answer.held
}

describe('taking', () => {
  test('writes who holds it, by S3 clock and only where there is none', async () => {
    const w = await world()
    const held = await taken(w)
    expect(held.takenAt).toBe(w.time.now)
    w.time.now += 7000
    const again = await w.locks.take(place, text('ben'))
    expect(again).toEqual({
      found: {
        ...text(),
        host: expect.any(String),
        stack: 'shop-dev-web',
        nonce: held.nonce,
        version: held.version,
        takenAt: held.takenAt,
        renewedAt: held.takenAt,
        seenAt: w.time.now,
      },
    })
    expect(w.aws.actions()).toEqual(['PutObject', 'PutObject', 'GetObject'])
  })

  test.each<[string, Fault[]]>([
    ['the answer is lost', ['lost']],
    ['the answer is lost three times', ['lost', 'lost', 'lost']],
    ['the connection is cut before', ['cut', 'cut']],
    ['S3 is throttled', [unavailable, unavailable]],
    ['S3 fails after the work was done', ['lost', status(500, 'InternalError')]],
  ])('knows its own lock when %s', async (_, faults) => {
    const w = await world()
    w.next('PutObject', ...faults)
    const held = await taken(w)
    expect(JSON.parse(w.s3.objects.get(key)?.body ?? '')).toMatchObject({ nonce: held.nonce, owner: 'ann' })
    expect(held.version).toBe(w.s3.objects.get(key)?.etag)
  })

  test("doesn't take another's lock for its own when the answer is lost", async () => {
    const w = await world()
    await taken(w, 'ben')
    w.next('PutObject', 'lost')
    expect(await w.locks.take(place, text())).toMatchObject({ found: { owner: 'ben' } })
  })

  test('of an expired one only in the place of the very version that was seen', async () => {
    const w = await world()
    const held = await taken(w, 'ben')
    const found = await w.locks.find(place)
    await w.locks.renew(held)
    expect(await w.locks.take(place, text(), found)).toMatchObject({ found: { owner: 'ben' } })
    const seen = await w.locks.find(place)
    expect(await w.locks.take(place, text(), seen)).toMatchObject({ held: { owner: 'ann' } })
    expect(await w.locks.renew(held)).toBeUndefined()
  })

  test('says nothing of a holder that has gone meanwhile', async () => {
    const w = await world()
    w.next('PutObject', conflict)
    expect(await w.locks.take(place, text())).toEqual({ found: undefined })
  })

  test('of what isn’t a lock: somebody holds it', async () => {
    const w = await world()
    w.s3.objects.set(key, { body: 'not JSON', etag: '"1"', modified: w.time.now })
    expect(await w.locks.take(place, text())).toMatchObject({ found: { owner: 'somebody', takenAt: w.time.now } })
  })

  test('denied is an error, and so is a bucket that is gone', async () => {
    const w = await world()
    w.next('PutObject', status(403, 'AccessDenied'))
    await expect(w.locks.take(place, text())).rejects.toMatchObject({ code: 'AccessDenied', exitCode: 4 })
    w.next('PutObject', status(404, 'NoSuchBucket'))
    await expect(w.locks.take(place, text())).rejects.toMatchObject({ code: 'AwsNotFound' })
  })
})

describe('renewing', () => {
  test('changes the version, and keeps the time of the beginning', async () => {
    const w = await world()
    const held = await taken(w)
    w.time.now += 5000
    const renewed = await w.locks.renew(held)
    expect(renewed?.version).not.toBe(held.version)
    expect(await w.locks.find(place)).toMatchObject({ takenAt: held.takenAt, renewedAt: held.takenAt + 5000, nonce: held.nonce })
  })

  test.each<[string, Fault[]]>([
    ['the answer is lost', ['lost']],
    ['two answers are lost', ['lost', 'lost']],
    ['somebody writes at the same moment', [conflict]],
    ['S3 is throttled', [unavailable]],
  ])('holds on when %s', async (_, faults) => {
    const w = await world()
    const held = await taken(w)
    w.next('PutObject', ...faults)
    const renewed = await w.locks.renew(held)
    expect(renewed?.version).toBe(w.s3.objects.get(key)?.etag)
  })

  test('is ended by its own signal', async () => {
    const w = await world()
    const held = await taken(w)
    const stop = new AbortController()
    w.next('PutObject', silence)
    const renewal = w.locks.renew(held, stop.signal)
    stop.abort()
    await expect(renewal).rejects.toMatchObject({ code: 'Interrupted' })
    await w.locks.release(held)
    expect(w.s3.objects.has(key)).toBe(false)
  })

  test('is done once, however often its answer is lost', async () => {
    const w = await world()
    const held = await taken(w)
    w.next('PutObject', 'lost', undefined, 'lost', undefined, 'lost', undefined, 'lost', undefined, 'lost')
    const renewed = await w.locks.renew(held)
    expect(renewed?.version).toBe(w.s3.objects.get(key)?.etag)
    expect(renewed?.beat).toBe(1)
    expect(w.aws.actions()).toEqual(['PutObject', 'PutObject', 'PutObject', 'GetObject'])
  })

  test('gives up when S3 goes on to see others', async () => {
    const w = await world()
    const held = await taken(w)
    w.next('PutObject', ...Array.from({ length: 9 }, () => conflict))
    await expect(w.locks.renew(held)).rejects.toMatchObject({ code: 'LockBusy' })
  })

  test('finds out that it was broken, and that it was taken over', async () => {
    const w = await world()
    const held = await taken(w)
    w.s3.objects.delete(key)
    expect(await w.locks.renew(held)).toBeUndefined()
    await taken(w, 'ben')
    expect(await w.locks.renew(held)).toBeUndefined()
    expect(await w.locks.find(place)).toMatchObject({ owner: 'ben' })
  })
})

describe('giving back', () => {
  test('deletes the lock, also after an interruption', async () => {
    const w = await world()
    const held = await taken(w)
    w.aws.interrupt()
    await w.locks.release(held)
    expect(w.s3.objects.size).toBe(0)
  })

  test.each<[string, Fault[]]>([
    ['the answer is lost', ['lost']],
    ['somebody writes at the same moment', [conflict]],
    ['S3 is throttled for a while', Array<Fault>(30).fill(unavailable)],
  ])('happens once when %s', async (_, faults) => {
    const w = await world()
    const held = await taken(w)
    w.next('DeleteObject', ...faults)
    await w.locks.release(held)
    expect(w.s3.objects.size).toBe(0)
  })

  test('is done of a version whose renewal nobody heard of', async () => {
    const w = await world()
    const held = await taken(w)
    await w.locks.renew(held)
    await w.locks.release(held)
    expect(w.s3.objects.size).toBe(0)
  })

  test("leaves another's lock alone", async () => {
    const w = await world()
    const held = await taken(w)
    w.s3.objects.delete(key)
    await taken(w, 'ben')
    await w.locks.release(held)
    expect(await w.locks.find(place)).toMatchObject({ owner: 'ben' })
  })
})

describe('breaking', () => {
  test('goes by the nonce: a heartbeat in between is no other lock', async () => {
    const w = await world()
    const held = await taken(w)
    const [seen] = await w.locks.list('artifacts')
    await w.locks.renew(held)
    expect(await w.locks.remove('artifacts', seen!)).toBe(true)
    expect(await w.locks.list('artifacts')).toEqual([])
  })

  test("is refused of another's", async () => {
    const w = await world()
    await taken(w)
    const [seen] = await w.locks.list('artifacts')
    w.s3.objects.delete(key)
    await taken(w, 'ben')
    expect(await w.locks.remove('artifacts', seen!)).toBe(false)
    expect(w.s3.objects.size).toBe(1)
  })

  test('sees only locks', async () => {
    const w = await world()
    w.s3.objects.set('artifacts/templates/shop-dev/1.yml', { body: 'x', etag: '"1"', modified: 0 })
    expect(await w.locks.list('artifacts')).toEqual([])
    w.next('ListObjectsV2', failure('AccessDenied', 'no', 403))
    await expect(w.locks.list('artifacts')).rejects.toMatchObject({ code: 'AccessDenied' })
  })
})
