import type { Stacks } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { readiness } from '../stack/stack-status.js'
import { checkDrift, type Outcome } from './check-drift.js'
import type { CheckedStack } from './tell-drift.js'
import { unknownDrift } from './unknown-drift.js'

type ChecksWorld = Pick<World, 'stacks' | 'cdnStacks' | 'progress' | 'clock'>

/** Names of stacks, which needn't be there. */
export interface ToCheck {
  world: ChecksWorld
  stacks: string[]
  /** Those of them that are in CloudFront's region. */
  cdnStacks: string[]
}

/** Checks that go on. */
export interface DriftChecks {
  /** What they came to. Waits for them, and tells once of what it isn't known. Throws what concerns the whole command, as Interrupted. */
  found(): Promise<CheckedStack[]>
}

/** How long they are waited for when there's nothing else to do any more. */
export const longestMs = 120_000

/** Has CloudFormation look for what was changed outside of the stacks while something else is done, and no longer than that. */
export async function checkingDrift<T>(parts: ToCheck[], run: (checks: DriftChecks) => Promise<T>): Promise<T> {
  const ended = new AbortController()
  const going = { outcomes: beginAll(parts, ended.signal), over: false }
  void going.outcomes.then(
    () => (going.over = true),
    // Who asks for what they came to gets the error.
    () => (going.over = true),
  )
  try {
    return await run({ found: async () => (parts[0] ? awaited(parts[0].world, going, ended) : []) })
  } finally {
    ended.abort()
  }
}

/** Of a stack that several parts have, one. */
async function beginAll(parts: ToCheck[], enough: AbortSignal): Promise<Outcome[]> {
  const begun = new Set<string>()
  async function begin(stacks: Stacks, name: string): Promise<Outcome | undefined> {
    const stack = await stacks.find(name)
    if (!stack || ['remains', 'gone'].includes(readiness(stack.status)) || begun.has(stack.id)) return undefined
    begun.add(stack.id)
    return checkDrift({ stacks, stack, enough })
  }
  const all = parts.flatMap(({ world, stacks, cdnStacks }) =>
    stacks.map(name => begin(cdnStacks.includes(name) ? world.cdnStacks : world.stacks, name)),
  )
  return (await Promise.all(all)).filter(each => each !== undefined)
}

interface Going {
  outcomes: Promise<Outcome[]>
  over: boolean
}

async function awaited({ progress, clock }: ChecksWorld, going: Going, ended: AbortController): Promise<CheckedStack[]> {
  const outcomes = going.over
    ? await going.outcomes
    : await progress.step('Wait until CloudFormation has looked for what was changed outside of it', async () => {
        void clock.sleep(longestMs, ended.signal, { background: true }).then(() => ended.abort())
        return going.outcomes
      })
  const unknown = unknownDrift(outcomes)
  if (unknown !== undefined) progress.info(unknown)
  return outcomes.flatMap(({ checked }) => checked ?? [])
}
