import type { Path } from '../manifest/source.js'
import type { Declared } from '../ops/declared-stacks.js'
import type { Workspace } from './workspace.js'

/**
 * Everything that the manifests say of the environment. Throws what they get wrong (exit 2), with its place.
 * @param originToken see EnvironmentRequest
 */
export async function declaredIn(workspace: Workspace, env: string, originToken?: string): Promise<Declared> {
  const { app, root } = workspace
  const environment = await workspace.environment(env)
  const [services, databases, backends] = await Promise.all([
    workspace.services(),
    workspace.databases(),
    workspace.backends(env),
  ])
  return {
    environment: {
      app,
      environment,
      services: services.map(({ name }) => name),
      databases,
      originToken,
      locate: (path: Path) => workspace.locate(env, path),
    },
    databases: await Promise.all(
      databases.map(async name => ({
        ...{ app, environment, database: await workspace.database(name, env) },
        locate: (path: string[]) => workspace.locateInDatabase(name, env, path),
      })),
    ),
    services: await Promise.all(
      services.map(async ({ name }) => {
        const service = await workspace.service(name, env)
        return { app, environment, service, backends, root, database: await workspace.databaseOf(service, env) }
      }),
    ),
  }
}
