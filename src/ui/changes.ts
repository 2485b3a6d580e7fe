import type { ChangeSet, ResourceChange } from '../ops/ports.js'
import { table } from './table.js'
import { err } from './theme.js'

/** `leave`: it's no longer the stack's, and stays in the account. */
const marks: Record<ResourceChange['action'] | 'leave', string> = {
  create: err.green('+ create'),
  update: err.yellow('~ update'),
  replace: err.red.bold('± REPLACE'),
  delete: err.red('- delete'),
  leave: err.yellow('- leave'),
}

/** The change sets that are about to be executed, one table a stack, as lines for stderr. */
export function changesText(sets: ChangeSet[]): string {
  return sets
    .filter(set => set.changes.length > 0)
    .map(set => `${err.bold(set.stackName)}  ${summary(set.changes)}\n${table(set.changes.map(row), { indent: 2 })}`)
    .join('\n\n')
}

function row(change: ResourceChange): string[] {
  const mark = change.action === 'replace' && change.conditional ? `${marks.replace}?` : marks[change.action]
  return [
    change.action === 'delete' && change.kept ? marks.leave : mark,
    change.logicalId,
    err.dim(change.type.replace('AWS::', '')),
    err.dim(change.properties.join(', ')),
  ]
}

/** `3 to create, 1 to REPLACE` */
export function summary(changes: ResourceChange[]): string {
  const count = (action: ResourceChange['action']) => changes.filter(change => change.action === action).length
  const words = { create: 'to create', update: 'to update', replace: 'to REPLACE', delete: 'to delete' } as const
  return (Object.keys(words) as (keyof typeof words)[])
    .filter(action => count(action) > 0)
    .map(action => `${count(action)} ${words[action]}`)
    .join(', ')
}
