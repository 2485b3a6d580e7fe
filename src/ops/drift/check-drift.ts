import { MmError } from '../../errors.js'
import { concernsAll } from '../concerns-all.js'
import type { Stack, Stacks } from '../ports/cloudformation.js'
import { readiness } from '../stack/stack-status.js'
import { scalesBy } from './own-doing.js'
import type { CheckedStack } from './tell-drift.js'

/** What became of a stack's check. */
export interface Outcome {
  stack: string
  /** What was found: by this check, else by an earlier one that is known. */
  checked?: CheckedStack
  /** It couldn't be made, or not whole, and why. */
  why?: string
  /** It takes too long. */
  slow?: true
}

interface Checking {
  stacks: Stacks
  stack: Stack
  /** Nobody wants to wait any longer. */
  enough: AbortSignal
}

/**
 * Has CloudFormation compare a stack with what is there, and reads what it found. What AWS denies, throttles or can't do is an outcome; throws what concerns the whole command,
 * as Interrupted.
 */
export async function checkDrift({ stacks, stack, enough }: Checking): Promise<Outcome> {
  const { name, status } = stack
  // It must rest for a check. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
  if (readiness(status) === 'busy') return { stack: name, why: `it is in ${status}` }
  try {
    const check = await stacks.checkDrift(stack.id, enough)
    if (!check) return { stack: name, slow: true }
    const { checkedAt, failed } = check
    const checked = await readDrift(stacks, stack, { checkedAt, checkedNow: true, none: check.status === 'IN_SYNC' })
    // The resources at fault tell by themselves.
    const unread = checked.found.some(each => each.status === 'UNKNOWN')
    return { stack: name, checked, ...(failed !== undefined && !unread ? { why: failed } : {}) }
  } catch (error) {
    const why = reasonOf(error)
    const checked = await lastFound(stacks, stack)
    return { stack: name, why, ...(checked ? { checked } : {}) }
  }
}

type Check = Pick<CheckedStack, 'checkedAt' | 'checkedNow'> & { none: boolean }

async function readDrift(stacks: Stacks, stack: Stack, { none, ...check }: Check): Promise<CheckedStack> {
  const found = none ? [] : await stacks.drifts(stack.name)
  const counted = found.some(({ differences }) => differences.some(({ path }) => path === 'DesiredCount'))
  return { stack, scales: counted && scalesBy(await stacks.template(stack.name)), found, ...check }
}

async function lastFound(stacks: Stacks, stack: Stack): Promise<CheckedStack | undefined> {
  const { drift } = stack
  if (drift?.status !== 'DRIFTED') return undefined
  try {
    return await readDrift(stacks, stack, { checkedAt: drift.checkedAt, checkedNow: false, none: false })
  } catch (error) {
    // What is told is why the check couldn't be made.
    reasonOf(error)
    return undefined
  }
}

/** Throws the error when it's a bug, or concerns the whole command. */
function reasonOf(error: unknown): string {
  if (!(error instanceof MmError) || concernsAll(error)) throw error
  return error.details.why !== undefined && error.code === 'AwsRefused' ? error.details.why : error.message
}
