import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { stackOf, withStackFiles } from './stack-files.js'
import type { Finding } from './suppressions.js'
import type { ParsedStack } from './support.js'

/** It ships AWS CloudFormation Guard as a program, and the proactive controls of AWS Control Tower as its rules. */
const home = dirname(createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard/package.json'))

const systems: Record<string, string> = { linux: 'ubuntu', darwin: 'macos' }
const processors: Record<string, string> = { x64: 'x86_64', arm64: 'aarch64' }

/** What Guard prints of a file, as far as it matters here. */
interface Report {
  name: string
  not_compliant: { Rule: { name: string; checks: unknown[] } }[]
}

interface Rules {
  file: string
  /** Resource types that they're about. */
  types: Set<string>
}

/** What the rules of AWS Control Tower have against stacks: one run for all of them. */
export function guard(stacks: Record<string, ParsedStack>): Finding[] {
  const used = new Set(Object.values(stacks).flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)))
  const rules = allRules().filter(({ types }) => [...types].some(type => used.has(type)))
  const program = join(home, 'bin', systems[platform()] ?? '', processors[arch()] ?? '', 'cfn-guard')
  return withStackFiles(stacks, folder => {
    const options = ['validate', '--data', folder, '--structured', '--output-format', 'json', '--show-summary', 'none']
    const { stdout, stderr, error } = spawnSync(program, [...options, '--rules', ...rules.map(({ file }) => file)], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    })
    if (error) throw error
    if (!stdout.startsWith('[')) throw new Error(`cfn-guard gave no report: ${stderr || stdout}`)
    const reports = JSON.parse(stdout) as Report[]
    return reports.flatMap(report => findings(report, stacks[stackOf(report.name)]!))
  })
}

function findings({ name, not_compliant }: Report, { Resources }: ParsedStack): Finding[] {
  return not_compliant.flatMap(({ Rule: { name: rule, checks } }) => {
    const text = JSON.stringify(checks)
    const [, id = rule, what = ''] = /\[(CT\.[A-Z0-9.-]+)\]: (.*?)\\n/.exec(text) ?? []
    const places = new Set([...text.matchAll(/"path":"\/Resources\/([A-Za-z0-9]+)/g)].map(([, place = '']) => place))
    return [...places].filter(place => place in Resources).map(resource => ({ stack: stackOf(name), resource, id, what }))
  })
}

function allRules(): Rules[] {
  const folder = join(home, 'rules/control-tower/cfn-guard')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.guard'))
    .map(path => join(folder, path))
    .map(file => ({ file, types: new Set(readFileSync(file, 'utf8').match(/AWS::[A-Za-z0-9]+::[A-Za-z0-9]+/g)) }))
}
