import type { Redeploy } from '../ops/ports/redeploy.js'
import { escapeControl } from './escape.js'

/** Why the stack's revision is deployed again: `revision 7 runs, not the stack's 9: that one is deployed again`. */
export function redeployText({ taskDefinition, running, rollout, reason }: Redeploy): string {
  const [stacks, its] = [numberOf(taskDefinition), numberOf(running)]
  const said = reason === undefined ? '' : ` (${escapeControl(reason)})`
  if (taskDefinition === running) return `the rollout of its revision ${stacks} failed${said}: it is deployed again`
  const does = rollout === 'COMPLETED' ? 'runs' : rollout === 'FAILED' ? `failed${said}` : 'is being rolled out'
  return `revision ${its} ${does}, not the stack's ${stacks}: that one is deployed again`
}

/** The number of a task definition's ARN. */
const numberOf = (arn: string) => arn.split(':').at(-1) ?? arn
