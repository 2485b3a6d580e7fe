import { usageError, type MmError } from '../../errors.js'
import { checkingDrift } from '../drift/checks.js'
import { withChecked } from '../drift/with-checked.js'
import { cleanUp, hasChanges, isTold, onlyPlanned, type Approve, type OnlyPlanned } from '../stack/planned.js'
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
    const sets = told(planned.flatMap(({ shown }) => shown))
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

/**
 * What deployAll would do. Nothing is changed, and no change set is left behind.
 * @param options.checkDrift CloudFormation looks meanwhile for what was changed outside; else what its last check found is told
 */
export async function planOnly(plannings: Planning[], { checkDrift = false } = {}): Promise<OnlyPlanned> {
  if (!checkDrift) return onlyPlanned(told(await lookAtEach(plannings)))
  const toCheck = plannings.map(({ world, parts }) => ({
    world,
    stacks: parts.flatMap(({ stacks }) => stacks),
    cdnStacks: parts.flatMap(({ cdnStacks }) => cdnStacks),
  }))
  return checkingDrift(toCheck, async checks => {
    const sets = await lookAtEach(plannings.map(each => ({ ...each, world: { ...each.world, checksDrift: true } })))
    return onlyPlanned(told(withChecked(sets, await checks.found())))
  })
}

async function lookAtEach(plannings: Planning[]): Promise<ChangeSet[]> {
  const planned = await planEach(
    plannings.map(each => ({ ...each, onlyLook: true })),
    noBucket,
  )
  await discardAll(planned)
  return planned.flatMap(({ shown }) => shown)
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

/** Of a stack that several environments share, and that isn't changed, one. */
const told = (sets: ChangeSet[]) =>
  sets.filter(isTold).filter((set, i, all) => hasChanges(set) || all.findIndex(({ stackId }) => stackId === set.stackId) === i)

const noBucket = () =>
  Promise.reject(
    usageError('BucketMissing', 'the stack that the environments share is too large to be planned before its bucket is there', {
      state: 'nothing was changed',
      fix: ['mm env deploy'],
    }),
  )
