import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { stackOf, withStackFiles } from './stack-files.js'
import type { Finding } from './suppressions.js'
import type { ParsedStack } from './support.js'

const program = fileURLToPath(new URL('../../scripts/checkov', import.meta.url))

/** Makes sure of checkov. Throws with what the installation printed. */
export function installCheckov(): void {
  execFileSync(program, ['--install'], { stdio: ['ignore', 'pipe', 'pipe'] })
}

interface Report {
  summary: { parsing_errors: number; resource_count: number }
  results: { failed_checks: { check_id: string; check_name: string; file_path: string; resource: string }[] }
}

/** What checkov has against stacks: one run for all of them, without asking anybody on the network. */
export function checkov(stacks: Record<string, ParsedStack>): Finding[] {
  return withStackFiles(stacks, folder => {
    const options = [
      '--framework',
      'cloudformation',
      '--skip-download',
      '--compact',
      '--quiet',
      '--soft-fail',
      '--output',
      'json',
    ]
    const { stdout, stderr } = spawnSync(program, ['--directory', folder, ...options], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    if (!stdout.startsWith('{')) throw new Error(`checkov gave no report: ${stderr || stdout}`)
    const { summary, results } = JSON.parse(stdout) as Report
    if (!results || summary.parsing_errors > 0) throw new Error(`checkov could not read the stacks: ${stdout.slice(0, 400)}`)
    return results.failed_checks.map(check => ({
      stack: stackOf(check.file_path),
      resource: check.resource.split('.').at(-1) ?? '',
      id: check.check_id,
      what: check.check_name,
    }))
  })
}
