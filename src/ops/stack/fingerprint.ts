import { createHash } from 'node:crypto'
import type { Proposal } from '../ports/cloudformation.js'
import { withoutVersion } from './template-version.js'

/** Equal for proposals that would leave a stack with the same template, parameters and tags, and take back or leave alike what was changed outside. */
export function fingerprint({ stackName, body, parameters, tags, revertDrift = false }: Proposal): string {
  const sorted = (values: Record<string, string | undefined>) =>
    Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(
      JSON.stringify([
        stackName,
        withoutVersion(body),
        sorted(parameters),
        sorted(tags),
        ...(revertDrift ? ['reverts drift'] : []),
      ]),
    )
    .digest('hex')
}
