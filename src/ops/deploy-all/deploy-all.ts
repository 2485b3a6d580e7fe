import type { MmError } from '../../errors.js'
import type { Approve } from '../planned.js'
import { hasChanges } from '../planned.js'
import { applyAll, type PartOutcome } from './apply-all.js'
import { asOne } from './as-one.js'
import type { PlannedPart } from './part.js'
import { discardAll, planAll, type Planning } from './plan-all.js'

export interface AllDeployed {
  parts: PartOutcome[]
  /** What failed, with the worst exit code. */
  error?: MmError
}

/**
 * Deploys everything that changed, in order: one plan, one question. Throws when the plan can't be made or isn't wanted: then nothing was changed.
 * @param plannings the environments, in the order in which they're deployed
 */
export async function deployAll(plannings: Planning[], approve: Approve): Promise<AllDeployed> {
  const planned: PlannedPart[] = []
  try {
    for (const each of plannings) planned.push(...(await planAll(each, planned, approve)))
    await approve(planned.flatMap(({ shown }) => shown).filter(hasChanges))
  } catch (error) {
    await discardAll(planned)
    throw error
  }
  const ended: Awaited<ReturnType<typeof applyAll>> = []
  for (const each of plannings) ended.push(...(await applyAll(each, planned, ended)))
  const errors = ended.flatMap(({ error }) => error ?? [])
  return {
    parts: ended.map(({ part: _, error: __, ...outcome }) => outcome),
    ...(errors.length > 0 ? { error: asOne(errors) } : {}),
  }
}
