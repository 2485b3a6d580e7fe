import type { OnlyPlanned } from '../ops/deploy-all/deploy-all.js'
import { changesText } from './changes.js'
import { err, out } from './theme.js'

/** The plan on stdout, and how to go on. */
export function reportPlan({ stacks }: OnlyPlanned, { envs, file }: { envs: string[]; file: string | undefined }): void {
  process.stdout.write(
    stacks.length === 0 ? 'nothing to be done: everything is what its manifest says\n' : `${changesText(stacks, out)}\n`,
  )
  if (stacks.length === 0) return
  const command = ['mm deploy', ...envs.map(env => `--env ${env}`), ...(file === undefined ? [] : [`--plan ${file}`])].join(' ')
  process.stderr.write(`\n${err.dim('next')}  ${command}\n`)
}
