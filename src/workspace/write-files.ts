import { existsSync, linkSync, lstatSync, mkdirSync, realpathSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { MmError } from '../errors.js'

export interface NewFile {
  /** Relative to the root. */
  path: string
  text: string
}

/** What was made, in the order of making. */
interface Made {
  files: string[]
  folders: string[]
}

/**
 * Writes files that aren't there yet: all of them, or none. Each appears whole or not at all (it's written beside its place and linked
 * into it), and one that has come into being meanwhile is never overwritten. Nothing interrupts it: a signal is heard only afterwards.
 * Throws CannotWrite (exit 1) after taking back what it made.
 */
export function writeNewFiles(root: string, files: NewFile[]): void {
  const made: Made = { files: [], folders: [] }
  try {
    for (const { path, text } of files) {
      const target = join(root, path)
      refuseOutside(root, path)
      makeFolders(dirname(target), made)
      writeNewFile(target, text)
      made.files.push(target)
    }
  } catch (error) {
    takeBack(made)
    throw error instanceof MmError ? error : cannotWrite(root, error)
  }
}

function writeNewFile(target: string, text: string): void {
  const temporary = `${target}.mm-new-${process.pid}`
  try {
    writeFileSync(temporary, text, { flag: 'wx' })
    place(temporary, target)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Unlike rename, link fails when the target exists. Some file systems (exFAT, some network shares) have no links. */
function place(temporary: string, target: string): void {
  try {
    linkSync(temporary, target)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const hasNoLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)
    if (!hasNoLinks || lstatSync(target, { throwIfNoEntry: false })) throw error
    renameSync(temporary, target)
  }
}

/** A folder on the way may be a symbolic link that leads out of the repository: nothing is made there, not even for a moment. */
function refuseOutside(root: string, path: string): void {
  const top = realpathSync(root)
  const real = realpathSync(nearestFolder(dirname(join(root, path))))
  if (real === top || real.startsWith(top + sep)) return
  throw new MmError('CannotWrite', `${path} leads out of the repository`, {
    why: `a folder above it is a symbolic link to ${real}`,
    state: 'nothing was written',
    fix: ['remove the link'],
  })
}

const nearestFolder = (folder: string): string =>
  lstatSync(folder, { throwIfNoEntry: false }) ? folder : nearestFolder(dirname(folder))

function makeFolders(folder: string, made: Made): void {
  if (existsSync(folder)) return
  makeFolders(dirname(folder), made)
  mkdirSync(folder)
  made.folders.push(folder)
}

function takeBack({ files, folders }: Made): void {
  for (const file of files) rmSync(file, { force: true })
  for (const folder of folders.reverse()) {
    try {
      rmdirSync(folder)
    } catch {
      // Somebody else has put something in it.
    }
  }
}

/** Why a file can't be written, by the system's code. */
export const writeReasons: Record<string, string> = {
  EACCES: 'you may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is where a folder should be',
  EEXIST: 'something else is there already',
  ENOENT: 'a symbolic link on the way leads nowhere',
}

function cannotWrite(root: string, error: unknown): MmError {
  const { code = '', path = root, dest, message } = error as NodeJS.ErrnoException & { dest?: string }
  return new MmError('CannotWrite', 'the manifests could not be written', {
    why: `${(dest ?? path).replace(root + sep, '')}: ${writeReasons[code] ?? message}`,
    state: 'nothing was written',
    fix: ['mend that, then: mm init'],
    cause: error,
  })
}
