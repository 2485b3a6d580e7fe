import { createHash } from 'node:crypto'
import { createReadStream, existsSync, lstatSync, readlinkSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Git, SourceState } from '../ops/ports/repository.js'
import { gitCommand } from './git-command.js'
import { between } from './git-history.js'
import { ignoredButSent } from './ignored-but-sent.js'

/** Facts of the git repository that a path is in. */
export function git(): Git {
  return { state, ignoredButSent, between }
}

async function state(path: string, files: string[] = []): Promise<SourceState> {
  const elsewhere = files.filter(file => relative(path, file).startsWith('..'))
  // First by itself: what's wrong with git or the repository, it would be with all others as well.
  const root = await rootOf(path)
  const [head, own, ...others] = await Promise.all([
    gitCommand(path, ['rev-parse', '--short=10', '--verify', '--quiet', 'HEAD'], { mayFail: true }),
    changedPaths(path, '.'),
    ...elsewhere.map(changedFile),
  ])
  const commit = head.trim()
  const changed = [...new Set([...own, ...others.flat().map(each => relative(root, each))])].sort()
  const unchanged = files.filter(file => !elsewhere.includes(file) || others[elsewhere.indexOf(file)]?.length === 0)
  const tree = await treeHash(path, elsewhere, unchanged)
  return {
    ...(commit ? { commit } : {}),
    ...(changed.length > 0 ? { dirty: await contentHash(root, changed) } : {}),
    ...(tree === undefined ? {} : { tree }),
  }
}

/** The file, absolute, if it's changed. It's asked about where it is: it may be in another repository than the rest, a submodule's. */
async function changedFile(file: string): Promise<string[]> {
  const [changed, root] = await Promise.all([changedPaths(dirname(file), `:(literal)${basename(file)}`), rootOf(dirname(file))])
  return changed.map(each => join(root, each))
}

/**
 * Of what HEAD has of a folder, and of files that lie elsewhere. Undefined when it hasn't the folder, or git ignores one of the files that don't count as
 * changed.
 */
async function treeHash(path: string, elsewhere: string[], unchanged: string[]): Promise<string | undefined> {
  const idOf = async (folder: string, name: string) =>
    (await gitCommand(folder, ['rev-parse', '--verify', '--quiet', `HEAD:./${name}`], { mayFail: true })).trim()
  const there = unchanged.filter(file => existsSync(file))
  const [folder = '', ignored, ...ids] = await Promise.all([
    idOf(path, ''),
    Promise.all(there.map(isIgnored)),
    ...elsewhere.map(file => idOf(dirname(file), basename(file))),
  ])
  if (folder === '' || ignored.includes(true)) return undefined
  return createHash('sha256')
    .update([folder, ...ids].join(' '))
    .digest('hex')
}

const isIgnored = async (file: string): Promise<boolean> =>
  (await gitCommand(dirname(file), ['check-ignore', '--', basename(file)], { mayFail: true })) !== ''

const rootOf = async (path: string) => (await gitCommand(path, ['rev-parse', '--show-toplevel'])).replace(/\n$/, '')

/** Relative to the root. `XY path` entries, ended by NUL: https://git-scm.com/docs/git-status (porcelain format version 1) */
async function changedPaths(folder: string, pathspec: string): Promise<string[]> {
  const porcelain = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', pathspec]
  return (await gitCommand(folder, porcelain))
    .split('\0')
    .filter(Boolean)
    .map(entry => entry.slice(3))
}

/** Over the paths that differ from HEAD: name, mode and content of each, or the fact that it's gone. */
async function contentHash(root: string, paths: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    const stat = lstatSync(join(root, path), { throwIfNoEntry: false })
    hash.update(`\0${path}\0${stat ? (stat.mode & 0o111 ? 'x' : '-') : 'gone'}\0`)
    if (stat?.isSymbolicLink()) hash.update(readlinkSync(join(root, path)))
    // A repository within this one: a submodule, or one that was cloned into it.
    else if (existsSync(join(root, path, '.git'))) hash.update(JSON.stringify(await state(join(root, path))))
    else if (stat?.isFile()) await pipeline(createReadStream(join(root, path)), hash, { end: false })
  }
  return hash.digest('hex').slice(0, 12)
}
