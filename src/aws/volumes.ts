import type { Snapshot as Ec2Snapshot, Tag } from '@aws-sdk/client-ec2'
import type { Snapshot, Volumes } from '../ops/ports/volumes.js'
import { once, type AwsContext } from './context.js'
import { translate } from './errors.js'
import { orderSnapshot } from './snapshot-order.js'

/** EBS volumes and their snapshots. */
export function volumes(context: AwsContext): Volumes {
  const options = { abortSignal: context.signal }
  const ec2 = once(async () => (await import('./clients/ec2.js')).ec2Client(context.config))

  return {
    async find(id) {
      try {
        const { Volumes: [volume] = [] } = await (await ec2()).describeVolumes({ VolumeIds: [id] }, options)
        if (!volume) return undefined
        return {
          id,
          size: volume.Size ?? 0,
          zone: volume.AvailabilityZone ?? '',
          state: volume.State ?? '',
          encrypted: volume.Encrypted ?? false,
          tags: tagMap(volume.Tags),
        }
      } catch (error) {
        if (/^InvalidVolume/.test((error as Error).name)) return undefined
        throw translate(error, 'ec2:DescribeVolumes')
      }
    },

    snapshot: async request => snapshot(await orderSnapshot({ context, ec2: await ec2() }, request)),

    async findSnapshot(id) {
      try {
        const { Snapshots: [found] = [] } = await (await ec2()).describeSnapshots({ SnapshotIds: [id] }, options)
        return found && snapshot(found)
      } catch (error) {
        if (/^InvalidSnapshot/.test((error as Error).name)) return undefined
        throw translate(error, 'ec2:DescribeSnapshots')
      }
    },
  }
}

function snapshot(found: Ec2Snapshot): Snapshot {
  return {
    id: found.SnapshotId ?? '',
    volumeId: found.VolumeId ?? '',
    state: found.State ?? 'pending',
    ...(found.StateMessage ? { stateMessage: found.StateMessage } : {}),
    progress: Number.parseInt(found.Progress ?? '0', 10) || 0,
    size: found.VolumeSize ?? 0,
    startedAt: found.StartTime?.getTime() ?? 0,
    tags: tagMap(found.Tags),
  }
}

const tagMap = (tags: Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
