import type { Clusters } from '../ops/ports/running.js'
import { once, type AwsContext } from './context.js'
import { asked } from './errors.js'

/** Clusters of Amazon DocumentDB. */
export function clusters(context: AwsContext): Clusters {
  const docdb = once(async () => (await import('./clients/docdb.js')).docDbClient(context.config))
  return {
    // https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-delete.html
    async unprotect(DBClusterIdentifier) {
      const request = { DBClusterIdentifier, DeletionProtection: false, ApplyImmediately: true }
      await asked('rds:ModifyDBCluster', (await docdb()).modifyDBCluster(request, { abortSignal: context.signal }))
    },
  }
}
