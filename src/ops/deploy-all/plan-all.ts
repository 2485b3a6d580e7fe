import { usageError } from '../../errors.js'
import { asOne } from './as-one.js'
import { cleanUp, hasChanges, type Approve } from '../stack/planned.js'
import type { Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { readiness } from '../stack/stack-status.js'
import { letGo, type Part, type PlannedPart } from './part.js'
import { levels } from './levels.js'
import { relay } from './relay.js'
import { remembered } from './remembered.js'
import { together } from './together.js'

/** Builds take all of a machine; more than two at once only make each slower. */
const buildsAtOnce = 2

/** Parts that a plan of mm's own is made of, and the world that they're in. */
export interface Planning {
  world: World
  parts: Part[]
  /** Nothing will be deployed: what an earlier failure left isn't touched. */
  onlyLook?: boolean
}

/**
 * Works out each part, as far as what it needs is there. A part that can't be worked out (its image doesn't build, say) ends the plan: nothing is left
 * behind, and nothing was changed.
 */
export async function planAll(
  { world, parts, onlyLook }: Planning,
  before: PlannedPart[],
  approve: Approve,
): Promise<PlannedPart[]> {
  const planned: PlannedPart[] = []
  const stacksOf = remembered(world.stacks)
  const known = (part: Part) => [...before, ...planned].find(each => each.part === part)
  try {
    for (const level of levels(parts)) {
      const runs = level.map(part => ({
        title: part.name,
        run: async (progress: World['progress']) => {
          const others = [...part.needs, ...part.after].flatMap(each => known(each) ?? [])
          const screen = relay(progress)
          const own = await planPart(
            { ...world, progress: screen, stacks: stacksOf(part.stacks) },
            { part, others, approve, onlyLook },
          )
          const still = own.planned !== undefined && !own.shown.some(hasChanges) && others.every(each => each.still)
          planned.push({ ...own, screen, still })
          if (still) await letGo(world, part)
        },
      }))
      const ended = await together(world, runs, buildsAtOnce)
      const errors = ended.flatMap(each => (each.status === 'rejected' ? [each.reason as unknown] : []))
      if (errors.length > 0) throw asOne(errors)
    }
    const forEver = planned.find(each => each.planned?.irrevocable !== undefined)
    if (forEver && !onlyLook) throw irrevocable(forEver)
    if (forEver) world.progress.info(`${irrevocable(forEver).message}; its name must be typed then`)
  } catch (error) {
    await cleanUp({ discard: () => discardAll(planned) })
    throw error
  }
  return parts.flatMap(part => planned.find(each => each.part === part) ?? [])
}

export async function discardAll(parts: PlannedPart[]): Promise<void> {
  for (const { planned } of parts) await planned?.discard()
}

interface Context {
  part: Part
  /** What it needs or comes after. */
  others: PlannedPart[]
  approve: Approve
  onlyLook: boolean | undefined
}

async function planPart(
  world: World,
  { part, others, approve, onlyLook = false }: Context,
): Promise<Omit<PlannedPart, 'screen' | 'still'>> {
  const waits = others.find(({ shown }) => shown.some(hasChanges))
  // A stack that another environment is about to change as well can't be worked out twice.
  const shares = waits !== undefined && part.after.includes(waits.part)
  const found = await world.stacks.find(part.stack)
  // Working it out would begin with the removal of what is left of it.
  const left = onlyLook && found !== undefined && readiness(found.status) === 'remains'
  if (left || shares || !(await allThere(world, part)) || (waits && !(await part.ready(world)))) {
    return { part, shown: isThere(found) ? untold(world, part, waits) : await part.foresee() }
  }
  try {
    const planned = await part.plan(world, part.kind === 'service' ? noRepository(part) : approve)
    return { part, planned, shown: planned.sets }
  } catch (error) {
    // What only looks needn't make it first.
    if (onlyLook && codeOf(error) === 'RepositoryMissing') {
      world.progress.info(`${part.name} has no image repository yet: it comes first, and then its image is built`)
      return { part, shown: await part.foresee() }
    }
    // What it finds missing may be what comes with the others.
    if (!waits || !['EnvironmentOutdated', 'DatabaseOutdated'].includes(codeOf(error))) throw error
    return { part, shown: untold(world, part, waits) }
  }
}

const codeOf = (error: unknown) => (error as { code?: string }).code ?? ''

function untold(world: World, part: Part, waits: PlannedPart | undefined): [] {
  world.progress.info(`what ${part.name} becomes is worked out once ${waits?.part.name ?? 'the rest'} is deployed`)
  return []
}

/** Without its environment in the plan, a new service's repository would be a question of its own. */
const noRepository =
  ({ name, environment }: Part) =>
  () =>
    Promise.reject(
      usageError('RepositoryMissing', `${name} has no image repository yet`, {
        why: `it comes with the environment, which isn't among what is to be deployed`,
        state: 'nothing was changed',
        fix: [`mm svc deploy ${name} --env ${environment}`, `mm deploy --env ${environment}`],
      }),
    )

async function allThere({ stacks }: Pick<World, 'stacks'>, { needs }: Part): Promise<boolean> {
  const found = await Promise.all(needs.map(({ stack }) => stacks.find(stack)))
  return found.every(isThere)
}

const isThere = (stack: Stack | undefined) => stack !== undefined && !['remains', 'gone'].includes(readiness(stack.status))

const irrevocable = ({ part, planned }: PlannedPart) =>
  usageError('NeedsItsName', `the deployment of ${part.name} can't be undone: ${planned?.irrevocable ?? ''}`, {
    why: 'its name must be typed, which is asked for by its own command',
    state: 'nothing was changed',
    fix: [`mm db deploy --name ${part.name} --env ${part.environment}`],
  })
