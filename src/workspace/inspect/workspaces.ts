import { posix } from 'node:path'
import { parseDocument } from 'yaml'
import { usageError } from '../../errors.js'

/** The globs of a pnpm-workspace.yaml. https://pnpm.io/pnpm-workspace_yaml Throws BadYaml (exit 2). */
export function pnpmGlobs(file: string, text: string): string[] {
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { prettyErrors: true })
  const [error] = document.errors
  if (error) {
    const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 }
    throw usageError('BadYaml', `${file} isn't valid YAML`, {
      at: [{ file, line, column: col }],
      why: error.message.split('\n')[0] ?? '',
      fix: ['mend it: pnpm would refuse it, too'],
    })
  }
  const packages = (document.toJS() as { packages?: unknown } | null)?.packages
  return Array.isArray(packages) ? packages.filter((each): each is string => typeof each === 'string') : []
}

/** The folders with a package.json that the globs name; one that begins with `!` takes away. */
export function workspaceFolders(globs: string[], files: string[]): string[] {
  const folders = files.filter(file => posix.basename(file) === 'package.json').map(file => posix.dirname(file))
  const [wanted, unwanted] = [
    globs.filter(glob => !glob.startsWith('!')),
    globs.filter(glob => glob.startsWith('!')).map(glob => glob.slice(1)),
  ]
  const matches = (folder: string, patterns: string[]) => patterns.some(glob => globExpression(glob).test(folder))
  return folders.filter(folder => folder !== '.' && matches(folder, wanted) && !matches(folder, unwanted))
}

/** `packages/*`, `apps/**`, `{web,api}`: what npm, yarn and pnpm share. */
function globExpression(glob: string): RegExp {
  const source = posix
    .normalize(glob)
    .replace(/\/$/, '')
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '\u0000')
    .replaceAll('**', '\u0001')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\u0000', '(?:.*/)?')
    .replaceAll('\u0001', '.*')
    .replace(/\{([^{}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(',', '|')})`)
  return new RegExp(`^${source}$`)
}
