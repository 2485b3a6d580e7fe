import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

const src = fileURLToPath(new URL('../src', import.meta.url))

interface Import {
  /** Room of the target in src, or the package's name. */
  target: string
  /** Path of the target below src; undefined for a package. */
  path?: string
  kind: 'static' | 'type' | 'dynamic'
}

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter(file => file.isFile() && file.name.endsWith('.ts'))
  .map(file => relative(src, join(file.parentPath, file.name)))
const imports = new Map(files.map(file => [file, importsOf(file)]))

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8')
  const found: Import[] = []
  for (const [, word, names, from] of text.matchAll(/^(import|export)\s+([^'"]*?)\s*from '([^']+)'/gm)) {
    const type =
      /^type\b/.test(names ?? '') ||
      (/^\{[^}]*\}$/s.test(names ?? '') &&
        (names ?? '')
          .slice(1, -1)
          .split(',')
          .filter(n => n.trim())
          .every(n => /^\s*type\s/.test(n)))
    if (word === 'export' && !names) continue
    found.push({ ...targetOf(file, from ?? ''), kind: type ? 'type' : 'static' })
  }
  for (const [, from] of text.matchAll(/^import '([^']+)'/gm)) found.push({ ...targetOf(file, from ?? ''), kind: 'static' })
  for (const [, from] of text.matchAll(/import\('([^']+)'\)/g)) found.push({ ...targetOf(file, from ?? ''), kind: 'dynamic' })
  return found
}

function targetOf(file: string, from: string): Omit<Import, 'kind'> {
  if (!from.startsWith('.'))
    return { target: from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] ?? from) }
  const path = relative(src, resolve(src, dirname(file), from)).replace(/\.js$/, '.ts')
  return { target: roomOf(path), path }
}

/** A folder of src is a room; the files beside the folders are rooms of their own. */
function roomOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? path) : path.replace(/\.ts$/, '')
}

/** Who may import whom: the table of docs/architecture.md. `type:` means types only, `lazy:` means `await import()` only. */
const allowed: Record<string, string[]> = {
  errors: [],
  'fargate-sizes': [],
  'instance-architecture': [],
  jitter: [],
  nearest: [],
  time: ['errors'],
  signals: [],
  manifest: ['fargate-sizes', 'instance-architecture', 'errors', 'nearest'],
  templates: ['instance-architecture', 'type:manifest'],
  terraform: [],
  cost: ['templates'],
  ops: [
    'fargate-sizes',
    'instance-architecture',
    'jitter',
    'type:manifest',
    'templates',
    'terraform',
    'cost',
    'errors',
    'nearest',
    'version',
  ],
  ui: ['type:ops', 'errors'],
  aws: ['type:ops', 'errors', 'version', 'jitter'],
  docker: ['type:ops', 'errors'],
  workspace: ['type:ops', 'manifest', 'errors', 'nearest'],
  'system-clock': ['type:ops', 'jitter'],
  // The package's own description.
  version: ['..'],
  wiring: ['aws', 'docker', 'workspace', 'ui', 'type:ops', 'signals', 'system-clock'],
  flags: ['errors'],
  here: ['errors'],
  target: ['errors', 'here', 'type:workspace', 'lazy:workspace'],
  plannings: ['type:ops', 'type:workspace', 'lazy:ops', 'lazy:wiring', 'lazy:workspace'],
  'mm-command': ['errors', 'signals', 'time', 'type:ops', 'lazy:ui'],
  main: ['errors', 'signals', 'lazy:ui'],
  hooks: ['errors', 'nearest'],
  commands: [
    'mm-command',
    'flags',
    'here',
    'plannings',
    'target',
    'errors',
    'signals',
    'time',
    'type:ops',
    'type:manifest',
    'type:workspace',
    'lazy:ops',
    'lazy:ui',
    'lazy:workspace',
    'lazy:wiring',
    'lazy:manifest',
  ],
}

