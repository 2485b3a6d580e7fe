import type { ChangeSet, ResourceChange } from '../ops/ports.js'
import { table } from './table.js'
import { err } from './theme.js'

/** `leave`: it's no longer the stack's, and stays in the account. `restart`: an instance is replaced by another. */
const marks: Record<ResourceChange['action'] | 'leave' | 'restart', string> = {
  create: err.green('+ create'),
  update: err.yellow('~ update'),
  replace: err.red.bold('± REPLACE'),
  delete: err.red('- delete'),
  leave: err.yellow('- leave'),
  restart: err.yellow('~ restart'),
}

/** The change sets that are about to be executed, one table a stack, as lines for stderr. */
export function changesText(sets: ChangeSet[]): string {
  return sets
    .filter(set => set.changes.length > 0)
    .map(set => `${err.bold(set.stackName)}  ${summary(set.changes)}\n${table(set.changes.map(row), { indent: 2 })}`)
    .join('\n\n')
}

function markOf({ action, conditional, kept, restart }: ResourceChange): string {
  if (restart !== undefined) return marks.restart
  if (action === 'delete' && kept) return marks.leave
  return action === 'replace' && conditional ? `${marks.replace}?` : marks[action]
}

function row(change: ResourceChange): string[] {
  return [
    markOf(change),
    change.logicalId,
    err.dim(change.type.replace('AWS::', '')),
    change.restart === undefined ? err.dim(change.properties.join(', ')) : err.yellow(change.restart),
  ]
}

/** `3 to create, 1 to REPLACE`; what restarts counts as that, not as an update. */
export function summary(changes: ResourceChange[]): string {
  const kind = ({ action, restart }: ResourceChange) => (restart === undefined ? action : 'restart')
  const count = (wanted: ReturnType<typeof kind>) => changes.filter(change => kind(change) === wanted).length
  const words = {
    create: 'to create',
    update: 'to update',
    restart: 'to restart',
    replace: 'to REPLACE',
    delete: 'to delete',
  } as const
  return (Object.keys(words) as (keyof typeof words)[])
    .filter(action => count(action) > 0)
    .map(action => `${count(action)} ${words[action]}`)
    .join(', ')
}
