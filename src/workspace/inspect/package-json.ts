import { usageError } from '../../errors.js'
import type { Seen } from '../../ops/init/facts.js'
import { jsonErrorOffset } from './json-error.js'

export interface PackageFacts {
  /** Without its scope. */
  name?: string
  /** With it. */
  fullName?: string
  mongo?: Seen<string>
  pages?: Seen<string>
  /** The script that npm start runs. */
  start?: Seen<string>
  /** The port in it. */
  port?: Seen<number>
  /** Names of the packages that it depends on at run time. */
  dependencies: string[]
  /** Globs of the packages of its workspace. */
  workspaces: string[]
}

const mongoPackages = ['mongodb', 'mongoose', '@mikro-orm/mongodb']

/** Packages that render pages or bundle them. */
const pagePackages =
  'next nuxt react react-dom vue svelte @sveltejs/kit @remix-run/node astro @angular/core solid-js preact ejs pug handlebars @fastify/view vite'.split(
    ' ',
  )

/** What a package.json tells; throws BadPackageJson (exit 2) with line and column when it isn't JSON. */
export function readPackageJson(file: string, text: string): PackageFacts {
  const clean = text.replace(/^\uFEFF/, '')
  const parsed = parse(file, clean)
  const run = keysOf(parsed['dependencies'])
  const all = [...run, ...keysOf(parsed['devDependencies'])]
  const seen = (name: string | undefined) => (name === undefined ? undefined : lineOf(file, clean, name))
  const mongo = seen(mongoPackages.find(each => run.includes(each)))
  const pages = seen(pagePackages.find(each => all.includes(each)))
  const script = (parsed['scripts'] as Record<string, unknown> | undefined)?.['start']
  const start = typeof script === 'string' ? { ...lineOf(file, clean, 'start'), value: script } : undefined
  const port = start && Number(/(?:\bPORT=|(?:-p|--port)[ =])(\d{2,5})\b/.exec(start.value)?.[1])
  const { name } = parsed
  return {
    ...(typeof name === 'string' ? { name: name.replace(/^@[^/]+\//, ''), fullName: name } : {}),
    ...(mongo ? { mongo } : {}),
    ...(pages ? { pages } : {}),
    ...(start ? { start } : {}),
    ...(start && port ? { port: { ...start, value: port } } : {}),
    dependencies: run,
    workspaces: globs(parsed['workspaces']),
  }
}

const keysOf = (value: unknown) => (typeof value === 'object' && value !== null ? Object.keys(value) : [])

/** A list, or (yarn 1) a map with the list in `packages`. */
function globs(value: unknown): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : (value as { packages?: unknown } | undefined)?.packages
  return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : []
}

function parse(file: string, text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const before = text.slice(0, jsonErrorOffset(text)).split('\n')
    throw usageError('BadPackageJson', `${file} isn't valid JSON`, {
      at: [{ file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }],
      why: (error as Error).message.split('\n')[0]?.replace(/ \(line .*$/, '') ?? '',
      fix: ['mend it: npm would refuse it, too'],
      cause: error,
    })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw usageError('BadPackageJson', `${file} holds no object`, { at: [{ file, line: 1, column: 1 }], fix: ['npm init'] })
}

/** The line of a key. */
function lineOf(file: string, text: string, key: string): Seen<string> {
  const lines = text.split('\n')
  const index = lines.findIndex(line => line.replaceAll(' ', '').includes(`"${key}":`))
  return { value: key, file, line: Math.max(index, 0) + 1, text: (lines[index] ?? '').trim() }
}
