import { MmError, usageError } from '../../errors.js'
import { concernsAll } from '../concerns-all.js'
import type { World } from '../ports/world.js'
import { addresses } from './addresses.js'
import type { Check, Finding, Intended } from './check.js'
import { dockerfile } from './dockerfile.js'
import { going } from './going.js'
import { image } from './image.js'
import { quota } from './quota.js'
import { roles } from './roles.js'
import { secrets } from './secrets.js'

/** By what they look at, as a note calls it. */
const checks: Record<string, Check> = {
  'what goes on already': going,
  'the image': image,
  'secrets and parameters': secrets,
  'the roles': roles,
  'addresses of the subnets': addresses,
  'the quota of Fargate': quota,
  'the Dockerfile': dockerfile,
}

/** What all checks came to. */
export interface Looked {
  findings: Finding[]
  /** Those that couldn't be made, and why, in words. */
  unmade: string[]
}

/**
 * Makes all checks at once. One that AWS denies, throttles or doesn't answer is left out: it isn't the deployment's fault, and what it would have found shows
 * itself later. Throws what concerns every call (an interruption, credentials that have expired), and whatever isn't an MmError: that's a bug.
 */
export async function look(world: Pick<World, 'premises' | 'lockedBy'>, intended: Intended): Promise<Looked> {
  const { premises, lockedBy } = world
  if (!premises) return { findings: [], unmade: [] }
  const ended = await Promise.allSettled(
    Object.values(checks).map(check => check({ premises, ...(lockedBy ? { lockedBy } : {}) }, intended)),
  )
  const unmade = ended.flatMap((each, i) => {
    if (each.status === 'fulfilled') return []
    const error: unknown = each.reason
    if (!(error instanceof MmError) || concernsAll(error)) throw error
    return `${Object.keys(checks)[i]} (${error.message})`
  })
  return { findings: ended.flatMap(each => (each.status === 'fulfilled' ? each.value : [])), unmade }
}

export interface Judging {
  /** New tasks will start. */
  newTasks: boolean
  /** Nothing would change: what is wrong has been so before. Asked only when something is. */
  unchanged: () => Promise<boolean>
}

/** Looks and judges, as a step of its own. */
export async function preflight(
  world: Pick<World, 'premises' | 'lockedBy' | 'progress'>,
  intended: Intended,
  judging: Judging,
): Promise<void> {
  if (!world.premises) return
  await world.progress.step('Preflight', async () => judge(world, await look(world, intended), { ...judging, ...intended }))
}

/**
 * Tells what is doubtful, and throws what is wrong: all of it at once, as PreflightFailed (exit 2); a single finding that has an error of its own as that.
 */
export async function judge(
  { progress }: Pick<World, 'progress'>,
  { findings, unmade }: Looked,
  { request, newTasks, unchanged }: Judging & Pick<Intended, 'request'>,
): Promise<void> {
  const wrong = findings.filter(({ kind }) => kind === 'wrong' || (newTasks && kind === 'wrong for new tasks'))
  const harmless = wrong.length > 0 && !wrong.some(({ error }) => error) && !newTasks && (await unchanged())
  const said = harmless ? findings : findings.filter(each => !wrong.includes(each))
  for (const finding of said) progress.info(sentence(finding))
  if (unmade.length > 0) progress.info(`not looked at before the deployment: ${unmade.join('; ')}`)
  if (wrong.length > 0 && !harmless) throw failed(wrong, request)
}

const sentence = ({ what, why, fix = [] }: Finding) =>
  [what, ...(why === undefined ? [] : [why]), ...(fix.length > 0 ? [fix.join('; ')] : [])].join(': ')

function failed(wrong: Finding[], { service, environment }: Intended['request']): MmError {
  const [only, ...more] = wrong
  if (only?.error && more.length === 0) return only.error
  return usageError(
    'PreflightFailed',
    `${service.name} can't be deployed to ${environment.name}: ${more.length === 0 ? 'something is' : `${wrong.length} things are`} in the way`,
    {
      why: wrong.map(({ what, why }) => [what, ...(why === undefined ? [] : [`  ${why}`])].join('\n')).join('\n'),
      // Of several services another one may have been built by now.
      state: `nothing of ${service.name} was built, and nothing was changed`,
      fix: [...new Set(wrong.flatMap(({ fix = [] }) => fix))],
    },
  )
}
