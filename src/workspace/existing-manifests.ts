import { readApp } from '../manifest/read-app.js'
import { readService } from '../manifest/read-service.js'
import type { Source } from '../manifest/source.js'
import { workloadType } from '../manifest/workload-type.js'
import type { Existing, ExistingService } from '../ops/init/existing.js'
import { manifestsIn } from './manifests-in.js'
import { exists, readText } from './read.js'

/** The manifests that a repository has, whether or not it has mm/app.yml. Throws BadYaml or BadManifest (exit 2). */
export async function existingManifests(root: string): Promise<Existing> {
  const source = async (file: string): Promise<Source> => ({ file, text: await readText(root, file) })
  const environments = await manifestsIn(root, 'mm/environments')
  const environment = environments[0] ?? 'dev'
  const found: Existing = { services: [], databases: [], environments }
  if (await exists(root, 'mm/app.yml')) {
    const { name, region } = readApp(await source('mm/app.yml'))
    found.app = { name, region }
  }
  for (const name of await manifestsIn(root, 'mm')) {
    const manifest = await source(`mm/${name}/manifest.yml`)
    if (workloadType(manifest) === 'MongoDB') found.databases.push(name)
    else found.services.push(service(manifest, name, environment))
  }
  return found
}

function service(source: Source, name: string, environment: string): ExistingService {
  const { type, image, port, http, database } = readService(source, environment)
  return {
    file: source.file,
    name,
    type,
    port,
    ...('build' in image ? { dockerfile: image.build.dockerfile } : {}),
    ...(http ? { http: { path: http.path, health: http.healthcheck.path } } : {}),
    ...(database ? { database: database.as } : {}),
  }
}
