import type { OnlyPlanned } from '../ops/stack/planned.js'
import { changesText } from './changes.js'
import { err, out } from './theme.js'

interface GoingOn {
  /** The command that does what the plan says. */
  command: string
  /** The plan takes back what was changed outside. */
  revertDrift: boolean
}

/** The plan on stdout, and how to go on. */
export function reportPlan(plan: OnlyPlanned, { command, revertDrift }: GoingOn): void {
  const { stacks, changed } = plan
  process.stdout.write(
    `${[...(changed ? [] : [nothingText(plan)]), ...(stacks.length > 0 ? [changesText(stacks, out)] : [])].join('\n\n')}\n`,
  )
  if (!changed && (driftedIn(plan) === 0 || revertDrift)) return
  process.stderr.write(`\n${err.dim('next')}  ${command}${changed ? '' : ' --revert-drift   takes it back'}\n`)
}

function nothingText(plan: OnlyPlanned): string {
  const drifted = driftedIn(plan)
  const truth = 'nothing to be done: everything is what its manifest says'
  if (drifted === 0) return truth
  return `${truth}, but ${drifted === 1 ? '1 resource was' : `${drifted} resources were`} changed outside of CloudFormation`
}

/** By this command's look and by earlier ones. */
const driftedIn = ({ stacks }: OnlyPlanned) => stacks.reduce((sum, { drift }) => sum + (drift?.resources.length ?? 0), 0)
