import { z } from 'zod'
import { check } from './check.js'
import { isDocumentDbClass } from './database-instances.js'
import { documentDbVocabulary } from './database-vocabulary.js'
import type { DocumentDb } from './database.js'
import { countOf, environmentName, seconds, workloadName } from './shapes.js'
import type { Parsed, Problem } from './source.js'
import { valueAt } from './value.js'
import { dotted } from './vocabulary.js'

/** Keys of a replica set that a cluster has no use for, and why. */
const notHere: Record<string, string> = {
  storage: "DocumentDB's storage grows by itself",
  logging: 'DocumentDB makes its log groups itself',
  'backup.every': 'DocumentDB backs up all the time',
  'backup.copy_to': 'copies to another region are for the engine mongodb only',
  'backup.vault': 'the vault is for the engine mongodb only',
  tls: 'DocumentDB always takes TLS, and nothing else',
  'alarms.disk_used': "DocumentDB's storage grows by itself",
  'alarms.backup_age': 'DocumentDB backs up all the time',
}
const unused = z.unknown().optional()

const overridable = {
  version: z
    .literal(['5.0.0', '8.0.0'], { message: 'it must be an engine version of DocumentDB: "5.0.0" or "8.0.0"' })
    .optional(),
  members: z.literal([1, 2, 3], { message: 'it must be 1, 2 or 3 instances' }).optional(),
  instance: z
    .string()
    .refine(isDocumentDbClass, { message: 'it must be an instance class of DocumentDB, such as db.t4g.medium or db.r6g.large' })
    .optional(),
  storage: unused,
  tls: unused,
  logging: unused,
  backup: z
    .strictObject({
      // https://docs.aws.amazon.com/documentdb/latest/devguide/backup_restore.html
      keep: countOf('d', value => value >= 1 && value <= 35, 'it must be from 1d to 35d: DocumentDB keeps no longer').optional(),
      every: unused,
      copy_to: unused,
      vault: unused,
    })
    .optional(),
  alarms: z.strictObject({ replication_lag: seconds(1, 86_400).optional(), disk_used: unused, backup_age: unused }).optional(),
}

const shape = z.strictObject({
  name: workloadName,
  type: z.literal('MongoDB'),
  engine: z.enum(['mongodb', 'documentdb']),
  ...overridable,
  environments: z.record(environmentName, z.strictObject(overridable)).optional(),
})

export function readDocumentDb(parsed: Parsed, environment: string): DocumentDb {
  const written = check(parsed, { shape, vocabulary: documentDbVocabulary, together: uselessKeys }, environment)
  return {
    name: written.name,
    type: 'MongoDB',
    engine: 'documentdb',
    version: written.version ?? '8.0.0',
    members: written.members ?? 1,
    instance: written.instance ?? 'db.t4g.medium',
    backup: { keep: written.backup?.keep ?? 7 },
    alarms: { replicationLag: written.alarms?.replication_lag ?? 30 },
  }
}

function uselessKeys(data: unknown): Problem[] {
  return Object.entries(notHere)
    .map(([key, why]) => ({ path: key.split('.'), why }))
    .filter(({ path }) => valueAt(data, path) !== undefined)
    .map(({ path, why }) => ({
      path,
      what: `${dotted(path)} has no place with engine: documentdb: ${why}`,
      fix: `remove ${path.at(-1)}`,
    }))
}