/** Packages that only one room may know. */
const packages: Record<string, string[]> = {
  '@balena/dockerignore': ['workspace'],
  '@oclif/core': ['main', 'mm-command', 'flags', 'commands', 'hooks'],
  listr2: ['ui'],
  chalk: ['ui'],
  diff: ['ops'],
  semver: ['ops'],
  '@inquirer/prompts': ['ui'],
  execa: ['docker'],
  yaml: ['manifest', 'templates', 'ops', 'workspace'],
  zod: ['manifest'],
}

test('every room is in the table', () => {
  expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(allowed).sort())
})

test.each(files)('%s imports only what its room may', file => {
  const room = roomOf(file)
  const wrong = (imports.get(file) ?? [])
    .filter(each => each.path !== undefined && each.target !== room)
    .filter(({ target, kind }) => {
      const rules = allowed[room] ?? []
      return !(
        rules.includes(target) ||
        (kind === 'type' && rules.includes(`type:${target}`)) ||
        (kind === 'dynamic' && rules.includes(`lazy:${target}`))
      )
    })
  expect(wrong).toEqual([])
})

test.each(files)('%s knows only the packages of its room', file => {
  const wrong = (imports.get(file) ?? []).filter(({ target, path, kind }) => {
    if (path !== undefined || target.startsWith('node:') || kind === 'type') return false
    if (target.startsWith('@aws-sdk/') || target.startsWith('@smithy/')) return roomOf(file) !== 'aws'
    return !packages[target]?.includes(roomOf(file))
  })
  expect(wrong).toEqual([])
})

test.each(files)("%s takes AWS's clients from aws/clients: whole ones would be loaded by each command line", file => {
  const whole = (imports.get(file) ?? []).filter(({ target, kind }) => target.startsWith('@aws-sdk/client-') && kind !== 'type')
  expect(file.startsWith('aws/clients/') ? [] : whole).toEqual([])
})

describe('what is pure stays pure', () => {
  test.each(
    files
      .filter(file => !file.includes('/generated/'))
      .filter(file =>
        ['manifest', 'templates', 'terraform', 'cost', 'errors', 'fargate-sizes', 'nearest', 'time'].includes(roomOf(file)),
      ),
  )('%s touches no file, process or network', file => {
    const text = readFileSync(join(src, file), 'utf8')
    expect(
      (imports.get(file) ?? []).filter(
        ({ target }) => target.startsWith('node:') && !['node:crypto', 'node:path'].includes(target),
      ),
    ).toEqual([])
    expect(text).not.toMatch(/\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bfetch\(/)
  })

  test.each(files.filter(file => roomOf(file) === 'ops'))('%s reads neither the process nor the clock', file => {
    expect(readFileSync(join(src, file), 'utf8')).not.toMatch(/\bprocess\.|\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(/)
  })
})

test('no command loads the SDK, listr2, inquirer, execa, yaml or zod before its flags are parsed', () => {
  const heavy = ['listr2', '@inquirer/prompts', 'execa', 'yaml', 'zod', 'chalk']
  const reached = (file: string, seen = new Set<string>()): string[] => {
    if (seen.has(file)) return []
    seen.add(file)
    return (imports.get(file) ?? [])
      .filter(each => each.kind === 'static')
      .flatMap(each => (each.path === undefined ? [each.target] : reached(each.path, seen)))
  }
  const loaded = files
    .filter(file => roomOf(file) === 'commands')
    .flatMap(file => reached(file).map(target => ({ file, target })))
  expect(loaded.filter(({ target }) => heavy.includes(target) || target.startsWith('@aws-sdk/'))).toEqual([])
})

test('there are no import cycles', () => {
  const cycles: string[] = []
  const visit = (file: string, path: string[]) => {
    if (path.includes(file)) return void cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    for (const each of imports.get(file) ?? []) if (each.path && each.kind === 'static') visit(each.path, [...path, file])
  }
  for (const file of files) visit(file, [])
  expect([...new Set(cycles)]).toEqual([])
})
