import { MmError } from '../../errors.js'
import type { Database } from '../../manifest/database.js'
import type { Stack } from '../ports/cloudformation.js'

/** Whether a deployment adds members to a replica set that serves. Stacks that are older than the output: one member. */
export const grows = (database: Database, deployed: Stack | undefined): boolean =>
  database.engine === 'mongodb' && deployed !== undefined && database.members > Number(deployed.outputs['Members'] ?? 1)

/**
 * The error of such a deployment that was rolled back. Members that had joined have votes, which only the first can take from them, by the boot
 * script of before: so it isn't said that the database serves.
 */
export function withoutPromise(error: unknown, env: string): unknown {
  if (!(error instanceof MmError) || !['StackRolledBack', 'UpdateCancelled'].includes(error.code)) return error
  const { code, message, details } = error
  return new MmError(code, message, {
    ...details,
    state:
      'member 0 was started again as the only one, and takes what had joined out of the replica set, if the boot script that was deployed before can: whether the database serves is to be looked at',
    fix: [
      `mm status --env ${env}, and whether the services reach the database`,
      "the log stream <instance>/boot of member 0: 'no primary' in it is a set that waits for members that are gone",
      'where it serves: mend the cause and run the same command again',
    ],
  })
}
