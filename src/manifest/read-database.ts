import { z } from 'zod'
import { check } from './check.js'
import type { Database } from './database.js'
import { countOf, defaultRetention, environmentName, logging, wholeNumber, workloadName } from './shapes.js'
import type { Problem, Source } from './source.js'
import { valueAt } from './value.js'
import type { Vocabulary } from './vocabulary.js'

/** Data Lifecycle Manager takes these intervals. https://docs.aws.amazon.com/dlm/latest/APIReference/API_CreateRule.html */
const intervals = [1, 2, 3, 4, 6, 8, 12, 24]

const overridable = {
  version: z
    .string()
    .refine(value => /^(7\.0|8\.0)\.\d+$/.test(value), {
      message: 'it must be an exact version of the series 7.0 or 8.0, such as "8.0.15"',
    })
    .optional(),
  members: z
    .literal(1, { message: 'one member is what mm deploys now; replica sets of three come with a later version' })
    .optional(),
  instance: z
    .string()
    .refine(value => /^[a-z]+\d[a-z]*\.[a-z0-9]+$/.test(value), { message: 'it must be an EC2 instance type, such as t4g.small' })
    .optional(),
  storage: z
    .strictObject({
      size: wholeNumber(1, 65_536, ' (GiB)').optional(),
      iops: wholeNumber(3000, 80_000).optional(),
      throughput: wholeNumber(125, 2000, ' (MiB/s)').optional(),
    })
    .optional(),
  backup: z
    .strictObject({
      every: countOf(
        'h',
        value => intervals.includes(value),
        `it must be ${intervals.map(each => `${each}h`).join(', ')}`,
      ).optional(),
      keep: countOf('d', value => value >= 1 && value <= 36_500, 'it must be a number of days, such as 7d').optional(),
    })
    .optional(),
  alarms: z.strictObject({ disk_used: wholeNumber(1, 100, ' (percent)').optional() }).optional(),
  logging: logging.optional(),
}

const shape = z.strictObject({
  name: workloadName,
  type: z.literal('MongoDB'),
  engine: z.literal('mongodb', { message: 'mongodb is what mm deploys now; documentdb comes with a later version' }).optional(),
  ...overridable,
  environments: z.record(environmentName, z.strictObject(overridable)).optional(),
})

export const databaseVocabulary: Vocabulary = {
  examples: {
    name: 'db',
    type: 'MongoDB',
    engine: 'mongodb',
    version: '"8.0.15"',
    members: '1',
    instance: 't4g.small',
    storage: '{size: 20}',
    'storage.size': '20',
    'storage.iops': '3000',
    'storage.throughput': '125',
    backup: '{every: 4h, keep: 7d}',
    'backup.every': '4h',
    'backup.keep': '7d',
    alarms: '{disk_used: 80}',
    'alarms.disk_used': '80',
    logging: '{retention: 30}',
    'logging.retention': '30',
    environments: '{prod: {instance: r7g.large}}',
  },
  later: new Set([
    ...['consistent', 'copy_to', 'vault'].map(key => `backup.${key}`),
    ...['replication_lag', 'backup_age'].map(key => `alarms.${key}`),
  ]),
}

/** A database as its manifest describes it for one environment. Throws BadYaml or BadManifest (exit 2) with every problem. */
export function readDatabase(source: Source, environment: string): Database {
  const written = check(source, { shape, vocabulary: databaseVocabulary, together: volumeProblems }, environment)
  return {
    name: written.name,
    type: 'MongoDB',
    version: written.version ?? '8.0.15',
    members: 1,
    instance: written.instance ?? 't4g.small',
    storage: {
      size: written.storage?.size ?? defaultVolume.size,
      iops: written.storage?.iops ?? defaultVolume.iops,
      throughput: written.storage?.throughput ?? defaultVolume.throughput,
    },
    backup: { every: written.backup?.every ?? 4, keep: written.backup?.keep ?? 7 },
    alarms: { diskUsed: written.alarms?.disk_used ?? 80 },
    logging: { retention: written.logging?.retention ?? defaultRetention },
  }
}

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
