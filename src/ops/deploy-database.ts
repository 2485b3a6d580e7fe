import type { App } from '../manifest/app.js'
import type { Database } from '../manifest/database.js'
import { databaseParameters } from '../templates/database/database-parameters.js'
import { databaseTemplate } from '../templates/database/database-template.js'
import { render } from '../templates/render.js'
import { outcome, type StackOutcome } from './deploy-environment.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { deployedEnvironment } from './deployed.js'
import { stackTags, workloadStackName } from './names.js'
import type { World } from './ports.js'

export interface DatabaseDeployment extends StackOutcome {
  database: string
  environment: string
  /** Private name of the first member, port 27017. */
  host: string
  version: string
  /** ARN of the secret that holds the whole connection string. */
  uriSecret: string
}

export interface DatabaseRequest {
  app: App
  env: string
  database: Database
}

type DatabaseWorld = Pick<World, 'account' | 'stacks' | 'progress' | 'signal'>

/** Creates or updates the database's stack. */
export async function deployDatabase(
  world: DatabaseWorld,
  request: DatabaseRequest,
  approve: Approve,
): Promise<DatabaseDeployment> {
  const { app, env, database } = request
  const environment = await deployedEnvironment(world, app.name, env)
  const stackName = workloadStackName(app.name, env, database.name)
  const existing = await world.stacks.find(stackName)
  // Resolved once and kept: an image "latest" parameter would replace the instance on an unrelated update.
  const amiId =
    existing?.parameters['AmiId'] ??
    (await world.progress.step('Find the newest Amazon Linux', () => world.account.amazonLinux(architecture(database.instance))))
  const set = await proposeStack(world, {
    stackName,
    body: render(databaseTemplate(database)),
    parameters: databaseParameters({ app: app.name, env, db: database.name, amiId, environment: environment.outputs }),
    tags: stackTags({ app: app.name, env, db: database.name }, app.tags),
  })
  if (set.changes.length > 0) {
    await approveOrDiscard(world, [set], approve)
    await executeStack(world, set)
  }
  const { outputs = {} } = (await world.stacks.find(stackName)) ?? {}
  return {
    database: database.name,
    environment: env,
    ...outcome(set),
    host: outputs['Host'] ?? '',
    version: database.version,
    uriSecret: outputs['UriSecretArn'] ?? '',
  }
}

/** Graviton families carry a `g` after the generation: `t4g`, `r7gd`, `x2gd`. https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
export function architecture(instanceType: string): 'arm64' | 'x86_64' {
  return /^[a-z]+\d+g/.test(instanceType) ? 'arm64' : 'x86_64'
}
