import { usageError, type MmError } from '../../errors.js'
import { cleanUp, hasChanges, type Approve, type OnlyPlanned } from '../planned.js'
import type { ChangeSet } from '../ports/cloudformation.js'
import { applyAll, type PartOutcome } from './apply-all.js'
import { asOne } from './as-one.js'
import type { PlannedPart } from './part.js'
import { discardAll, planAll, type Planning } from './plan-all.js'

export interface AllDeployed {
  parts: PartOutcome[]
  /** What failed, with the worst exit code. */
  error?: MmError
}

/** What may be deployed. */
export interface Approval {
  approve: Approve
  /** Throws when change sets do more than was approved, also those that could be made only later. */
  within?: (sets: ChangeSet[]) => void
}

/**
 * Deploys everything that changed, in order: one plan, one question. Throws when the plan can't be made or isn't wanted: then nothing was changed.
 * @param plannings the environments, in the order in which they're deployed
 */
export async function deployAll(plannings: Planning[], { approve, within = () => {} }: Approval): Promise<AllDeployed> {
  const planned = await planEach(plannings, approve)
  try {
    const sets = setsOf(planned)
    within(sets)
    await approve(sets)
  } catch (error) {
    await cleanUp({ discard: () => discardAll(planned) })
    throw error
  }
  const ended: Awaited<ReturnType<typeof applyAll>> = []
  for (const each of plannings) ended.push(...(await applyAll(each, { planned, before: ended, within })))
  const errors = ended.flatMap(({ error }) => error ?? [])
  const going = new Set(ended.flatMap(({ status, environment }) => (status === 'going' ? [environment] : [])))
  return {
    parts: ended.map(({ part: _, error: __, ...outcome }) => outcome),
    ...(errors.length > 0
      ? {
          error: asOne(
            errors,
            [...going].map(env => `mm deploy attach --env ${env}`),
          ),
        }
      : {}),
  }
}

/** What deployAll would do. Nothing is changed, and no change set is left behind. */
export async function planOnly(plannings: Planning[]): Promise<OnlyPlanned> {
  const planned = await planEach(
    plannings.map(each => ({ ...each, onlyLook: true })),
    noBucket,
  )
  await discardAll(planned)
  const stacks = setsOf(planned)
  return { changed: stacks.length > 0, stacks }
}

async function planEach(plannings: Planning[], approve: Approve): Promise<PlannedPart[]> {
  const planned: PlannedPart[] = []
  try {
    for (const each of plannings) planned.push(...(await planAll(each, planned, approve)))
    return planned
  } catch (error) {
    await cleanUp({ discard: () => discardAll(planned) })
    throw error
  }
}

const setsOf = (planned: PlannedPart[]) => planned.flatMap(({ shown }) => shown).filter(hasChanges)

const noBucket = () =>
  Promise.reject(
    usageError('BucketMissing', 'the stack that the environments share is too large to be planned before its bucket is there', {
      state: 'nothing was changed',
      fix: ['mm env deploy'],
    }),
  )
