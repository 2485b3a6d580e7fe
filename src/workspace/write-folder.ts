import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MmError } from '../errors.js'
import { writeReasons } from './write-files.js'

/**
 * Writes files into a folder, which is made if it isn't there, as are those that their names begin with; files of the same names are replaced, others are left alone. Each is old or
 * new, never half: it's written beside its place and moved into it. Returns their paths. Throws CannotWrite (exit 1).
 */
export function writeFolder(folder: string, files: { name: string; text: string }[]): string[] {
  try {
    mkdirSync(folder, { recursive: true })
    return files.map(({ name, text }) => {
      const target = join(folder, name)
      mkdirSync(dirname(target), { recursive: true })
      replace(target, text)
      return target
    })
  } catch (error) {
    const { code = '', path = folder, message } = error as NodeJS.ErrnoException
    throw new MmError('CannotWrite', `the files could not be written to ${folder}`, {
      why: `${path}: ${writeReasons[code] ?? message}`,
      state: 'each file is as it was or as it should be',
      fix: ['mend that, or name another folder'],
      cause: error,
    })
  }
}

function replace(target: string, text: string): void {
  const temporary = `${target}.mm-new-${process.pid}`
  try {
    writeFileSync(temporary, text, { flag: 'wx' })
    renameSync(temporary, target)
  } finally {
    rmSync(temporary, { force: true })
  }
}
