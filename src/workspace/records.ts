import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Records } from '../ops/ports/records.js'
import { writeFolder } from './write-folder.js'

/** Below the repository's root. */
export const recordsFolder = '.mm'

const folderOf = (root: string, deployment: string) => join(root, recordsFolder, 'deploys', deployment)

export const records: Records = {
  keep(root, deployment, file) {
    const folder = folderOf(root, deployment)
    writeFolder(folder, [file])
    // Nobody has to write a line into .gitignore: the folder ignores itself.
    writeFolder(join(root, recordsFolder), [{ name: '.gitignore', text: '*\n' }])
    return folder
  },
  read(root, deployment, name) {
    try {
      return readFileSync(join(folderOf(root, deployment), name), 'utf8')
    } catch {
      return undefined
    }
  },
}
