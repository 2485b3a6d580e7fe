import type { ChangeSet, ResourceChange, Stack } from './ports.js'

/** The change set as a person is told of it: with what restarts. `deployed`: the database's stack before it. */
export const tellRestarts = (set: ChangeSet, deployed: Stack | undefined): ChangeSet => ({
  ...set,
  changes: withRestarts(set.changes, Number(deployed?.outputs['Members'] ?? 1)),
})

/**
 * The changes with a word on each group whose instance the update replaces: those whose launch template changes, by its version, its instance
 * type, its image or its boot script; and DocumentDB's instances that get another class. `members`: how many are deployed.
 */
export function withRestarts(changes: ResourceChange[], members: number): ResourceChange[] {
  const indexOf = ({ logicalId }: ResourceChange) => Number(/\d+$/.exec(logicalId)?.[0])
  const changed = new Set(
    changes.filter(({ type, action }) => type === 'AWS::EC2::LaunchTemplate' && action === 'update').map(indexOf),
  )
  return changes.map(change => {
    const { type, action, properties } = change
    const restarts =
      (type === 'AWS::AutoScaling::AutoScalingGroup' && changed.has(indexOf(change))) ||
      (type === 'AWS::DocDB::DBInstance' && properties.includes('DBInstanceClass'))
    return restarts && action === 'update' ? { ...change, restart: consequence(indexOf(change), members) } : change
  })
}

/** CloudFormation goes on to a group only when the one before is up again. */
const consequence = (index: number, members: number) =>
  members > 1
    ? `member ${index} restarts, one at a time; writes pause for seconds when it's the primary`
    : `member ${index} restarts: no database for some minutes`
