import type { ChangeSet } from '../ports/cloudformation.js'
import { tellDrift, type CheckedStack } from './tell-drift.js'

/** Change sets with what checks found of their stacks, each once; and those stacks besides of which there is something to tell and no change set. */
export function withChecked(sets: ChangeSet[], checked: CheckedStack[]): ChangeSet[] {
  const left = new Map(checked.map(each => [each.stack.id, each]))
  const told = sets.map(set => {
    const own = left.get(set.stackId)
    left.delete(set.stackId)
    const drift = own && tellDrift(own, set.changes)
    return drift ? { ...set, drift } : set
  })
  return [
    ...told,
    ...[...left.values()].flatMap(each => {
      const drift = tellDrift(each, [])
      return drift ? [{ ...unchanged(each), drift }] : []
    }),
  ]
}

const unchanged = ({ stack }: CheckedStack): ChangeSet => ({
  ...{ stackName: stack.name, stackId: stack.id, id: '', kind: 'update', changes: [] },
})
