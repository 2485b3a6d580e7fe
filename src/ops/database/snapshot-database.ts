import { MmError, usageError } from '../../errors.js'
import { deployedDatabase } from '../deployed.js'
import { lookUntil } from '../look-again.js'
import { inSight } from '../lost-sight.js'
import type { Stack } from '../ports/cloudformation.js'
import type { Snapshot } from '../ports/volumes.js'
import type { World } from '../ports/world.js'
import { snapshotSource } from './snapshot-source.js'

export interface SnapshotRequest {
  app: string
  env: string
  database: string
  note?: string
  /** Index of the member whose volume to take; by default mm chooses. */
  member?: number
  /** False: return as soon as AWS has taken the order. */
  wait: boolean
}

export interface RestorePoint {
  id: string
  /** pending or completed. */
  state: string
  volume: string
  member: {
    index: number
    /** MongoDB's word for what it was when the snapshot was ordered, or `unknown`. */
    state: string
    /** Of the newest write that it surely held then, ISO 8601. */
    optime?: string
    /** Feature compatibility version. */
    fcv?: string
  }
  /** GiB of the volume; what is stored is less. */
  size: number
  /** Of the point in time that it holds, ISO 8601. */
  startedAt: string
  environment: string
  database: string
  version: string
  note?: string
  /** What a person must know about the choice of the member. */
  remarks: string[]
}

type SnapshotWorld = Pick<World, 'stacks' | 'groups' | 'commands' | 'volumes' | 'clock' | 'progress' | 'signal'>

/**
 * Takes a snapshot of a member's data volume. Data and journal are on one volume, so it's consistent without locking writes. Throws
 * NoDataVolume (exit 2) for DocumentDB.
 * https://www.mongodb.com/docs/manual/tutorial/backup-with-filesystem-snapshots/
 */
export async function snapshotDatabase(world: SnapshotWorld, request: SnapshotRequest): Promise<RestorePoint> {
  const { app, env, database } = request
  const stack = await deployedDatabase(world, app, env, database)
  refuseCluster(stack)
  const { member, remarks } = await snapshotSource(world, stack, request.member)
  const { index, volumeId, standing } = member
  const volume = await world.volumes.find(volumeId)
  if (!volume) {
    throw new MmError('VolumeMissing', `the data volume of ${database} in ${env} isn't there`, {
      why: `the stack ${stack.name} names ${volumeId || 'none'}, and AWS doesn't know it`,
      fix: ['look for the volume in the console by the tag mm:db, and for its snapshots, before you change anything'],
    })
  }

  const state = standing?.state ?? 'unknown'
  const optime = standing && standing.optime.seconds > 0 ? new Date(standing.optime.seconds * 1000).toISOString() : undefined
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
        'mm:member': String(index),
        'mm:state': state,
        ...(optime === undefined ? {} : { 'mm:optime': optime }),
        ...(standing === undefined ? {} : { 'mm:fcv': standing.fcv }),
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
    member: {
      index,
      state,
      ...(optime === undefined ? {} : { optime }),
      ...(standing === undefined ? {} : { fcv: standing.fcv }),
    },
    size: snapshot.size,
    startedAt: new Date(snapshot.startedAt).toISOString(),
    environment: env,
    database,
    version: stack.outputs['MongoVersion'] ?? '',
    ...(request.note ? { note: request.note } : {}),
    remarks,
  }
}

function refuseCluster({ outputs: { Engine: engine, ClusterId: cluster = '' } }: Stack): void {
  if (engine !== 'documentdb') return
  throw usageError('NoDataVolume', 'a cluster of DocumentDB has no data volume that mm could take a snapshot of', {
    why: 'AWS backs it up all the time: any second of the days of backup.keep can be restored',
    state: 'no snapshot was ordered',
    fix: [`aws docdb create-db-cluster-snapshot --db-cluster-identifier ${cluster} --db-cluster-snapshot-identifier <name>`],
  })
}

async function completed(world: Pick<World, 'volumes' | 'clock' | 'progress' | 'signal'>, ordered: Snapshot): Promise<Snapshot> {
  const sight = {
    state: `AWS goes on with ${ordered.id}: it holds the data of the moment at which it was ordered`,
    fix: [`aws ec2 describe-snapshots --snapshot-ids ${ordered.id}`],
    goesOn: true,
  }
  return world.progress.step(`Wait until ${ordered.id} is complete`, step =>
    inSight(world, sight, () =>
      lookUntil(world, async () => {
        const snapshot = await world.volumes.findSnapshot(ordered.id)
        if (snapshot?.state === 'completed') return snapshot
        if (!snapshot || snapshot.state === 'error') throw failed(ordered, snapshot)
        step.note(`${snapshot.progress} %`)
        return undefined
      }),
    ),
  )
}

const failed = ({ id }: Snapshot, found: Snapshot | undefined) =>
  new MmError('SnapshotFailed', `the snapshot ${id} ${found ? 'failed' : 'has gone'}`, {
    why: found?.stateMessage ?? 'AWS gives no reason',
    state: 'the database is unharmed; there is no new restore point',
    fix: ['mm db snapshot'],
  })
