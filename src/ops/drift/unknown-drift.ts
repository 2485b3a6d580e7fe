import type { Outcome } from './check-drift.js'

/** What can't be said about drift, and why, in one text; undefined when there's nothing of the kind. */
export function unknownDrift(outcomes: Outcome[]): string | undefined {
  const reasons = [...new Set(outcomes.flatMap(({ why }) => why ?? []))]
  const slow = outcomes.filter(each => each.slow)
  const unread = outcomes.flatMap(({ stack, checked }) => (unreadIn(checked) > 0 ? { stack, count: unreadIn(checked) } : []))
  const count = unread.reduce((sum, each) => sum + each.count, 0)
  const lines = [
    ...reasons.map(why => `not looked at for drift: ${listed(outcomes.filter(each => each.why === why))}: ${why}`),
    ...(slow.length > 0
      ? [
          `drift not known yet: ${listed(slow)}: CloudFormation's check takes more than 2 minutes, and goes on; a later plan tells what it found`,
        ]
      : []),
    ...(count > 0
      ? [
          `drift not known of ${count} resource${count === 1 ? '' : 's'} of ${listed(unread)}: CloudFormation couldn't read ${count === 1 ? 'it' : 'them'}, for which who asks needs the right (docs/permissions.md)`,
        ]
      : []),
  ]
  return lines.length === 0 ? undefined : lines.join('\n')
}

const unreadIn = (checked: Outcome['checked']) =>
  checked?.checkedNow ? checked.found.filter(({ status }) => status === 'UNKNOWN').length : 0

const listed = (stacks: { stack: string }[]) => stacks.map(({ stack }) => stack).join(', ')
