import type { Snapshot as Ec2Snapshot, Tag } from '@aws-sdk/client-ec2'
import type { Snapshot, Volumes } from '../ops/ports.js'
import { once, type AwsContext } from './context.js'
import { asked } from './errors.js'

/** EBS volumes and their snapshots. */
export function volumes(context: AwsContext): Volumes {
  const options = { abortSignal: context.signal }
  const ec2 = once(async () => new (await import('@aws-sdk/client-ec2')).EC2(context.config))

  return {
    async find(id) {
      try {
        const { Volumes: [volume] = [] } = await (await ec2()).describeVolumes({ VolumeIds: [id] }, options)
        if (!volume) return undefined
        return {
          id,
          size: volume.Size ?? 0,
          state: volume.State ?? '',
          encrypted: volume.Encrypted ?? false,
          tags: tagMap(volume.Tags),
        }
      } catch (error) {
        if (/^InvalidVolume/.test((error as Error).name)) return undefined
        return asked('ec2:DescribeVolumes', Promise.reject(error as Error))
      }
    },

    async snapshot({ volumeId, description, tags }) {
      const ordered = await asked(
        'ec2:CreateSnapshot',
        (await ec2()).createSnapshot(
          {
            VolumeId: volumeId,
            Description: description,
            TagSpecifications: [{ ResourceType: 'snapshot', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }],
          },
          options,
        ),
      )
      return snapshot(ordered)
    },

    async findSnapshot(id) {
      try {
        const { Snapshots: [found] = [] } = await (await ec2()).describeSnapshots({ SnapshotIds: [id] }, options)
        return found && snapshot(found)
      } catch (error) {
        if (/^InvalidSnapshot/.test((error as Error).name)) return undefined
        return asked('ec2:DescribeSnapshots', Promise.reject(error as Error))
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
