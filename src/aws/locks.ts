import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3'
import { MmError } from '../errors.js'
import type { FoundLock, HeldLock, LockPlace, Locks } from '../ops/ports/locks.js'
import { actorOfCi } from './actor.js'
import { dateOf } from './answer-date.js'
import { notPatient, once, type AwsContext } from './context.js'
import { translate, type RawError } from './errors.js'
import { pause } from './pause.js'
import { folder, keyOf, lockBody, parseLock, stackOf } from './lock-object.js'

/** How often a write is made again that S3 refuses for another one at the same moment. */
const maxConflicts = 5

/** How long giving a lock back may take without an answer, in milliseconds, and how long when S3 throttles: one that's left frees itself. */
const releaseMs = 2000
const throttledMs = 20_000

interface Written {
  version: string
  /** By S3's clock. */
  at: number
}

/**
 * Locks by S3's conditional writes and deletions: S3 decides at the moment of the write, never what was read before. The SDK repeats a write whose answer was
 * lost, and then S3 refuses it because of what the first attempt has done: by the nonce one's own lock is known again.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
 */
export function locks(context: AwsContext): Locks {
  const s3 = once(() => import('./clients/s3.js'))
  const client = once(async () => new (await s3()).S3Client({ ...context.config, forcePathStyle: true }))
  const hasty = once(async () => new (await s3()).S3Client({ ...notPatient(context), forcePathStyle: true }))
  const asking = { abortSignal: context.signal }
  // Not ended at once by an interruption: afterwards it's certain whether the lock is held, if S3 answers at all.
  const taking = { abortSignal: context.late }

  async function write(lock: HeldLock, condition: Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'>, options: Options) {
    const object = { Bucket: lock.bucket, Key: keyOf(lock), Body: lockBody(lock, hostname()), ContentType: 'application/json' }
    const command = new (await s3()).PutObjectCommand({ ...object, ...condition })
    const date = dateOf(command)
    return unlessRefused('s3:PutObject', async (): Promise<Written> => {
      const { ETag = '' } = await (await client()).send(command, options)
      return { version: ETag, at: date() }
    })
  }

  async function read(
    place: LockPlace,
    options: Options = asking,
    by = client,
  ): Promise<{ found: FoundLock; text: string } | undefined> {
    const command = new (await s3()).GetObjectCommand({ Bucket: place.bucket, Key: keyOf(place) })
    const date = dateOf(command)
    return unlessRefused('s3:GetObject', async () => {
      const { Body, ETag = '', LastModified } = await (await by()).send(command, options)
      const text = (await Body?.transformToString()) ?? ''
      const seenAt = date()
      const renewedAt = LastModified?.getTime() ?? seenAt
      return { found: parseLock({ stack: place.stack, text, version: ETag, renewedAt, seenAt }), text }
    })
  }

  const find = async (place: LockPlace): Promise<FoundLock | undefined> => (await read(place))?.found

  /** Deletes the lock of this nonce, whatever its version has become. False: it isn't there any more. */
  async function remove(place: LockPlace, { nonce, version }: Version, options: Options = asking, by = client) {
    for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
      const command = new (await s3()).DeleteObjectCommand({ Bucket: place.bucket, Key: keyOf(place), IfMatch: version })
      if (await unlessRefused('s3:DeleteObject', async () => (await by()).send(command, options))) return true
      const { found } = (await read(place, options, by)) ?? {}
      if (found?.nonce !== nonce) return false
      version = found.version
    }
    throw tooBusy(place)
  }

  return {
    find,

    async take(place, text, instead) {
      const owner = actorOfCi() ?? text.owner
      const lock: HeldLock = { ...place, ...text, owner, nonce: randomUUID(), version: '', beat: 0, takenAt: 0 }
      const written = await write(lock, instead ? { IfMatch: instead.version } : { IfNoneMatch: '*' }, taking)
      if (written) return { held: { ...lock, version: written.version, takenAt: written.at } }
      const found = await find(place)
      if (found?.nonce !== lock.nonce) return { found }
      return { held: { ...lock, version: found.version, takenAt: found.renewedAt } }
    },

    async renew(held, signal = context.signal) {
      const options = { abortSignal: signal }
      let lock = { ...held, beat: held.beat + 1 }
      for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
        const written = await write(lock, { IfMatch: lock.version }, options)
        if (written) return { ...lock, version: written.version }
        const { found, text } = (await read(held, options)) ?? {}
        if (found?.nonce !== held.nonce) return undefined
        // It was this very write that was done: only its answer was lost.
        if (text === lockBody(lock, hostname())) return { ...lock, version: found.version }
        lock = { ...lock, beat: lock.beat + 1, version: found.version }
      }
      throw tooBusy(held)
    },

    async release(held) {
      for (const end = Date.now() + throttledMs; ;) {
        try {
          await remove(held, held, { abortSignal: AbortSignal.timeout(releaseMs) }, hasty)
          return
        } catch (error) {
          if ((error as MmError).code !== 'Throttled' || Date.now() >= end || context.signal.aborted) throw error
        }
        await pause(context)
      }
    },

    async list(bucket) {
      const stacks: string[] = []
      let ContinuationToken: string | undefined
      do {
        const command = new (await s3()).ListObjectsV2Command({ Bucket: bucket, Prefix: folder, ContinuationToken })
        const page = await (await client()).send(command, asking).catch((error: unknown) => {
          throw translate(error, 's3:ListBucket')
        })
        stacks.push(...(page.Contents ?? []).map(({ Key = '' }) => stackOf(Key)))
        ContinuationToken = page.NextContinuationToken
      } while (ContinuationToken !== undefined)
      const found = await Promise.all(stacks.map(stack => find({ bucket, stack })))
      return found.filter(lock => lock !== undefined)
    },

    remove: (bucket, lock) => remove({ bucket, stack: lock.stack }, lock),
  }
}

interface Version {
  nonce: string
  version: string
}

type Options = Parameters<S3Client['send']>[1] & { abortSignal: AbortSignal }

/** Undefined when the condition doesn't hold, the object isn't there, or another write came at the same moment (409): S3 says which of them only vaguely. */
async function unlessRefused<T>(action: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    const { name = '', $metadata: { httpStatusCode: status } = {} } = error as RawError
    if (status === 412 || status === 409 || (status === 404 && name !== 'NoSuchBucket')) return undefined
    throw translate(error, action)
  }
}

const tooBusy = ({ stack }: LockPlace) =>
  new MmError('LockBusy', `S3 refuses to change the lock of ${stack}: others do so at the same moment`, {
    fix: ['run the same command again'],
  })
