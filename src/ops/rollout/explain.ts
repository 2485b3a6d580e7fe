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
  /** Where more of what was seen is. */
  folder: string | undefined
}

/** Puts the cause that was seen in the place of CloudFormation's or ECS's word for it. Any other error stays what it is. */
export function explainRollback(error: unknown, { seen, service, env, first, folder }: Rollback): unknown {
  if (!(error instanceof MmError) || !['StackRolledBack', 'StoppedEarly'].includes(error.code)) return error
  const cause = causeOf({ ...seen, service, env })
  if (!cause) return error
  const state = error.code === 'StoppedEarly' ? goingBack : wentBack
  return new MmError(cause.code, cause.what, {
    why: cause.why,
    state: state[first ? 'first' : 'later'],
    fix: cause.fix,
    ...(folder === undefined ? {} : { more: `${folder} has what the tasks said` }),
    cause: error,
    exitCode: exitCodes.rolledBack,
  })
}

const wentBack = { first: 'there was no earlier revision: nothing of it runs', later: 'the revision before still serves' }
const goingBack = {
  first: 'there was no earlier revision; ECS was told to stop it, and CloudFormation takes it away: mm status',
  later: 'the revision before still serves; ECS was told to go back to it, and CloudFormation follows: mm status',
}
