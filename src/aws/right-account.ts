import { MmError, exitCodes } from '../errors.js'
import type { Identity } from '../ops/ports/account.js'

/** Throws WrongAccount (exit 4): what is meant for production must not land beside it, nor the other way round. */
export function refuseOtherAccount({ account, arn }: Identity, expected: string): void {
  if (account === expected) return
  throw new MmError('WrongAccount', `these credentials are of account ${account}, and the environment is in ${expected}`, {
    why: `they belong to ${arn}`,
    state: 'nothing was done',
    fix: ["choose other credentials: AWS_PROFILE, or profile in the environment's manifest"],
    exitCode: exitCodes.access,
  })
}
