import type { Attached } from '../ops/operations/attach.js'
import type { Cancelled } from '../ops/operations/cancel-deployment.js'
import type { History, PastOperation } from '../ops/operations/deployments.js'
import { escapeControl } from './escape.js'
import { localTime } from './local-time.js'
import { duration, table } from './table.js'
import { err, out } from './theme.js'

export function reportAttached({ operations }: Attached): void {
  for (const { name, status } of operations)
    process.stderr.write(
      `\n${err.bold(name)} ${status === 'DELETE_COMPLETE' ? 'was deleted' : 'was deployed'} ${err.dim(status)}\n`,
    )
}

export function reportCancelled({ name, serves }: Cancelled): void {
  process.stderr.write(`\nThe update of ${err.bold(name)} was taken back${serves === undefined ? '' : `: ${serves}`}\n`)
}

/** The human view of `mm deploy ls`; it's the result, so it goes to stdout. */
export function historyText({ operations, environment }: History): string {
  if (operations.length === 0) return `CloudFormation remembers no deployment in ${environment}`
  return table(operations.map(row))
}

function row({ name, kind, startedAt, endedAt, verdict, who = '', cause = '' }: PastOperation): string[] {
  const colour = { succeeded: out.green, 'rolled back': out.yellow, failed: out.red, 'goes on': out.cyan }[verdict]
  return [
    localTime(startedAt).replace(/\.\d+/, ''),
    out.bold(name),
    kind,
    colour(verdict),
    endedAt === undefined ? '' : duration(endedAt - startedAt),
    escapeControl(who),
    out.dim(escapeControl(cause)),
  ]
}
