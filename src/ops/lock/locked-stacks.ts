import type { Stacks } from '../ports/cloudformation.js'
import type { HeldLocks } from './held-locks.js'

/** CloudFormation, in which a stack is locked while a change set of it is open or executed, and while it's deleted. */
export function lockedStacks(stacks: Stacks, held: HeldLocks): Stacks {
  return {
    ...stacks,

    async propose(proposal, exists) {
      const { stackName } = proposal
      await held.take(stackName, { bucket: proposal.bucket })
      const set = await stacks.propose(proposal, exists)
      // There's nothing to execute, and nothing to discard.
      if (set.changes.length === 0) await held.release(stackName)
      return set
    },

    async discard(set) {
      await stacks.discard(set)
      await held.release(set.stackName)
    },

    async *execute(set, execution) {
      const hold = await held.of(set.stackName)
      try {
        await hold?.ensure()
      } catch (error) {
        await stacks.discard(set).catch(() => {})
        throw error
      }
      hold?.begun()
      try {
        yield* stacks.execute(set, execution)
      } finally {
        await held.release(set.stackName)
      }
    },

    async *remove(name, removal) {
      await held.take(name)
      const hold = await held.of(name)
      await hold?.ensure()
      hold?.begun()
      // What is left of a failed creation is removed by who goes on with the stack: held on to the command's end.
      yield* stacks.remove(name, removal)
    },
  }
}
