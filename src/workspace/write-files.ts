import { existsSync, linkSync, mkdirSync, realpathSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { MmError } from '../errors.js'

export interface NewFile {
  /** Relative to the root. */
  path: string
  text: string
}

/**
 * Writes files that aren't there yet: all of them, or none. Each appears whole or not at all (it's written beside its place and linked
 * into it), and one that has come into being meanwhile is never overwritten. Throws CannotWrite (exit 1) after taking back what it made.
 */
export function writeNewFiles(root: string, files: NewFile[]): void {
  const made: { files: string[]; folders: string[] } = { files: [], folders: [] }
  try {
    for (const { path, text } of files) {
      const target = join(root, path)
      made.folders.push(...makeFolders(dirname(target)))
      refuseOutside(root, dirname(target), path)
      const temporary = `${target}.mm-new-${process.pid}`
      try {
        writeFileSync(temporary, text, { flag: 'wx' })
        // Unlike rename, link fails when the target exists.
        linkSync(temporary, target)
        made.files.push(target)
      } finally {
        rmSync(temporary, { force: true })
      }
    }
  } catch (error) {
    for (const file of made.files) rmSync(file, { force: true })
    for (const folder of made.folders.reverse()) removeIfEmpty(folder)
    if (error instanceof MmError) throw error
    const { code = '', path = root, message } = error as NodeJS.ErrnoException
    const why =
      {
        EACCES: 'you may not write there',
        EROFS: 'the file system is read-only',
        ENOSPC: 'the disk is full',
        ENOTDIR: 'a file is where a folder should be',
        EEXIST: 'it has come into being meanwhile',
      }[code] ?? message
    throw new MmError('CannotWrite', 'the manifests could not be written', {
      why: `${path}: ${why}`,
      state: 'nothing was written',
      fix: ['mend that, then: mm init'],
      cause: error,
    })
  }
}

/** A folder below the root may be a symbolic link that leads out of the repository. */
function refuseOutside(root: string, folder: string, path: string): void {
  const real = realpathSync(folder)
  const top = realpathSync(root)
  if (real !== top && !real.startsWith(top + sep))
    throw new MmError('CannotWrite', `${path} leads out of the repository`, {
      why: `its folder is a symbolic link to ${real}`,
      state: 'nothing was written',
      fix: ['remove the link'],
    })
}

/** The folders that weren't there, outermost first. */
function makeFolders(folder: string): string[] {
  if (existsSync(folder)) return []
  const above = makeFolders(dirname(folder))
  mkdirSync(folder)
  return [...above, folder]
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Somebody else has put something in it.
  }
}
