import type { Database } from '../../manifest/database.js'
import type { Template } from '../cfn.js'
import { documentDbTemplate } from './documentdb-template.js'
import type { Chosen } from './member-of.js'
import { replicaSetTemplate } from './replica-set-template.js'

/** `<app>-<env>-<db>`. What was chosen before holds for a replica set only; by default it's the first generation, and every member runs. */
export function databaseTemplate(database: Database, chosen: Partial<Chosen> = {}): Template {
  return database.engine === 'documentdb'
    ? documentDbTemplate(database)
    : replicaSetTemplate(database, { generation: 1, running: database.members, ...chosen })
}
