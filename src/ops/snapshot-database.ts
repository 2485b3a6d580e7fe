import { MmError } from '../errors.js'
import { deployedDatabase } from './deployed.js'
import { stopIfInterrupted } from './interrupt.js'
import type { Snapshot } from './ports/volumes.js'
import type { World } from './ports/world.js'

export interface SnapshotRequest {
  app: string
  env: string
  database: string
  note?: string
  /** False: return as soon as AWS has taken the order. */
  wait: boolean
}

export interface RestorePoint {
  id: string
  /** pending or completed. */
  state: string
  volume: string
  /** GiB of the volume; what is stored is less. */
  size: number
  /** Of the point in time that it holds, ISO 8601. */
  startedAt: string
  environment: string
  database: string
  version: string
  note?: string
}

const everyMs = 2000

/**
 * Takes a snapshot of the database's data volume. Data and journal are on one volume, so it's consistent without locking writes.
 * https://www.mongodb.com/docs/manual/tutorial/backup-with-filesystem-snapshots/
 */
export async function snapshotDatabase(
  world: Pick<World, 'stacks' | 'volumes' | 'clock' | 'progress' | 'signal'>,
  request: SnapshotRequest,
): Promise<RestorePoint> {
  const { app, env, database } = request
  const stack = await deployedDatabase(world, app, env, database)
  const volumeId = stack.outputs['VolumeId'] ?? ''
  const volume = await world.volumes.find(volumeId)
  if (!volume) {
    throw new MmError('VolumeMissing', `the data volume of ${database} in ${env} isn't there`, {
      why: `the stack ${stack.name} names ${volumeId || 'none'}, and AWS doesn't know it`,
      fix: ['look for the volume in the console by the tag mm:db, and for its snapshots, before you change anything'],
    })
  }

  const ordered = await world.progress.step(`Order a snapshot of ${volumeId} (${volume.size} GiB)`, () =>
    world.volumes.snapshot({
      volumeId,
      description: `${app} ${env} ${database}${request.note ? `: ${request.note}` : ''}`,
      tags: {
        Name: `${app}-${env}-${database}`,
        'mm:app': app,
        'mm:env': env,
        'mm:db': database,
        'mm:kind': 'manual',
        'mm:member': volume.tags['mm:member'] ?? '0',
        'mm:generation': volume.tags['mm:generation'] ?? '1',
        'mm:version': stack.outputs['MongoVersion'] ?? '',
        ...(request.note ? { 'mm:note': request.note } : {}),
      },
    }),
  )
  const snapshot = request.wait ? await completed(world, ordered) : ordered
  return {
    id: snapshot.id,
    state: snapshot.state,
    volume: volumeId,
    size: snapshot.size,
    startedAt: new Date(snapshot.startedAt).toISOString(),
    environment: env,
    database,
    version: stack.outputs['MongoVersion'] ?? '',
    ...(request.note ? { note: request.note } : {}),
  }
}

async function completed(world: Pick<World, 'volumes' | 'clock' | 'progress' | 'signal'>, ordered: Snapshot): Promise<Snapshot> {
  const stopIfAsked = () =>
    stopIfInterrupted(world.signal, `AWS goes on with ${ordered.id}: it holds the data of the moment at which it was ordered`, [
      `aws ec2 describe-snapshots --snapshot-ids ${ordered.id}`,
    ])
  return world.progress.step(`Wait until ${ordered.id} is complete`, async step => {
    for (;;) {
      stopIfAsked()
      const snapshot = await world.volumes.findSnapshot(ordered.id).catch((error: unknown) => {
        // A question that broke off because of the interruption: the snapshot's id is what counts now.
        stopIfAsked()
        throw error
      })
      if (snapshot?.state === 'completed') return snapshot
      if (!snapshot || snapshot.state === 'error') {
        throw new MmError('SnapshotFailed', `the snapshot ${ordered.id} ${snapshot ? 'failed' : 'has gone'}`, {
          why: snapshot?.stateMessage ?? 'AWS gives no reason',
          state: 'the database is unharmed; there is no new restore point',
          fix: ['mm db snapshot'],
        })
      }
      step.note(`${snapshot.progress} %`)
      await world.clock.sleep(everyMs, world.signal)
    }
  })
}
