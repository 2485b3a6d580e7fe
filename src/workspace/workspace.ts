import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { notFoundError, usageError } from '../errors.js'
import type { App } from '../manifest/app.js'
import type { Database } from '../manifest/database.js'
import type { Environment } from '../manifest/environment.js'
import { readApp } from '../manifest/read-app.js'
import { readDatabase } from '../manifest/read-database.js'
import { readEnvironment } from '../manifest/read-environment.js'
import { readService } from '../manifest/read-service.js'
import type { Service, ServiceType } from '../manifest/service.js'
import type { Source } from '../manifest/source.js'
import { workloadType, workloadTypes, type WorkloadType } from '../manifest/workload-type.js'
import { nearest } from '../nearest.js'
import { repositoryRoot } from './repository-root.js'
import { foldersIn, readText } from './read.js'

export interface Workspace {
  /** The git repository's root, absolute. */
  root: string
  app: App
  environments(): Promise<string[]>
  services(): Promise<{ name: string; type: ServiceType }[]>
  databases(): Promise<string[]>
  environment(name: string): Promise<Environment>
  /** Throws NoSuchService (exit 5), or what its manifest gets wrong (exit 2). */
  service(name: string, environment: string): Promise<Service>
  database(name: string, environment: string): Promise<Database>
  /** Names of the Backend Services that take requests in this environment. */
  backends(environment: string): Promise<string[]>
}

/** The manifests of the repository around `cwd`. Throws NotInGitRepository or NoWorkspace (exit 2). */
export async function openWorkspace(cwd: string): Promise<Workspace> {
  const root = repositoryRoot(cwd)
  if (!existsSync(join(root, 'mm/app.yml'))) {
    throw usageError('NoWorkspace', `there is no mm/app.yml in ${root}`, {
      why: 'mm needs the manifests that `mm init` writes',
      fix: ['mm init'],
    })
  }
  const source = async (file: string): Promise<Source> => ({ file, text: await readText(root, file) })
  const app = readApp(await source('mm/app.yml'))

  async function workloads(): Promise<{ name: string; type: WorkloadType; source: Source }[]> {
    const folders = (await foldersIn(root, 'mm')).filter(folder => existsSync(join(root, 'mm', folder, 'manifest.yml')))
    return Promise.all(folders.map(async name => ({ name, ...(await typed(await source(`mm/${name}/manifest.yml`))) })))
  }

  const environments = async () =>
    (await foldersIn(root, 'mm/environments')).filter(name => existsSync(join(root, 'mm/environments', name, 'manifest.yml')))
  const ofType = async (wanted: (type: WorkloadType) => boolean) => (await workloads()).filter(({ type }) => wanted(type))

  async function service(name: string, environment: string): Promise<Service> {
    await checkEnvironment(environment)
    const all = await ofType(isService)
    const found = named(all, name, { kind: 'Service', fix: near => `mm svc deploy ${near}` })
    const read = sameName(readService(found.source, environment), name, found.source)
    await checkFiles(read, found.source)
    await checkDatabase(read, found.source)
    checkPaths(read, all, environment)
    return read
  }

  async function checkEnvironment(environment: string): Promise<void> {
    named(
      (await environments()).map(name => ({ name })),
      environment,
      { kind: 'Environment', fix: near => `--env ${near}` },
    )
  }

  async function checkFiles({ image }: Service, { file }: Source): Promise<void> {
    if (!('build' in image)) return
    const { dockerfile, context } = image.build
    const missing = [
      !isFile(join(root, dockerfile)) && `the Dockerfile ${dockerfile}`,
      !isFolder(join(root, context)) && `the build context ${context}/`,
    ].filter(Boolean)
    if (missing.length > 0)
      throw usageError('NoDockerfile', `${missing.join(' and ')} isn't there`, {
        at: [{ file }],
        fix: [`write it, or change image.build in ${file}`],
      })
  }

  async function checkDatabase(read: Service, { file }: Source): Promise<void> {
    if (!read.database) return
    const known = (await ofType(type => type === 'MongoDB')).map(({ name }) => name)
    if (known.includes(read.database.name)) return
    const near = nearest(read.database.name, known) ?? known[0]
    throw usageError('NoSuchDatabase', `${read.name} uses the database ${read.database.name}, and there is no such manifest`, {
      at: [{ file }],
      why: known.length > 0 ? `databases here: ${known.join(', ')}` : 'the repository has no manifest of type MongoDB',
      fix: near
        ? [`database: ${near}`]
        : [`write mm/${read.database.name}/manifest.yml with type: MongoDB, or remove the key database`],
    })
  }

  /** Two public services at one path would both claim the same requests. */
  function checkPaths(read: Service, all: { name: string; type: WorkloadType; source: Source }[], environment: string): void {
    if (read.type !== 'Load Balanced Web Service') return
    const others = all.filter(each => each.type === read.type && each.name !== read.name)
    const same = others.find(each => readService(each.source, environment).http?.path === read.http?.path)
    if (!same) return
    throw usageError('SamePath', `${read.name} and ${same.name} both want the path ${read.http?.path}`, {
      at: [{ file: `mm/${read.name}/manifest.yml` }, { file: same.source.file }],
      fix: [`http: {path: /${read.name}}`],
    })
  }

  return {
    root,
    app,
    environments,
    services: async () => (await ofType(isService)).map(({ name, type }) => ({ name, type: type as ServiceType })),
    databases: async () => (await ofType(type => type === 'MongoDB')).map(({ name }) => name),
    async environment(name) {
      await checkEnvironment(name)
      const own = await source(`mm/environments/${name}/manifest.yml`)
      return sameName(readEnvironment(own), name, own)
    },
    service,
    async database(name, environment) {
      await checkEnvironment(environment)
      const found = named(await ofType(type => type === 'MongoDB'), name, { kind: 'Database', fix: near => `--name ${near}` })
      return sameName(readDatabase(found.source, environment), name, found.source)
    },
    async backends(environment) {
      const backends = await ofType(type => type === 'Backend Service')
      return backends.filter(each => readService(each.source, environment).http).map(({ name }) => name)
    },
  }
}

const isService = (type: WorkloadType) => type !== 'MongoDB'
const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

async function typed(source: Source): Promise<{ type: WorkloadType; source: Source }> {
  const type = workloadType(source)
  if (type) return { type, source }
  throw usageError('BadManifest', `${source.file} has no type that mm knows`, {
    at: [{ file: source.file }],
    fix: workloadTypes.map(each => `type: ${each}`),
  })
}

function named<T extends { name: string }>(
  all: T[],
  name: string,
  { kind, fix }: { kind: string; fix: (near: string) => string },
): T {
  const found = all.find(each => each.name === name)
  if (found) return found
  const known = all.map(each => each.name)
  const near = nearest(name, known)
  throw notFoundError(`NoSuch${kind}`, `there is no ${kind.toLowerCase()} ${name} in this repository`, {
    why: known.length > 0 ? `there are: ${known.join(', ')}` : `there is no manifest of one below mm/`,
    fix: near ? [fix(near)] : known.length > 0 ? known.map(fix) : ['mm init'],
  })
}

/** A manifest whose name isn't its folder's would deploy under a name that nobody can find again. */
function sameName<T extends { name: string }>(value: T, folder: string, { file }: Source): T {
  if (value.name === folder) return value
  throw usageError('BadManifest', `${file}: name is ${value.name}, and its folder is ${folder}`, {
    at: [{ file }],
    fix: [`name: ${folder}`],
  })
}
