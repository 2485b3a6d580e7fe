import type { Declared } from '../ops/declared-stacks.js'
import { databaseRequest, environmentRequest, serviceRequest } from './requests.js'
import type { Workspace } from './workspace.js'

/**
 * Everything that the manifests say of the environment. Throws what they get wrong (exit 2), with its place.
 * @param originToken see EnvironmentRequest
 */
export async function declaredIn(workspace: Workspace, env: string, originToken?: string): Promise<Declared> {
  const [environment, services] = await Promise.all([environmentRequest(workspace, env, originToken), workspace.services()])
  return {
    environment,
    databases: await Promise.all(environment.databases.map(name => databaseRequest(workspace, name, env))),
    services: await Promise.all(services.map(({ name }) => serviceRequest(workspace, name, env))),
  }
}
