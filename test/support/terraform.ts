import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ExportFile } from '../../src/terraform/stacks.js'

/** Folders in which Terraform or whoever set up the machine may have put providers, laid out as a mirror. */
const mirrors = [
  ...(process.env['MM_TERRAFORM_PLUGINS'] ? [process.env['MM_TERRAFORM_PLUGINS']] : []),
  join(homedir(), '.terraform.d/plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  ...(existsSync('/opt') ? readdirSync('/opt', { withFileTypes: true }) : []).flatMap(each =>
    each.isDirectory() ? [join('/opt', each.name)] : [],
  ),
]

/** A mirror has a folder for each registry, and in it one for each of its sources. */
const mirror = mirrors.find(
  folder => existsSync(folder) && readdirSync(folder).some(registry => existsSync(join(folder, registry, 'hashicorp/aws'))),
)
const installed = spawnSync('terraform', ['version'], { env: quiet(), encoding: 'utf8' }).status === 0

/** The real program and the real provider, without a question to the network; false where the machine lacks one of them. */
export const hasTerraform = installed && mirror !== undefined

interface Options {
  /** AWS's variables, and Terraform's. */
  env?: Record<string, string>
  input?: string
}

export interface TerraformResult {
  /** The exit code. */
  status: number
  stdout: string
  stderr: string
}

/** Terraform in a folder. */
export function terraform(folder: string, args: string[], { env = {}, input = '' }: Options = {}): Promise<TerraformResult> {
  return new Promise(resolve => {
    const options = { cwd: folder, env: { ...quiet(), ...env }, maxBuffer: 64 * 1024 * 1024, timeout: 240_000 }
    const child = execFile('terraform', args, options, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) || 1 : 0, stdout, stderr }),
    )
    child.stdin?.end(input)
  })
}

export const terraformInit = (folder: string) =>
  terraform(folder, ['init', '-backend=false', '-input=false', '-no-color', `-plugin-dir=${mirror ?? ''}`])

/** Nothing of the developer's own AWS or Terraform settings, and no question whether there's a new version. */
function quiet(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|TF_|NODE_OPTIONS$)/.test(name))
  return { ...Object.fromEntries(own), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' }
}

/** Writes the files of an export. */
export function writeExport(folder: string, files: ExportFile[]): void {
  for (const { name, text } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
