import type { Database } from '../../manifest/database.js'
import { graceDays } from '../../templates/database/vault.js'
import type { Stack } from '../ports/cloudformation.js'

/**
 * What a deployment that sets a compliance lock, or that gives one more to keep, does for ever; undefined when it does neither.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export function lockForEver(database: Database, deployed: Stack | undefined): string | undefined {
  if (database.engine !== 'mongodb') return undefined
  const { members, storage, backup, name } = database
  if (!backup.vault || backup.vault.lock !== 'compliance') return undefined
  const most = backup.keep * members * storage.size
  const sum = `up to ${most.toLocaleString('en')} GiB of snapshots (what has changed between them counts)`
  if (deployed?.outputs['VaultLock'] !== 'compliance')
    return (
      `this gives the vault of ${name} a compliance lock: after ${graceDays} days nobody, not even AWS, can take it off, nor delete a backup ` +
      `before its ${backup.keep} days are over, and the account pays for ${sum}`
    )
  const before = lockedBefore(deployed)
  if (most <= before) return undefined
  return (
    `the vault of ${name} has a compliance lock, and this gives it more to keep: nobody, not even AWS, can delete a backup before its ` +
    `${backup.keep} days are over, and the account pays for ${sum}${before === 0 ? '' : `, not ${before.toLocaleString('en')} as before`}`
  )
}

/** In GiB. Of a stack that doesn't say for how long it keeps, nothing counts as confirmed. */
function lockedBefore({ outputs }: Stack): number {
  const { BackupKeep: keep = '0', Members: members = '0', StorageSize: size = '0' } = outputs
  return Number(keep) * Number(members) * Number(size)
}
