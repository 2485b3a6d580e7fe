import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gitCommand } from './git-command.js'
import { recordsFolder } from './records.js'

/** So many names are enough to be told of. */
const most = 3

/**
 * The first few files below an image's context (absolute), relative to it, that git ignores and that `docker build` sends all the same: its ignore file
 * is the Dockerfile's own, else the context's. mm's own records, which each deployment changes, are the one entry `.mm/` at the end. https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export async function ignoredButSent(context: string, dockerfile: string): Promise<string[]> {
  const file = [`${dockerfile}.dockerignore`, join(context, '.dockerignore')].find(each => existsSync(each))
  const lines = file === undefined ? [] : readFileSync(file, 'utf8').split(/\r?\n/)
  const { default: exported } = await import('@balena/dockerignore')
  // Its types speak of a default export within what it really exports.
  const dockerignore = exported as unknown as typeof exported.default
  const patterns = dockerignore().add(lines)
  const sent = (paths: string[]) => paths.filter(path => !isRecord(path) && !patterns.ignores(path.replace(/\/$/, '')))
  const records = existsSync(join(context, recordsFolder)) && !patterns.ignores(recordsFolder) ? [`${recordsFolder}/`] : []
  // Within a folder that's left out something may be called back.
  if (lines.some(line => line.trimStart().startsWith('!')))
    return [...sent(await ignoredFiles(context)).slice(0, most), ...records]

  const found: string[] = []
  // As folders first, of which most are left out as a whole: node_modules has tens of thousands of files.
  for (const path of sent(await ignoredAsTheyMatch(context))) {
    found.push(...(path.endsWith('/') ? sent((await ignoredFiles(join(context, path))).map(each => path + each)) : [path]))
    if (found.length >= most) break
  }
  return [...found.slice(0, most), ...records]
}

const isRecord = (path: string) => path.startsWith(`${recordsFolder}/`)

/** Every file, relative to the folder; those of a repository within are its own matter. https://git-scm.com/docs/git-ls-files */
async function ignoredFiles(folder: string): Promise<string[]> {
  return (await gitCommand(folder, ['ls-files', '-z', '--others', '--ignored', '--exclude-standard'])).split('\0').filter(Boolean)
}

/** Files, and folders (ended by a slash) that are ignored as such; relative to the folder. https://git-scm.com/docs/git-status */
async function ignoredAsTheyMatch(folder: string): Promise<string[]> {
  const status = ['status', '--porcelain=v1', '-z', '--ignored=matching', '--untracked-files=all', '--no-renames', '--', '.']
  const [prefix, entries] = await Promise.all([gitCommand(folder, ['rev-parse', '--show-prefix']), gitCommand(folder, status)])
  const below = prefix.replace(/\n$/, '').length
  return entries.split('\0').flatMap(entry => (entry.startsWith('!! ') ? [entry.slice(3 + below)] : []))
}
