import { MmError } from '../../errors.js'
import { inSight, stopIfInterrupted } from '../lost-sight.js'
import { cleanUp } from '../stack/planned.js'
import type { ChangeSet } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { notDeployed } from '../stack/sights.js'
import { levels } from './levels.js'
import { letGo, type Part, type PartResult, type PlannedPart } from './part.js'
import type { Planning } from './plan-all.js'
import { together } from './together.js'
import { refuseUnshown } from './unshown.js'

export interface PartOutcome {
  name: string
  kind: Part['kind']
  environment: string
  /** `skipped`: one that it needs failed. `going`: it goes on in AWS, and mm has lost sight of it. `unbegun`: mm was interrupted before it began. */
  status: PartResult['status'] | 'failed' | 'skipped' | 'going' | 'unbegun'
  /** Why it was skipped. */
  why?: string
  result?: PartResult
}

interface Ended extends PartOutcome {
  part: Part
  error?: unknown
}

/** Rollouts are mostly waiting. More at once would come near AWS's limits on calls. */
const rolloutsAtOnce = 4

interface Applying {
  planned: PlannedPart[]
  /** Parts of environments that were deployed before. */
  before: Ended[]
  /** Throws when change sets do more than was approved. */
  within: (sets: ChangeSet[]) => void
}

/** Deploys each part once those that it needs are deployed; what needs one that failed is skipped, everything else goes on. */
export async function applyAll({ world, parts }: Planning, { planned, before, within }: Applying): Promise<Ended[]> {
  const ended: Ended[] = []
  for (const level of levels(parts)) {
    const runs = level.map(part => ({
      title: part.name,
      run: async (progress: World['progress']) => {
        const { name, kind, environment } = part
        const outcome = { part, name, kind, environment }
        const own = planned.find(each => each.part === part)
        own?.screen.to(progress)
        try {
          ended.push({
            ...outcome,
            ...(await applyPart({ ...world, progress }, part, { shown: own, ended: [...before, ...ended], within })),
          })
        } catch (error) {
          ended.push({ ...outcome, status: endOf(error), error })
          throw error
        } finally {
          if (!own?.still) await letGo(world, part)
        }
      },
    }))
    await together(world, runs, rolloutsAtOnce)
  }
  return parts.flatMap(part => ended.find(each => each.part === part) ?? [])
}

function endOf(error: unknown): PartOutcome['status'] {
  if (!(error instanceof MmError)) return 'failed'
  if (error.details.goesOn) return 'going'
  return error.code === 'Interrupted' ? 'unbegun' : 'failed'
}

type Applied = Pick<PartOutcome, 'status' | 'why' | 'result'>

interface Before {
  shown: PlannedPart | undefined
  ended: Ended[]
  within: Applying['within']
}

async function applyPart(world: World, part: Part, { shown, ended, within }: Before): Promise<Applied> {
  const needed = ended.filter(each => part.needs.includes(each.part))
  const missing = needed.find(({ status }) => ['failed', 'skipped', 'going', 'unbegun'].includes(status))
  if (missing || world.signal.aborted) {
    await cleanUp(shown?.planned)
    await inSight(world, notDeployed(part.name), async () => stopIfInterrupted(world.signal))
    return { status: 'skipped', why: `it needs ${missing?.name ?? ''}` }
  }
  const changed = ended.some(
    each => [...part.needs, ...part.after].includes(each.part) && ['created', 'updated', 'failed', 'going'].includes(each.status),
  )
  const planned =
    shown?.planned && !changed
      ? shown.planned
      : await inSight(world, notDeployed(part.name), () => planAnew(world, part, { shown, within }))
  const result = await planned.apply()
  return { status: result.status, result }
}

/** What it needs has changed since it was worked out. */
async function planAnew(world: World, part: Part, { shown, within }: Omit<Before, 'ended'>) {
  await shown?.planned?.discard()
  const planned = await part.plan(world, async () => {})
  try {
    refuseUnshown(shown?.shown ?? [], planned.sets)
    within(planned.sets)
  } catch (error) {
    await cleanUp(planned)
    throw error
  }
  return planned
}
