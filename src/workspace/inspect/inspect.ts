import { readdirSync, statSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import type { Candidate, Facts } from '../../ops/init/facts.js'
import { readText } from '../read.js'
import { readDockerfile } from './dockerfile.js'
import { readPackageJson } from './package-json.js'
import { readSource } from './source.js'

const skipped = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'vendor', 'mm', 'test', 'tests', '__tests__'])
const sourceFile = /\.(?:[cm]?[jt]s|[jt]sx)$/
/** Deeper folders hold no services of their own, and larger files no routes. */
const maxDepth = 6
const maxBytes = 512 * 1024

/** Reads a repository and says what is in it; writes nothing. Throws BadPackageJson or Unreadable (exit 2). */
export async function inspect(root: string): Promise<Facts> {
  const files = filesBelow(root)
  const folders = [...new Set(files.filter(isDockerfile).map(file => posix.dirname(file)))].sort()
  const rootPackage = files.includes('package.json') ? readPackageJson('package.json', await readText(root, 'package.json')) : {}
  return {
    name: rootPackage.name ?? basename(root),
    candidates: await Promise.all(folders.map(folder => candidate(root, folder, files, folders))),
  }
}

const isDockerfile = (file: string) => /^(.+\.)?Dockerfile(\..+)?$/.test(posix.basename(file)) && !file.endsWith('.dockerignore')

async function candidate(root: string, folder: string, files: string[], folders: string[]): Promise<Candidate> {
  const dockerfiles = files.filter(file => isDockerfile(file) && posix.dirname(file) === folder)
  const docker = dockerfiles[0] ? readDockerfile(dockerfiles[0], await readText(root, dockerfiles[0])) : {}
  const packageFile = posix.join(folder, 'package.json')
  const own = files.includes(packageFile) ? readPackageJson(packageFile, await readText(root, packageFile)) : {}
  const sources = await Promise.all(
    files
      .filter(file => sourceFile.test(file) && isWithin(file, folder, folders))
      .map(async file => readSource(file, await readText(root, file))),
  )
  const port = docker.port ?? sources.find(each => each.port)?.port
  const health = docker.health ?? sources.find(each => each.health)?.health
  const mongoVariable = sources.find(each => each.mongoVariable)?.mongoVariable
  return {
    folder,
    name: folder === '.' ? (own.name ?? basename(root)) : posix.basename(folder),
    dockerfiles,
    ...(port ? { port } : {}),
    ...(health ? { health } : {}),
    ...(own.mongo ? { mongo: own.mongo } : {}),
    ...(mongoVariable ? { mongoVariable } : {}),
    urlVariables: sources.flatMap(each => each.urlVariables),
    ...(own.pages ? { pages: own.pages } : {}),
  }
}

/** Below the folder, and not below another service's that lies deeper. */
function isWithin(file: string, folder: string, folders: string[]): boolean {
  const below = (inner: string, outer: string) => outer === '.' || inner.startsWith(`${outer}/`)
  return (
    below(file, folder) &&
    !folders.some(other => other !== folder && other.length > folder.length && below(other, folder) && below(file, other))
  )
}

function filesBelow(root: string, folder = '', depth = 0): string[] {
  if (depth > maxDepth) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap(entry => {
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory())
        return entry.name.startsWith('.') || skipped.has(entry.name) ? [] : filesBelow(root, path, depth + 1)
      return entry.isFile() && (statSync(join(root, path), { throwIfNoEntry: false })?.size ?? Infinity) <= maxBytes ? [path] : []
    })
}
