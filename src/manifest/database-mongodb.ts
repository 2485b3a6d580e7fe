import { z } from 'zod'
import { check } from './check.js'
import { instanceProblem } from './database-instances.js'
import { mongoDbProblems, vaultRetention } from './database-problems.js'
import { databaseVocabulary } from './database-vocabulary.js'
import type { MongoDb, Tls } from './database.js'
import { countOf, defaultRetention, environmentName, logging, regionName, seconds, wholeNumber, workloadName } from './shapes.js'
import type { Parsed } from './source.js'

/** Data Lifecycle Manager takes these intervals. https://docs.aws.amazon.com/dlm/latest/APIReference/API_CreateRule.html */
const intervals = [1, 2, 3, 4, 6, 8, 12, 24]

const instance = z.string().superRefine((value, context) => {
  const message = instanceProblem(value)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
})

const overridable = {
  version: z
    .string()
    .refine(value => /^(7\.0|8\.0)\.\d+$/.test(value), {
      message: 'it must be an exact version of the series 7.0 or 8.0, such as "8.0.15"',
    })
    .optional(),
  members: z
    .literal([1, 3], {
      message: "it must be 1 or 3: a set of two doesn't outlive the loss of either member",
    })
    .optional(),
  instance: instance.optional(),
  tls: z
    .literal([true, false, 'allow', 'prefer', 'require'], { message: 'it must be true, false, allow, prefer or require' })
    .optional(),
  storage: z
    .strictObject({
      size: wholeNumber(10, 65_536, ' (GiB)').optional(),
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
      // Three copy rules a schedule. https://docs.aws.amazon.com/dlm/latest/APIReference/API_Schedule.html
      copy_to: z
        .array(regionName)
        .refine(value => value.length <= 3 && new Set(value).size === value.length, {
          message: 'it must be at most three regions, each once',
        })
        .optional(),
      vault: z.literal([false, 'governance', 'compliance'], { message: 'it must be false, governance or compliance' }).optional(),
    })
    .optional(),
  alarms: z
    .strictObject({
      disk_used: wholeNumber(1, 100, ' (percent)').optional(),
      replication_lag: seconds(1, 86_400).optional(),
      backup_age: countOf('h', value => value >= 1 && value <= 8760, 'it must be a number of hours, such as 10h').optional(),
    })
    .optional(),
  logging: logging.optional(),
}

const shape = z.strictObject({
  name: workloadName,
  type: z.literal('MongoDB'),
  engine: z.enum(['mongodb', 'documentdb']).optional(),
  ...overridable,
  environments: z.record(environmentName, z.strictObject(overridable)).optional(),
})

/** @param production whether the environment is one: its databases take nothing but TLS unless the manifest says otherwise */
export function readMongoDb(parsed: Parsed, environment: string, production: boolean): MongoDb {
  const written = check(parsed, { shape, vocabulary: databaseVocabulary, together: mongoDbProblems }, environment)
  const { storage = {}, backup = {}, alarms = {} } = written
  const every = backup.every ?? 4
  return {
    name: written.name,
    type: 'MongoDB',
    engine: 'mongodb',
    version: written.version ?? '8.0.15',
    members: written.members ?? 1,
    instance: written.instance ?? 't4g.small',
    tls: tlsOf(written.tls ?? production),
    storage: { size: storage.size ?? 20, iops: storage.iops ?? 3000, throughput: storage.throughput ?? 125 },
    backup: {
      every,
      keep: backup.keep ?? 7,
      copyTo: backup.copy_to ?? [],
      vault: backup.vault ? { lock: backup.vault, ...vaultRetention } : false,
    },
    alarms: {
      diskUsed: alarms.disk_used ?? 80,
      replicationLag: alarms.replication_lag ?? 30,
      // One snapshot may be missed, and the next may take its time.
      backupAge: alarms.backup_age ?? 2 * every + 2,
    },
    logging: { retention: written.logging?.retention ?? defaultRetention },
  }
}

const tlsOf = (written: boolean | Exclude<Tls, false>): Tls => (written === true ? 'require' : written)
