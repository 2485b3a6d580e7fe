import { driftedIn } from '../drift/drifted-in.js'
import type { ChangeSet } from '../ports/cloudformation.js'

/** A deployment that is worked out and not begun. It ends in exactly one of discard and apply. */
export interface Planned<T> {
  /** What it would do, in its order; a set without anything to do or to say isn't shown. */
  sets: ChangeSet[]
  /** What can't be undone, in words: the name of its subject must be typed. */
  irrevocable?: string
  /** Leaves nothing behind: change sets are deleted. */
  discard(): Promise<void>
  /** Does it, and resolves to what then is. */
  apply(): Promise<T>
}

/** What a deployment would do, of which nothing was done. */
export interface OnlyPlanned {
  changed: boolean
  /** How many resources were found by this command to be otherwise than their templates say. */
  drifted: number
  stacks: ChangeSet[]
}

/** Shows the change sets and asks, unless none of them does anything; throws (a soft refusal) when the answer is no. */
export type Approve = (sets: ChangeSet[]) => Promise<void>

export interface Answers {
  approve: Approve
  /** Wants the name typed, for what can't be undone; throws (a soft refusal) when it isn't. */
  confirm: (consequence: string) => Promise<void>
}

/** Asks about what would change, and does it. On a no, or Ctrl-C at the question, nothing is left behind. */
export async function decide<T>(
  planned: Planned<T>,
  { approve, confirm }: Pick<Answers, 'approve'> & Partial<Answers>,
): Promise<T> {
  try {
    await approve(planned.sets.filter(isTold))
    if (planned.irrevocable !== undefined) await confirm?.(planned.irrevocable)
  } catch (error) {
    await cleanUp(planned)
    throw error
  }
  return planned.apply()
}

/** After a failure, which is what there is to tell: that something was left behind isn't. */
export const cleanUp = (planned: Pick<Planned<unknown>, 'discard'> | undefined): Promise<void> =>
  planned?.discard().catch(() => {}) ?? Promise.resolve()

/** What it would do; nothing of it is done. */
export async function onlyLook(planned: Planned<unknown>): Promise<OnlyPlanned> {
  await planned.discard()
  return onlyPlanned(planned.sets.filter(isTold))
}

/** @param stacks those that there is something to say of */
export const onlyPlanned = (stacks: ChangeSet[]): OnlyPlanned => ({
  changed: stacks.some(hasChanges),
  drifted: driftedIn(stacks),
  stacks,
})

/** Whether anything is to be done. */
export const hasChanges = (set: ChangeSet): boolean => changesStack(set) || set.redeploy !== undefined

/** Whether a person must see it: it does something, or there's something to say of what was changed outside. */
export const isTold = (set: ChangeSet): boolean =>
  hasChanges(set) || set.keepsDriftOf !== undefined || (set.drift?.resources.length ?? 0) > 0

/** Whether there's a change set to execute or to discard: an empty one was never left. */
export const changesStack = ({ changes }: ChangeSet): boolean => changes.length > 0
