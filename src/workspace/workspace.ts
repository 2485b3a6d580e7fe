import { usageError, type Position } from '../errors.js'
import type { App } from '../manifest/app.js'
import { capacityPlatform } from '../manifest/capacity-platform.js'
import type { Database } from '../manifest/database.js'
import type { Environment } from '../manifest/environment.js'
import { locate } from '../manifest/locate.js'
import { readApp } from '../manifest/read-app.js'
import { readDatabase } from '../manifest/read-database.js'
import { readEnvironment } from '../manifest/read-environment.js'
import type { Service, ServiceType } from '../manifest/service.js'
import type { Path, Source } from '../manifest/source.js'
import { workloadType, type WorkloadType } from '../manifest/workload-type.js'
import { manifestsIn } from './manifests-in.js'
import { named } from './named.js'
import { exists, readText } from './read.js'
import { repositoryRoot } from './repository-root.js'
import { checkDatabase, checkImageFiles, checkPaths, checkPlatform, type ReadService } from './service-checks.js'

export interface Workspace {
  /** The git repository's root, absolute. */
  root: string
  app: App
  environments(): Promise<string[]>
  services(): Promise<{ name: string; type: ServiceType }[]>
  databases(): Promise<string[]>
  environment(name: string): Promise<Environment>
  /** Where the environment is; for one that has no manifest here, where the application is. */
  place(environment: string): Promise<Place>
  /** Where a value of an environment's manifest stands. */
  locate(environment: string, path: Path): Promise<Position>
  /** Throws NoSuchService (exit 5), or what its manifest gets wrong (exit 2). */
  service(name: string, environment: string): Promise<Service>
  database(name: string, environment: string): Promise<Database>
  /** The one that a service uses. */
  databaseOf(service: Service, environment: string): Promise<Database | undefined>
  /** Where a value of a database's manifest stands that holds in the environment. */
  locateInDatabase(name: string, environment: string, path: string[]): Promise<Position>
  /** Names of the Backend Services that take requests in this environment. */
  backends(environment: string): Promise<string[]>
}

/** An account and region of AWS, and the profile that leads there. */
export interface Place {
  region: string
  /** 12 digits: no other account is worked with. */
  account?: string
  profile?: string
}

interface Workload {
  name: string
  type: WorkloadType
  source: Source
}

/** The manifests of the repository around `cwd`. Throws NotInGitRepository or NoWorkspace (exit 2). */
export async function openWorkspace(cwd: string): Promise<Workspace> {
  const root = repositoryRoot(cwd)
  if (!(await exists(root, 'mm/app.yml'))) {
    throw usageError('NoWorkspace', `there is no mm/app.yml in ${root}`, {
      why: 'mm needs the manifests that `mm init` writes',
      fix: ['mm init'],
    })
  }
  const source = async (file: string): Promise<Source> => ({ file, text: await readText(root, file) })
  const app = readApp(await source('mm/app.yml'))

  async function workloads(): Promise<Workload[]> {
    const sources = (await manifestsIn(root, 'mm')).map(async name => ({ name, source: await source(`mm/${name}/manifest.yml`) }))
    return (await Promise.all(sources)).map(each => ({ ...each, type: workloadType(each.source) }))
  }
  const ofType = async (wanted: (type: WorkloadType) => boolean) => (await workloads()).filter(({ type }) => wanted(type))
  const environments = () => manifestsIn(root, 'mm/environments')
  const checkEnvironment = async (name: string) =>
    void named(
      (await environments()).map(each => ({ name: each })),
      name,
      { kind: 'Environment', fix: near => `--env ${near}` },
    )

  const environmentSource = (name: string) => source(`mm/environments/${name}/manifest.yml`)

  const environmentOf = readOnce(async (name: string): Promise<Environment> => {
    await checkEnvironment(name)
    const own = await environmentSource(name)
    const read = readEnvironment(own, app.region)
    sameName(read.name, { name, source: own })
    sameBoundary(read, { app, source: own })
    return read
  })

  async function service(name: string, environment: string): Promise<Service> {
    const platform = capacityPlatform(await environmentOf(environment))
    const { readService } = await import('../manifest/read-service.js')
    const all = await workloads()
    const services = all.filter(({ type }) => isService(type))
    const found = named(services, name, { kind: 'Service', fix: near => `mm svc deploy ${near}` })
    const read = (each: Workload): ReadService => ({
      service: readService(each.source, environment, platform),
      source: each.source,
      environment,
    })
    const own = read(found)
    sameName(own.service.name, found)
    checkImageFiles(own, root)
    checkPlatform(own, platform)
    checkDatabase(
      own,
      all.filter(({ type }) => type === 'MongoDB').map(each => each.name),
    )
    checkPaths(own, services.filter(each => each.type === found.type && each !== found).map(read))
    return own.service
  }

  async function database(name: string, environment: string): Promise<Database> {
    const { production } = await environmentOf(environment)
    const found = named(await ofType(isDatabase), name, { kind: 'Database', fix: near => `--name ${near}` })
    const read = readDatabase(found.source, environment, production)
    sameName(read.name, found)
    return read
  }

  return {
    root,
    app,
    environments,
    services: async () => (await ofType(isService)).map(({ name, type }) => ({ name, type: type as ServiceType })),
    databases: async () => (await ofType(isDatabase)).map(({ name }) => name),
    environment: environmentOf,
    async place(name) {
      if (!(await environments()).includes(name)) return { region: app.region }
      const { region = app.region, account, profile } = await environmentOf(name)
      return { region, ...(account === undefined ? {} : { account }), ...(profile === undefined ? {} : { profile }) }
    },
    locate: async (name, path) => locate(await environmentSource(name), path),
    service,
    database,
    databaseOf: async (service, environment) => service.database && database(service.database.name, environment),
    locateInDatabase: async (name, environment, path) => locate(await source(`mm/${name}/manifest.yml`), path, environment),
    backends: readOnce(async environment => {
      const { readService } = await import('../manifest/read-service.js')
      const backends = await ofType(type => type === 'Backend Service')
      return backends.filter(each => readService(each.source, environment).http).map(({ name }) => name)
    }),
  }
}

/** Once for each environment, whoever asks. */
function readOnce<T>(read: (environment: string) => Promise<T>): (environment: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return environment => {
    const reading = known.get(environment) ?? read(environment)
    known.set(environment, reading)
    return reading
  }
}

/** CloudFormation's role can make no role without the boundary that the application names. */
function sameBoundary({ name, permissionsBoundary: is }: Environment, { app, source }: { app: App; source: Source }): void {
  const wanted = app.deploymentRoles?.permissionsBoundary
  if (wanted === undefined || is === wanted) return
  throw usageError('BadManifest', `${source.file}: permissions_boundary of ${name} isn't that of mm/app.yml`, {
    at: [locate(source, ['permissions_boundary'])],
    why: `deployment_roles.permissions_boundary is ${wanted}, and CloudFormation may make no role without it`,
    fix: [`permissions_boundary: ${wanted}`],
  })
}

const isDatabase = (type: WorkloadType) => type === 'MongoDB'
const isService = (type: WorkloadType) => !isDatabase(type)

/** A manifest whose name isn't its folder's would deploy under a name that nobody can find again. */
function sameName(written: string, { name: folder, source }: { name: string; source: Source }): void {
  if (written === folder) return
  throw usageError('BadManifest', `${source.file}: name is ${written}, and its folder is ${folder}`, {
    at: [locate(source, ['name'])],
    fix: [`name: ${folder}`],
  })
}
