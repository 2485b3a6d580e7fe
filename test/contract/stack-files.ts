import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withParameters } from './sample-values.js'
import type { ParsedStack } from './support.js'

/** Rule packs read files: hands them a folder with one JSON file per stack, and takes it away afterwards. */
export function withStackFiles<T>(stacks: Record<string, ParsedStack>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'mm-stacks-'))
  try {
    for (const [name, stack] of Object.entries(stacks)) {
      writeFileSync(join(folder, fileName(name)), JSON.stringify(withParameters(stack), null, 1))
    }
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const fileName = (name: string) => `${name.replaceAll('/', '__')}.json`

/** The stack's name again, from the path of its file. */
export const stackOf = (path: string) => (path.split('/').at(-1) ?? '').replace(/\.json$/, '').replaceAll('__', '/')
