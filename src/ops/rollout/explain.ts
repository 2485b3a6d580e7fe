import type { Service } from '../../manifest/service.js'
import { MmError, exitCodes } from '../../errors.js'
import { causeOf } from './causes/cause-of.js'
import { revisionOf, whatServes } from './standing.js'
import type { Seen } from './watch.js'

interface Rollback {
  seen: Seen
  service: Service
  env: string
  /** ARN of the task definition that ran before; undefined for the first deployment. */
  before: string | undefined
  /** Where more of what was seen is. */
  folder: string | undefined
  /** ECS rolled it out without CloudFormation. */
  byEcs?: boolean
}

/** Of these errors, what users see now belongs to the state: it was looked up, not assumed. */
const ofDeployment = ['StackRolledBack', 'UpdateCancelled', 'RevisionTakenBack', 'StoppedEarly', 'StackFailed', 'Interrupted']

/** Puts the cause that was seen in the place of CloudFormation's or ECS's word for it, and what serves now into the state. Any other error stays what it is. */
export function explainRollback(error: unknown, { seen, service, env, before, folder, byEcs = false }: Rollback): unknown {
  if (!(error instanceof MmError) || !ofDeployment.includes(error.code)) return error
  const attach = `mm deploy attach ${service.name} --env ${env}`
  const now = whatServes(seen.standing, { name: service.name, before })
  if (error.code === 'Interrupted' || error.code === 'StackFailed') {
    const attaches = error.code === 'Interrupted' && error.details.goesOn && !byEcs
    const fix = attaches ? [attach, 'mm status'] : (error.details.fix ?? [])
    const known = error.code === 'StackFailed' || seen.standing.service !== undefined
    const state = [error.details.state, known ? now : undefined].filter(Boolean).join('; ')
    return new MmError(error.code, error.message, { ...error.details, state, fix, cause: error, exitCode: error.exitCode })
  }
  const state =
    error.code === 'StoppedEarly'
      ? `${now}; ${byEcs ? 'ECS was told to go back: mm status' : goingBack(before, now, attach)}`
      : now
  const cause = causeOf({ ...seen, service, env, gaveUp: error.code === 'StoppedEarly' })
  if (!cause) return new MmError(error.code, error.message, { ...error.details, state, cause: error, exitCode: error.exitCode })
  const rest = {
    state,
    fix: cause.fix,
    ...(folder === undefined ? {} : { more: `${folder} has what the tasks said` }),
    cause: error,
    exitCode: exitCodes.rolledBack,
  }
  // Who cancelled it is what took it back; what they had seen before is why.
  if (error.code === 'UpdateCancelled') {
    const why = `${error.details.why ?? ''}\nbefore that: ${cause.what}`
    return new MmError(error.code, error.message, { ...rest, why })
  }
  return new MmError(cause.code, cause.what, { ...rest, why: cause.why })
}

function goingBack(before: string | undefined, now: string, attach: string): string {
  if (before === undefined) return `ECS was told to stop it, and CloudFormation takes it away: ${attach}`
  const revision = `revision ${revisionOf(before)}`
  const it = now.startsWith(`${revision} `) ? 'it' : revision
  return `ECS was told to go back to ${it}, and CloudFormation follows: ${attach}`
}
