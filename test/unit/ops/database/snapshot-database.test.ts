import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import type { Snapshot, Volumes } from '../../../../src/ops/ports/volumes.js'
import { snapshotDatabase } from '../../../../src/ops/database/snapshot-database.js'
import { fakeClock, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const database = stack('shop-dev-db', {
  outputs: { VolumeId: 'vol-1', GroupName: 'group-1', MemberDocument: 'member', MongoVersion: '8.0.15' },
})
const place = { seconds: Date.parse('2026-11-24T11:59:58Z') / 1000, increment: 2 }
const answer = JSON.stringify({ state: 'PRIMARY', optime: place, newest: place, fcv: '8.0' })
const request = { app: 'shop', env: 'dev', database: 'db', wait: true }
const ordered: Snapshot = { id: 'snap-1', volumeId: 'vol-1', state: 'pending', progress: 0, size: 20, startedAt: 0, tags: {} }

/** EC2 with one volume, whose snapshot takes on these states one after the other. */
function volumes(states: (Partial<Snapshot> | undefined)[]): Volumes & { tags: Record<string, string>[] } {
  const tags: Record<string, string>[] = []
  return {
    tags,
    find: async id =>
      id === 'vol-1'
        ? {
            id,
            size: 20,
            zone: 'eu-central-1a',
            state: 'in-use',
            encrypted: true,
            tags: { 'mm:member': '0', 'mm:generation': '3' },
          }
        : undefined,
    snapshot: async each => {
      tags.push(each.tags)
      return ordered
    },
    findSnapshot: async () => {
      const next = states.shift()
      return next && { ...ordered, ...next }
    },
  }
}

const world = (ec2: Volumes, more: { signal?: AbortSignal; existing?: typeof database } = {}) =>
  worldOf({
    stacks: fakeStacks([], [more.existing ?? database]),
    groups: { instances: async () => [{ id: 'i-1', state: 'running', lifecycle: 'InService', healthy: true }] },
    commands: { run: async () => answer },
    volumes: ec2,
    clock: fakeClock(),
    progress: fakeProgress([]),
    ...(more.signal ? { signal: more.signal } : {}),
  })

test('waits until it is complete, and tags it with what a restore needs to know', async () => {
  const ec2 = volumes([{ progress: 40 }, { progress: 80 }, { state: 'completed', progress: 100 }])
  const point = await snapshotDatabase(world(ec2), { ...request, note: 'before the import' })
  expect(point).toMatchObject({
    id: 'snap-1',
    state: 'completed',
    volume: 'vol-1',
    size: 20,
    version: '8.0.15',
    note: 'before the import',
    member: { index: 0, state: 'PRIMARY', optime: '2026-11-24T11:59:58.000Z', fcv: '8.0' },
    remarks: [],
  })
  expect(ec2.tags).toEqual([
    expect.objectContaining({
      'mm:app': 'shop',
      'mm:env': 'dev',
      'mm:db': 'db',
      'mm:kind': 'manual',
      'mm:member': '0',
      'mm:state': 'PRIMARY',
      'mm:optime': '2026-11-24T11:59:58.000Z',
      'mm:fcv': '8.0',
      'mm:generation': '3',
      'mm:version': '8.0.15',
      'mm:note': 'before the import',
    }),
  ])
})

test('without waiting it is not asked for again', async () => {
  expect(await snapshotDatabase(world(volumes([])), { ...request, wait: false })).toMatchObject({ state: 'pending' })
})

test('of a member that cannot be asked neither state nor time is made up', async () => {
  const ec2 = volumes([])
  const existing = stack('shop-dev-db', { outputs: { VolumeId: 'vol-1' } })
  const point = await snapshotDatabase(world(ec2, { existing }), { ...request, wait: false })
  expect(point).toMatchObject({ member: { index: 0, state: 'unknown' }, remarks: [expect.anything(), expect.anything()] })
  expect(ec2.tags[0]).toMatchObject({ 'mm:state': 'unknown' })
  expect(ec2.tags[0]).not.toHaveProperty('mm:optime')
  expect(ec2.tags[0]).not.toHaveProperty('mm:fcv')
})

test.each([
  ['failed', { state: 'error', stateMessage: 'the key is disabled' }, /the key is disabled/],
  ['has gone', undefined, /no reason/],
])('one that %s is told, with what state the database is in', async (_, next, why) => {
  await expect(snapshotDatabase(world(volumes([next])), request)).rejects.toMatchObject({
    code: 'SnapshotFailed',
    details: { why: expect.stringMatching(why), state: expect.stringContaining('unharmed') },
  })
})

test('DocumentDB is not asked: AWS has the command', async () => {
  const existing = stack('shop-dev-db', { outputs: { Engine: 'documentdb', ClusterId: 'shop-dev-db-cluster' } })
  const nothingElse = worldOf({ stacks: fakeStacks([], [existing]) })
  await expect(snapshotDatabase(nothingElse, request)).rejects.toMatchObject({
    code: 'NoDataVolume',
    exitCode: 2,
    details: {
      fix: [
        'aws docdb create-db-cluster-snapshot --db-cluster-identifier shop-dev-db-cluster --db-cluster-snapshot-identifier <name>',
      ],
    },
  })
})

test('a volume that is not there is named', async () => {
  const existing = stack('shop-dev-db', { outputs: { VolumeId: 'vol-2' } })
  await expect(snapshotDatabase(world(volumes([]), { existing }), request)).rejects.toMatchObject({
    code: 'VolumeMissing',
    details: { why: expect.stringContaining('vol-2') },
  })
})

describe('an interruption while waiting names the snapshot, which AWS goes on with', () => {
  const told = {
    code: 'Interrupted',
    exitCode: 130,
    details: { state: expect.stringContaining('AWS goes on with snap-1'), fix: [expect.stringContaining('snap-1')] },
  }

  test('between two questions', async () => {
    const stop = new AbortController()
    const ec2 = volumes([{}])
    const snapshot = async () => {
      stop.abort()
      return ordered
    }
    await expect(snapshotDatabase(world({ ...ec2, snapshot }, { signal: stop.signal }), request)).rejects.toMatchObject(told)
  })

  test('in the middle of one', async () => {
    const stop = new AbortController()
    const ec2 = volumes([])
    const findSnapshot = async () => {
      stop.abort()
      throw new MmError('Interrupted', 'interrupted')
    }
    await expect(snapshotDatabase(world({ ...ec2, findSnapshot }, { signal: stop.signal }), request)).rejects.toMatchObject(told)
  })
})
