import type { ServiceDelta, Turn, VariableChange } from '../ports/service-delta.js'
import { looksSecret } from './looks-secret.js'
import type { RunningTask, Variable } from './running-task.js'

/** What differs; undefined when nothing of it does. */
export function compareTasks(before: RunningTask, after: RunningTask, image: Turn): ServiceDelta | undefined {
  const turns = Object.entries({
    image,
    cpu: { from: before.cpu, to: after.cpu },
    memory: { from: before.memory, to: after.memory },
    count: { from: before.count, to: after.count },
  }).filter(([, { from, to }]) => from !== undefined && to !== undefined && from !== to)
  const names = [...new Set([...after.variables.keys(), ...before.variables.keys()])]
  const variables = names.flatMap(name => changeOf(name, before.variables.get(name), after.variables.get(name)) ?? [])
  return turns.length + variables.length === 0 ? undefined : { ...Object.fromEntries(turns), variables }
}

function changeOf(name: string, before: Variable | undefined, after: Variable | undefined): VariableChange | undefined {
  const values = { ...shown('from', name, before), ...shown('to', name, after) }
  if (!before) return { name, kind: 'added', secret: after?.secret ?? false, ...values }
  if (!after) return { name, kind: 'removed', secret: before.secret }
  // A value that became a secret, or was one, is told on neither side.
  if (before.secret !== after.secret) return { name, kind: 'changed', secret: after.secret, turned: true }
  if (before.key === after.key) return undefined
  return { name, kind: 'changed', secret: after.secret, ...('from' in values && 'to' in values ? values : {}) }
}

const shown = (side: 'from' | 'to', name: string, variable: Variable | undefined) =>
  variable?.text === undefined || looksSecret(name, variable.text) ? {} : { [side]: variable.text }
