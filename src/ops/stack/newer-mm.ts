import { usageError } from '../../errors.js'
import { version } from '../../version.js'
import type { Proposal } from '../ports/cloudformation.js'
import { isNewer, versionOf, withoutVersion } from './template-version.js'

/**
 * An older mm would take back, without a word, what a newer one has brought. Throws NewerMm (exit 2), unless the templates are the same: what a
 * rollback sends is the deployed one.
 * @param template that is deployed
 */
export function refuseNewer({ stackName, body }: Pick<Proposal, 'stackName' | 'body'>, template: string): void {
  if (!isNewer(template) || withoutVersion(body) === withoutVersion(template)) return
  const newer = versionOf(template)
  throw usageError('NewerMm', `${stackName} was deployed by mm ${newer}, and this is ${version}`, {
    why: "this mm's templates are older: a deployment would take back what the newer one has brought",
    state: 'nothing was changed',
    fix: [`mm ${newer} or newer`, '--allow-downgrade, when it is to be taken back'],
  })
}
