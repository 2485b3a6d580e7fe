import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MmError } from '../errors.js'

/** The text of a file below the root. Throws Unreadable when it can't be read. */
export async function readText(root: string, file: string): Promise<string> {
  try {
    return await readFile(join(root, file), 'utf8')
  } catch (error) {
    throw unreadable(file, error)
  }
}

/** Whether there is something at this path. Throws Unreadable when that can't be known. */
export async function exists(root: string, file: string): Promise<boolean> {
  try {
    await stat(join(root, file))
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw unreadable(file, error)
  }
}

/** Names of the folders in a folder below the root, sorted; none when it isn't there. */
export async function foldersIn(root: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    return entries
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name)
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw unreadable(folder, error)
  }
}

const reasons: Record<string, string> = {
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder, and a file is expected',
  ENOENT: 'it is not there',
  ENOTDIR: 'it is a file, and a folder is expected',
  ELOOP: 'its symbolic links go in a circle',
}

export function unreadable(file: string, error: unknown): MmError {
  const { code = '', message } = error as NodeJS.ErrnoException
  return new MmError('Unreadable', `${file} can't be read`, {
    at: [{ file }],
    why: reasons[code] ?? message,
    exitCode: 2,
    cause: error,
  })
}
