import { MmError } from '../../errors.js'
import type { ChangeSet, ResourceChange } from '../ports/cloudformation.js'

/**
 * What was worked out anew after another part was deployed must not do more than what was shown: throws ChangesNotShown when it would replace,
 * delete or restart something besides, or take back more that was changed outside. A new revision of a service is what every deployment makes.
 */
export function refuseUnshown(shown: ChangeSet[], now: ChangeSet[]): void {
  const key = (stackName: string, { logicalId, action, restart, outside }: ResourceChange) =>
    [stackName, logicalId, restart === undefined ? action : 'restart', ...(outside ? ['taken back'] : [])].join(' ')
  const known = new Set(shown.flatMap(({ stackName, changes }) => changes.map(each => key(stackName, each))))
  const more = now.flatMap(({ stackName, changes }) =>
    changes
      .filter(each => takesAway(each) && !known.has(key(stackName, each)))
      .map(({ action, restart, logicalId, type }) => `${restart === undefined ? action : 'restart'} ${logicalId} (${type})`),
  )
  if (more.length === 0) return
  throw new MmError(
    'ChangesNotShown',
    `${now.map(({ stackName }) => stackName).join(', ')} would change by more than was shown`,
    {
      why: more.join('\n'),
      state: 'nothing of it was changed; what was deployed before it stays',
      fix: ['mm deploy   shows all of it'],
    },
  )
}

const takesAway = ({ action, restart, outside }: ResourceChange) =>
  action === 'replace' || action === 'delete' || restart !== undefined || (outside !== undefined && action !== 'sync')
