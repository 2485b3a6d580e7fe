import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { MmError, usageError } from '../errors.js'
import { writeReasons } from './write-files.js'

/** Names of everything in the folder; none when there's no folder. Throws CannotWrite (exit 1) when it's something else, or closed. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new MmError('CannotWrite', `the files can't be written to ${folder}`, {
      why: writeReasons[code] ?? message,
      state: 'nothing was written',
      fix: ['name another folder: --output-dir'],
      cause: error,
    })
  }
}

/** Throws FolderNotEmpty (exit 2) when there's something in it that may be a person's work. */
export function refuseFilled(folder: string): void {
  const names = namesIn(folder)
  if (names.length === 0) return
  throw usageError('FolderNotEmpty', `there are files in ${folder} already`, {
    why: [...names.slice(0, 3), ...(names.length > 3 ? [`${names.length - 3} more`] : [])].join(', '),
    state: 'nothing was written',
    fix: ['name another folder: --output-dir', 'or replace the files of the same names, and leave the others: --force'],
  })
}

/** Paths of Terraform's files in the folder that aren't among the written ones, whose paths are given. */
export function leftBehind(folder: string, written: string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.tf') && !name.split(sep).includes('.terraform'))
    .map(name => join(folder, name))
    .filter(path => !written.includes(path))
    .sort()
}
