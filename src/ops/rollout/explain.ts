import type { Service } from '../../manifest/service.js'
import { MmError, exitCodes } from '../../errors.js'
import { causeOf } from './causes/cause-of.js'
import type { Seen } from './watch.js'

interface Rollback {
  seen: Seen
  service: Service
  env: string
  /** True when there was no earlier revision to go back to. */
  first: boolean
}

/** Puts the cause that was seen in the place of CloudFormation's word for it. Any other error stays what it is. */
export function explainRollback(error: unknown, { seen, service, env, first }: Rollback): unknown {
  if (!(error instanceof MmError) || error.code !== 'StackRolledBack') return error
  const cause = causeOf({ ...seen, service, env })
  if (!cause) return error
  return new MmError(cause.code, cause.what, {
    why: cause.why,
    state: first ? 'there was no earlier revision: nothing of it runs' : 'the revision before still serves',
    fix: cause.fix,
    cause: error,
    exitCode: exitCodes.rolledBack,
  })
}
