import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readApp } from '../manifest/read-app.js'
import type { InitRepository } from '../ops/init/initialise.js'
import { inspect } from './inspect/inspect.js'
import { readText } from './read.js'
import { writeNewFiles } from './write-files.js'

/** The repository as `mm init` sees it. */
export function repositoryPort(root: string): InitRepository {
  const exists = (path: string) => existsSync(join(root, path))
  return {
    inspect: () => inspect(root),
    existingApp: async () =>
      exists('mm/app.yml') ? readApp({ file: 'mm/app.yml', text: await readText(root, 'mm/app.yml') }) : undefined,
    exists,
    write: files => writeNewFiles(root, files),
  }
}
