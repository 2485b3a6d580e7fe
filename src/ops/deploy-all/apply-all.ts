import { stopIfInterrupted } from '../interrupt.js'
import type { ChangeSet } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { levels } from './levels.js'
import { letGo, type Part, type PartResult, type PlannedPart } from './part.js'
import type { Planning } from './plan-all.js'
import { together } from './together.js'
import { refuseUnshown } from './unshown.js'

export interface PartOutcome {
  name: string
  kind: Part['kind']
  environment: string
  /** `skipped`: one that it needs failed, or mm was interrupted. */
  status: PartResult['status'] | 'failed' | 'skipped'
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
          ended.push({ ...outcome, status: 'failed', error })
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

type Applied = Pick<PartOutcome, 'status' | 'why' | 'result'>

interface Before {
  shown: PlannedPart | undefined
  ended: Ended[]
  within: Applying['within']
}

async function applyPart(world: World, part: Part, { shown, ended, within }: Before): Promise<Applied> {
  const needed = ended.filter(each => part.needs.includes(each.part))
  const missing = needed.find(({ status }) => status === 'failed' || status === 'skipped')
  if (missing || world.signal.aborted) {
    await shown?.planned?.discard()
    return { status: 'skipped', why: missing ? `it needs ${missing.name}` : 'interrupted' }
  }
  const changed = ended.some(
    each => [...part.needs, ...part.after].includes(each.part) && ['created', 'updated', 'failed'].includes(each.status),
  )
  const planned = shown?.planned && !changed ? shown.planned : await planAnew(world, part, { shown, within })
  const result = await planned.apply()
  return { status: result.status, result }
}

/** What it needs has changed since it was worked out. */
async function planAnew(world: World, part: Part, { shown, within }: Omit<Before, 'ended'>) {
  await shown?.planned?.discard()
  stopIfInterrupted(world.signal, `nothing of ${part.name} was changed`, ['mm deploy'])
  const planned = await part.plan(world, async () => {})
  try {
    refuseUnshown(shown?.shown ?? [], planned.sets)
    within(planned.sets)
  } catch (error) {
    await planned.discard()
    throw error
  }
  return planned
}
