import type { Database } from '../../manifest/database.js'
import { withBoundary, type Template } from '../cfn.js'
import { documentDbTemplate } from './documentdb-template.js'
import type { Chosen } from './member-of.js'
import { replicaSetTemplate } from './replica-set-template.js'

/**
 * `<app>-<env>-<db>`. What was chosen before holds for a replica set only; by default it's the first generation, and every member runs.
 * @param permissionsBoundary ARN of the policy that bounds each role, as the environment says
 */
export function databaseTemplate(database: Database, chosen: Partial<Chosen> = {}, permissionsBoundary?: string): Template {
  return withBoundary(
    permissionsBoundary,
    database.engine === 'documentdb'
      ? documentDbTemplate(database)
      : replicaSetTemplate(database, { generation: 1, running: database.members, first: database.members, ...chosen }),
  )
}
