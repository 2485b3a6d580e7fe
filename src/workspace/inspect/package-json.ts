import { usageError } from '../../errors.js'
import type { Seen } from '../../ops/init/facts.js'

interface PackageFacts {
  name?: string
  mongo?: Seen<string>
  pages?: Seen<string>
}

/** Packages that render pages or bundle them. */
const pagePackages = [
  'next',
  'nuxt',
  'react',
  'react-dom',
  'vue',
  'svelte',
  '@sveltejs/kit',
  '@remix-run/node',
  'astro',
  '@angular/core',
  'solid-js',
  'preact',
  'ejs',
  'pug',
  'handlebars',
  '@fastify/view',
  'vite',
]

/** What a package.json tells; throws BadPackageJson (exit 2) with line and column when it isn't JSON. */
export function readPackageJson(file: string, text: string): PackageFacts {
  const clean = text.replace(/^\uFEFF/, '')
  const parsed = parse(file, clean)
  const dependencies = { ...(parsed['dependencies'] as object | undefined), ...(parsed['devDependencies'] as object | undefined) }
  const seen = (names: string[]) => {
    const name = names.find(each => each in dependencies)
    return name === undefined ? undefined : lineOf(file, clean, name)
  }
  const mongo = seen(['mongodb', 'mongoose'])
  const pages = seen(pagePackages)
  return {
    ...(typeof parsed['name'] === 'string' ? { name: parsed['name'].replace(/^@[^/]+\//, '') } : {}),
    ...(mongo ? { mongo } : {}),
    ...(pages ? { pages } : {}),
  }
}

function parse(file: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch (error) {
    const { message } = error as Error
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.length)
    const before = text.slice(0, offset).split('\n')
    throw usageError('BadPackageJson', `${file} isn't valid JSON`, {
      at: [{ file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }],
      why: message.replace(/ \(line .*$/, ''),
      fix: ['mend it: npm would refuse it, too'],
      cause: error,
    })
  }
}

function lineOf(file: string, text: string, name: string): Seen<string> {
  const lines = text.split('\n')
  const index = lines.findIndex(line => line.includes(`"${name}"`))
  return { value: name, file, line: index + 1, text: (lines[index] ?? '').trim() }
}
