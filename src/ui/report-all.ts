import type { AllDeployed } from '../ops/deploy-all/deploy-all.js'
import type { PartOutcome } from '../ops/deploy-all/apply-all.js'
import { note } from './note.js'
import { timeInAll } from './report-deployment.js'
import { table } from './table.js'
import { err } from './theme.js'

const mark = ({ status }: PartOutcome): string =>
  ({
    created: err.green('✔ created'),
    updated: err.green('✔ updated'),
    redeployed: err.green('✔ deployed again'),
    unchanged: err.dim('✔ unchanged'),
    failed: err.red('✖ failed'),
    skipped: err.yellow('· skipped'),
    going: err.yellow('… goes on'),
    unbegun: err.yellow('· not begun'),
  })[status]

/** What became of each part on stderr, and the addresses that people call on stdout. */
export function reportAll({ parts }: Pick<AllDeployed, 'parts'>): void {
  const rows = parts.map(part => [err.bold(part.name), part.kind, mark(part), aboutPart(part)])
  process.stderr.write(`\n${table(rows)}\n`)
  for (const { result } of parts) for (const each of result?.notes ?? []) note(each)
  const urls = parts.flatMap(({ kind, result }) => (kind === 'environment' && result?.url ? [result.url] : []))
  for (const url of urls) process.stdout.write(`${url}\n`)
  const envs = [...new Set(parts.map(({ environment }) => environment))]
  const well = parts.every(({ status }) => !['failed', 'skipped', 'going', 'unbegun'].includes(status))
  // After a failure its error follows, which says what to do.
  const next = envs.flatMap(env => [`mm logs --env ${env} --follow`, `mm status --env ${env}`])
  process.stderr.write(well ? `\n${err.dim('next')}  ${next.join('\n      ')}\n` : '\n')
}

/** Why it was skipped; else where it answers, and how long it took. */
function aboutPart({ why, result }: PartOutcome): string {
  const took = result?.took && err.dim(timeInAll(result.took))
  return why ?? [result?.url ?? '', took ?? ''].filter(Boolean).join('  ')
}
