import type { Database } from '../manifest/database.js'
import { graceDays } from '../templates/database/vault.js'
import type { Stack } from './ports/cloudformation.js'

/**
 * What a deployment that sets a compliance lock does for ever; undefined when it sets none, or the deployed vault has it already.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export function lockForEver(database: Database, deployed: Stack | undefined): string | undefined {
  if (database.engine !== 'mongodb') return undefined
  const { members, storage, backup } = database
  if (!backup.vault || backup.vault.lock !== 'compliance' || deployed?.outputs['VaultLock'] === 'compliance') return undefined
  const most = backup.keep * members * storage.size
  return (
    `this gives the vault of ${database.name} a compliance lock: after ${graceDays} days nobody, not even AWS, can take it off, nor delete a backup ` +
    `before its ${backup.keep} days are over, and the account pays for up to ${most.toLocaleString('en')} GiB of snapshots (what has changed between them counts)`
  )
}
