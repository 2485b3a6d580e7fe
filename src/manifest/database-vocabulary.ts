import type { Vocabulary } from './vocabulary.js'

export const databaseVocabulary: Vocabulary = {
  examples: {
    name: 'db',
    type: 'MongoDB',
    engine: 'mongodb',
    version: '"8.0.15"',
    members: '3',
    instance: 't4g.small',
    tls: 'require',
    storage: '{size: 20}',
    'storage.size': '20',
    'storage.iops': '3000',
    'storage.throughput': '125',
    backup: '{every: 4h, keep: 7d}',
    'backup.every': '4h',
    'backup.keep': '7d',
    'backup.copy_to': '[eu-west-1]',
    'backup.vault': 'governance',
    alarms: '{disk_used: 80}',
    'alarms.disk_used': '80',
    'alarms.replication_lag': '30s',
    'alarms.backup_age': '10h',
    logging: '{retention: 30}',
    'logging.retention': '30',
    environments: '{prod: {instance: r7g.large}}',
  },
  later: new Set(['backup.consistent']),
}

/** With `engine: documentdb`: what of it differs, and without the keys that a cluster has no use for. */
export const documentDbVocabulary: Vocabulary = {
  examples: {
    ...Object.fromEntries(
      Object.entries(databaseVocabulary.examples).filter(([key]) =>
        ['name', 'type', 'alarms.replication_lag', 'backup.keep', 'members'].includes(key),
      ),
    ),
    engine: 'documentdb',
    version: '"8.0.0"',
    instance: 'db.t4g.medium',
    backup: '{keep: 7d}',
    alarms: '{replication_lag: 30s}',
    environments: '{prod: {instance: db.r6g.large}}',
  },
  later: databaseVocabulary.later,
}
