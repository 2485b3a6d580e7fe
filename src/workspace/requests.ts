import type { Path } from '../manifest/source.js'
import type { DatabaseRequest } from '../ops/database/database-proposal.js'
import type { EnvironmentRequest } from '../ops/environment/environment-proposals.js'
import type { ServiceRequest } from '../ops/service/service-proposal.js'
import type { Workspace } from './workspace.js'

/**
 * What the manifests say of an environment. Throws what they get wrong (exit 2), with its place.
 * @param originToken see EnvironmentRequest
 */
export async function environmentRequest(workspace: Workspace, env: string, originToken?: string): Promise<EnvironmentRequest> {
  const environment = await workspace.environment(env)
  // Backends first: what calls them mustn't be deployed before them.
  const services = (await workspace.services()).sort((a, b) => a.type.localeCompare(b.type))
  return {
    app: workspace.app,
    environment,
    services: services.map(({ name }) => name),
    databases: await workspace.databases(),
    originToken,
    locate: (path: Path) => workspace.locate(env, path),
    root: workspace.root,
  }
}

/** Of a database of an environment, as environmentRequest. */
export async function databaseRequest(workspace: Workspace, name: string, env: string): Promise<DatabaseRequest> {
  return {
    app: workspace.app,
    environment: await workspace.environment(env),
    database: await workspace.database(name, env),
    locate: path => workspace.locateInDatabase(name, env, path),
    root: workspace.root,
  }
}

/** Of a service in an environment, as environmentRequest. */
export async function serviceRequest(workspace: Workspace, name: string, env: string): Promise<ServiceRequest> {
  const environment = await workspace.environment(env)
  const service = await workspace.service(name, env)
  return {
    app: workspace.app,
    environment,
    service,
    backends: await workspace.backends(env),
    database: await workspace.databaseOf(service, env),
    root: workspace.root,
  }
}
