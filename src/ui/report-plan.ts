import type { OnlyPlanned } from '../ops/planned.js'
import { changesText } from './changes.js'
import { err, out } from './theme.js'

/** The plan on stdout, and the command that does it. */
export function reportPlan({ stacks }: OnlyPlanned, next: string): void {
  process.stdout.write(
    stacks.length === 0 ? 'nothing to be done: everything is what its manifest says\n' : `${changesText(stacks, out)}\n`,
  )
  if (stacks.length === 0) return
  process.stderr.write(`\n${err.dim('next')}  ${next}\n`)
}
