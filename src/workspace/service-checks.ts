import { statSync } from 'node:fs'
import { join } from 'node:path'
import { usageError } from '../errors.js'
import { locate } from '../manifest/locate.js'
import type { Platform, Service } from '../manifest/service.js'
import type { Source } from '../manifest/source.js'
import { nearest } from '../nearest.js'

/** A service as it was read, and where. */
export interface ReadService {
  service: Service
  source: Source
  environment: string
}

/** Throws NoDockerfile (exit 2) when the image's Dockerfile or build context isn't there. */
export function checkImageFiles({ service: { image }, source, environment }: ReadService, root: string): void {
  if (!('build' in image)) return
  const { dockerfile, context } = image.build
  const missing = [
    !stat(join(root, dockerfile))?.isFile() && `the Dockerfile ${dockerfile}`,
    !stat(join(root, context))?.isDirectory() && `the build context ${context}/`,
  ].filter(Boolean)
  if (missing.length === 0) return
  throw usageError('NoDockerfile', `${missing.join(' and ')} isn't there`, {
    at: [locate(source, ['image', 'build'], environment)],
    fix: [`write it, or change image.build in ${source.file}`],
  })
}

/** Throws WrongPlatform (exit 2) when the environment's instances can't run the image; `undefined`: they run any. */
export function checkPlatform({ service, source, environment }: ReadService, platform: Platform | undefined): void {
  if (platform === undefined || service.platform === platform) return
  throw usageError(
    'WrongPlatform',
    `${service.name} is for ${service.platform}, and the instances of ${environment} run ${platform}`,
    {
      at: [locate(source, ['platform'], environment)],
      fix: [`platform: ${platform}, or remove platform: it's then the environment's`],
    },
  )
}

/** Throws NoSuchDatabase (exit 2) when the service's database has no manifest. */
export function checkDatabase({ service, source, environment }: ReadService, databases: string[]): void {
  if (!service.database || databases.includes(service.database.name)) return
  const { name } = service.database
  const near = nearest(name, databases) ?? databases[0]
  throw usageError('NoSuchDatabase', `${service.name} uses the database ${name}, and there is no such manifest`, {
    at: [locate(source, ['database'], environment)],
    why: databases.length > 0 ? `databases here: ${databases.join(', ')}` : 'the repository has no manifest of type MongoDB',
    fix: near ? [`database: ${near}`] : [`write mm/${name}/manifest.yml with type: MongoDB, or remove the key database`],
  })
}

/** Throws SamePath (exit 2): two public services at one path would both claim the same requests. */
export function checkPaths(read: ReadService, others: ReadService[]): void {
  const pathOf = ({ service }: ReadService) => (service.type === 'Load Balanced Web Service' ? service.http?.path : undefined)
  const path = pathOf(read)
  const same = others.find(other => path !== undefined && pathOf(other) === path)
  if (!same) return
  const at = ({ source, environment }: ReadService) => locate(source, ['http', 'path'], environment)
  throw usageError('SamePath', `${read.service.name} and ${same.service.name} both want the path ${path}`, {
    at: [at(read), at(same)],
    fix: [`http: {path: /${read.service.name}}`],
  })
}

const stat = (path: string) => {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
