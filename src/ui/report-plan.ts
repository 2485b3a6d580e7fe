import type { OnlyPlanned } from '../ops/deploy-all/deploy-all.js'
import { changesText } from './changes.js'
import { err, out } from './theme.js'

interface Asked {
  envs: string[]
  /** In which the plan is kept. */
  file: string | undefined
  revertDrift: boolean
}

/** The plan on stdout, and how to go on. */
export function reportPlan(plan: OnlyPlanned, { envs, file, revertDrift }: Asked): void {
  const { stacks, changed } = plan
  process.stdout.write(
    `${[...(changed ? [] : [nothingText(plan)]), ...(stacks.length > 0 ? [changesText(stacks, out)] : [])].join('\n\n')}\n`,
  )
  const drifted = driftedIn(plan)
  if (!changed && (drifted === 0 || revertDrift)) return
  const command = [
    'mm deploy',
    ...envs.map(env => `--env ${env}`),
    ...(changed && file !== undefined ? [`--plan ${file}`] : revertDrift || !changed ? ['--revert-drift'] : []),
  ].join(' ')
  process.stderr.write(`\n${err.dim('next')}  ${command}${changed ? '' : '   takes it back'}\n`)
}

function nothingText(plan: OnlyPlanned): string {
  const drifted = driftedIn(plan)
  const truth = 'nothing to be done: everything is what its manifest says'
  if (drifted === 0) return truth
  return `${truth}, but ${drifted === 1 ? '1 resource was' : `${drifted} resources were`} changed outside of CloudFormation`
}

/** By this command's look and by earlier ones. */
const driftedIn = ({ stacks }: OnlyPlanned) => stacks.reduce((sum, { drift }) => sum + (drift?.resources.length ?? 0), 0)
