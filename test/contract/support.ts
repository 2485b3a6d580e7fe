import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { goldenFile, goldenStacks } from '../support/golden-stacks.js'
import { readFileSync } from 'node:fs'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface ParsedResource {
  Type: string
  DependsOn?: string | string[]
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
  UpdatePolicy?: Record<string, unknown>
  Metadata?: { mm?: { suppress?: { id: string; reason: string }[] } }
  Properties?: Record<string, unknown>
}

export interface ParsedStack {
  Parameters: Record<string, { Type: string }>
  Mappings?: Record<string, Record<string, Record<string, string>>>
  Resources: Record<string, ParsedResource>
  Outputs: Record<string, { Value: unknown }>
}

export const goldenNames = Object.keys(goldenStacks())

export const goldenText = (name: string): string => readFileSync(goldenFile(name), 'utf8')

/** A golden file as CloudFormation would read it: as YAML 1.1, in which a key may stand only once. */
export const goldenStack = (name: string): ParsedStack => parse(goldenText(name), { version: '1.1' }) as ParsedStack

/** An intrinsic function in the place of a value. */
export const isIntrinsic = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const [key = '', ...others] = Object.keys(value)
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))
}

/** Makes sure of the linters. Throws with what the installation printed. */
export function installLinters(): void {
  execFileSync(`${root}/scripts/local-aws`, ['install'], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Runs one of the linters. */
export function lint(command: 'scripts/cfn-lint' | '.local/venv/bin/shellcheck', args: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(`${root}/${command}`, args, { cwd: root, input, encoding: 'utf8' })
  return { status, stdout, stderr }
}
