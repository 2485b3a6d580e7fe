import { join } from 'node:path'
import type { Records } from '../ops/ports/records.js'
import { writeFolder } from './write-folder.js'

export const records: Records = {
  keep(root, deployment, file) {
    const folder = join(root, '.mm', 'deploys', deployment)
    writeFolder(folder, [file])
    // Nobody has to write a line into .gitignore: the folder ignores itself.
    writeFolder(join(root, '.mm'), [{ name: '.gitignore', text: '*\n' }])
    return folder
  },
}
