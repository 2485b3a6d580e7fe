import type { ChangeSet, ResourceChange } from '../ops/ports/cloudformation.js'
import { costFooter, costText } from './cost.js'
import { driftBlocks, outsideText, type Drifting } from './drift-text.js'
import { redeployText } from './redeploy-text.js'
import { serviceDeltaText } from './service-delta.js'
import { table } from './table.js'
import { err } from './theme.js'

type Theme = typeof err

/** `leave`: it's no longer the stack's, and stays in the account. `restart`: an instance is replaced by another. `revision`: of a task definition. */
const marksOf = (theme: Theme): Record<ResourceChange['action'] | 'leave' | 'restart' | 'revision', string> => ({
  create: theme.green('+ create'),
  update: theme.yellow('~ update'),
  replace: theme.red.bold('± REPLACE'),
  delete: theme.red('- delete'),
  leave: theme.yellow('- leave'),
  restart: theme.yellow('~ restart'),
  revision: theme.yellow('~ revision'),
  sync: theme.dim('= as it is'),
})

type Shown = Pick<ChangeSet, 'stackName' | 'changes' | 'about' | 'redeploy' | 'cost'> & Drifting

/** What change sets do, one table a stack, and what all of it costs; in the colours of stderr, where it's asked about. */
export function changesText(sets: Shown[], theme: Theme = err): string {
  const changed = sets.filter(({ changes }) => changes.length > 0)
  return [...sets.flatMap(set => changeText(set, theme) ?? []), ...costFooter(changed, theme)].join('\n\n')
}

/** What one does; undefined when it's nothing. */
export function changeText({ stackName, changes, about, redeploy, cost, ...drifting }: Shown, theme: Theme): string | undefined {
  const again = redeploy && theme.yellow(redeployText(redeploy))
  const costs = cost && costText(cost)
  const costLine = costs === undefined ? [] : [`  ${theme.dim('cost')}  ${costs}`]
  const drift = driftBlocks(drifting, theme)
  if (changes.length === 0) {
    const still = again === undefined ? 'nothing to be done' : `nothing changed in the stack, but ${again}`
    if (again === undefined && drift.length === 0) return costLine[0]
    return [`${theme.bold(stackName)}  ${still}`, ...drift].join('\n\n')
  }
  const rows = changes.map(change => row(change, theme))
  return [
    `${theme.bold(stackName)}  ${summary(changes)}\n${table(rows, { indent: 2 })}`,
    ...(again === undefined ? [] : [`  ${again}`]),
    ...(about ? [serviceDeltaText(about, theme)] : []),
    ...costLine,
    ...drift,
  ].join('\n\n')
}

function markOf({ action, conditional, kept, restart, revision }: ResourceChange, theme: Theme): string {
  const marks = marksOf(theme)
  if (restart !== undefined) return marks.restart
  if (revision) return marks.revision
  if (action === 'delete' && kept) return marks.leave
  return action === 'replace' && conditional ? `${marks.replace}?` : marks[action]
}

function row(change: ResourceChange, theme: Theme): string[] {
  return [
    markOf(change, theme),
    change.logicalId,
    theme.dim(change.type.replace('AWS::', '')),
    [
      change.restart === undefined ? theme.dim(ownProperties(change).join(', ')) : theme.yellow(change.restart),
      ...(change.outside ? [theme.yellow(outsideText(change.outside, change.action))] : []),
    ]
      .filter(text => text !== '')
      .join('; '),
  ]
}

/** Without those of which is told what was changed outside. */
const ownProperties = ({ properties, outside }: ResourceChange) =>
  properties.filter(name => !outside?.differences.some(({ path }) => path === name || path.startsWith(`${name}/`)))

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
    sync: 'as it is already',
  } as const
  return (Object.keys(words) as (keyof typeof words)[])
    .filter(action => count(action) > 0)
    .map(action => `${count(action)} ${words[action]}`)
    .join(', ')
}
