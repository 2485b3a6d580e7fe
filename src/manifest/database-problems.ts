import type { Path, Problem } from './source.js'
import { valueAt } from './value.js'

/**
 * Days between which a vault takes snapshots. The same for every vault: a compliance lock can't be changed after three days, so its bounds
 * mustn't follow the manifest's `keep`.
 */
export const vaultRetention = { minRetention: 7, maxRetention: 3650 }

/** What several keys of a replica set together get wrong. */
export const mongoDbProblems = (data: unknown): Problem[] => [...volumeProblems(data), ...backupProblems(data)]

const defaultVolume = { size: 20, iops: 3000, throughput: 125 }

/** https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html: 500 IOPS per GiB, 0.25 MiB/s per IOPS. */
function volumeProblems(data: unknown): Problem[] {
  const number = (key: keyof typeof defaultVolume) => {
    const value = valueAt(data, ['storage', key]) ?? defaultVolume[key]
    return typeof value === 'number' ? value : Number.NaN
  }
  const [size, iops, throughput] = [number('size'), number('iops'), number('throughput')]
  const most = { iops: Math.max(3000, size * 500), throughput: iops / 4 }
  return [
    ...(iops > most.iops
      ? [
          {
            path: ['storage', 'iops'],
            what: `storage.iops is ${iops}: gp3 takes at most 500 per GiB, here ${most.iops}`,
            fix: `iops: ${most.iops}`,
          },
        ]
      : []),
    ...(throughput > most.throughput
      ? [
          {
            path: ['storage', 'throughput'],
            what: `storage.throughput is ${throughput}: gp3 takes at most a quarter of iops, here ${most.throughput}`,
            fix: `iops: ${throughput * 4}`,
          },
        ]
      : []),
  ]
}

function backupProblems(data: unknown): Problem[] {
  const count = (path: Path, unit: string, otherwise: number) => {
    const value = valueAt(data, path)
    if (value === undefined) return otherwise
    return typeof value === 'string' ? Number(new RegExp(`^(\\d+)${unit}$`).exec(value)?.[1]) : Number.NaN
  }
  const [every, keep] = [count(['backup', 'every'], 'h', 4), count(['backup', 'keep'], 'd', 7)]
  const age = count(['alarms', 'backup_age'], 'h', Infinity)
  const { minRetention: least, maxRetention: most } = vaultRetention
  return [
    ...(valueAt(data, ['backup', 'vault']) && (keep < least || keep > most)
      ? [
          {
            path: ['backup', 'keep'],
            what: `backup.keep is ${keep}d: a vault takes from ${least}d to ${most}d`,
            fix: `keep: ${Math.min(Math.max(keep, least), most)}d`,
          },
        ]
      : []),
    ...(age <= every
      ? [
          {
            path: ['alarms', 'backup_age'],
            what: `alarms.backup_age is ${age}h: it must be longer than backup.every, ${every}h, or the alarm never ends`,
            fix: `backup_age: ${2 * every + 2}h`,
          },
        ]
      : []),
  ]
}
