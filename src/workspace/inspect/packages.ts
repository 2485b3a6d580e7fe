import { posix } from 'node:path'
import { readText } from '../read.js'
import type { Packages } from './dockerfiles.js'
import { readPackageJson, type PackageFacts } from './package-json.js'
import { pnpmGlobs, workspaceFolders } from './workspaces.js'

export interface RepositoryPackages extends Packages {
  /** Facts of the package.json in a folder; undefined when there is none. Throws BadPackageJson (exit 2). */
  in(folder: string): Promise<PackageFacts | undefined>
  /** The workspace's packages that this folder's package depends on, at any distance; the root's image holds them all. */
  behind(folder: string): Promise<string[]>
  /** The folders of the workspace's packages, else of those just below the root. */
  folders: string[]
}

export async function readPackages(root: string, files: string[]): Promise<RepositoryPackages> {
  const known = new Map<string, PackageFacts>()
  const has = (folder: string) => files.includes(posix.join(folder, 'package.json'))

  async function factsIn(folder: string): Promise<PackageFacts | undefined> {
    if (!has(folder)) return undefined
    const file = posix.join(folder, 'package.json')
    const facts = known.get(folder) ?? readPackageJson(file, await readText(root, file))
    known.set(folder, facts)
    return facts
  }

  const globs = [
    ...((await factsIn('.'))?.workspaces ?? []),
    ...(files.includes('pnpm-workspace.yaml')
      ? pnpmGlobs('pnpm-workspace.yaml', await readText(root, 'pnpm-workspace.yaml'))
      : []),
  ]
  const ofWorkspace = workspaceFolders(globs, files)
  const byName = new Map<string, string>()
  for (const folder of ofWorkspace) {
    const { fullName } = (await factsIn(folder)) ?? {}
    if (fullName !== undefined) byName.set(fullName, folder)
  }
  const folders = ofWorkspace.length > 0 ? ofWorkspace : workspaceFolders(['*'], files)

  async function behind(folder: string, seen = new Set([folder])): Promise<string[]> {
    const own = (await factsIn(folder))?.dependencies ?? []
    const next = own.flatMap(name => byName.get(name) ?? []).filter(each => !seen.has(each))
    for (const each of next) seen.add(each)
    for (const each of next) await behind(each, seen)
    return [...seen].filter(each => each !== folder)
  }

  const withPackage = files.filter(file => posix.basename(file) === 'package.json').map(file => posix.dirname(file))
  return {
    in: factsIn,
    behind: folder => (folder === '.' ? Promise.resolve(folders) : behind(folder)),
    folders,
    has,
    named: name =>
      withPackage.find(folder => folder !== '.' && posix.basename(folder) === name) ??
      [...byName].find(([full]) => full.replace(/^@[^/]+\//, '') === name)?.[1],
  }
}
