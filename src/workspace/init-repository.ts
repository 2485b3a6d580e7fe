import type { InitRepository } from '../ops/init/initialise.js'
import { existingManifests } from './existing-manifests.js'
import { inspect } from './inspect/inspect.js'
import { writeNewFiles } from './write-files.js'

/** The repository as `mm init` sees it. */
export function initRepository(root: string): InitRepository {
  return {
    inspect: () => inspect(root),
    existing: () => existingManifests(root),
    write: files => writeNewFiles(root, files),
  }
}
