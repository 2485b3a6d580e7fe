import { architectureOf } from '../instance-architecture.js'
import type { Position } from '../errors.js'
import type { App } from '../manifest/app.js'
import type { Database } from '../manifest/database.js'
import type { Environment } from '../manifest/environment.js'
import { databaseParameters } from '../templates/database/database-parameters.js'
import { databaseTemplate } from '../templates/database/database-template.js'
import type { Chosen } from '../templates/database/member-of.js'
import { render } from '../templates/render.js'
import { refuseChange } from './database-changes.js'
import { refuseBoth, withRestarts } from './database-restarts.js'
import { outcome, type StackOutcome } from './deploy-environment.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { deployedEnvironment } from './deployed.js'
import { sharedStackName, stackTags, workloadStackName } from './names.js'
import type { ChangeSet, Stack, World } from './ports.js'
import { protect } from './protection.js'
import { readiness } from './stack-status.js'

export interface DatabaseDeployment extends StackOutcome {
  database: string
  environment: string
  engine: Database['engine']
  /** Private name of the first member, or of the cluster; port 27017. */
  host: string
  version: string
  /** ARN of the secret that holds the whole connection string. */
  uriSecret: string
}

export interface DatabaseRequest {
  app: App
  environment: Environment
  database: Database
  /** Where a key of the database's manifest stands. */
  locate: (path: string[]) => Promise<Position>
}

type DatabaseWorld = Pick<World, 'account' | 'stacks' | 'progress' | 'signal'>

/** Creates or updates the database's stack. Throws ChangeRefused (exit 2) before anything is sent. */
export async function deployDatabase(
  world: DatabaseWorld,
  request: DatabaseRequest,
  approve: Approve,
): Promise<DatabaseDeployment> {
  const { app, database, locate } = request
  const env = request.environment.name
  const { id, outputs: environment } = await deployedEnvironment(world, app.name, env)
  const stackName = workloadStackName(app.name, env, database.name)
  const found = await world.stacks.find(stackName)
  const deployed = found && readiness(found.status) !== 'remains' ? found : undefined
  // arn:aws:cloudformation:<region>:…
  await refuseChange({ database, deployed, environment, region: id.split(':')[3] ?? '', locate })

  const set = await propose(world, request, { stackName, deployed, environment })
  if (set.changes.length > 0) {
    await approveOrDiscard(world, [set], approve)
    await executeStack(world, set)
  }
  const stack = await world.stacks.find(stackName)
  await protect(world, stack, true)
  const { outputs = {} } = stack ?? {}
  return {
    database: database.name,
    environment: env,
    ...outcome(set),
    engine: database.engine,
    host: outputs['Host'] ?? '',
    version: database.version,
    uriSecret: outputs['UriSecretArn'] ?? '',
  }
}

interface Around {
  stackName: string
  deployed: Stack | undefined
  environment: Record<string, string>
}

async function propose(world: DatabaseWorld, request: DatabaseRequest, around: Around): Promise<ChangeSet> {
  const { app, database } = request
  const { stackName, deployed, environment } = around
  const { name: env, permissionsBoundary } = request.environment
  // Three members with a vault make a template that is too large to be sent itself.
  const bucket = (await world.stacks.find(sharedStackName(app.name)))?.outputs['ArtifactBucket']
  const amiId = database.engine === 'mongodb' ? await image(world, database.instance, deployed) : undefined
  const set = await proposeStack(world, {
    stackName,
    body: render(databaseTemplate(database, chosenBefore(deployed), permissionsBoundary)),
    parameters: databaseParameters(database, {
      app: app.name,
      env,
      environment,
      ...(amiId === undefined ? {} : { amiId }),
    }),
    tags: stackTags({ app: app.name, env, db: database.name }, app.tags),
    ...(bucket === undefined ? {} : { bucket }),
  })
  const changes = withRestarts(set.changes, Number(deployed?.outputs['Members'] ?? 1))
  try {
    refuseBoth(changes)
  } catch (error) {
    await world.stacks.discard(set)
    throw error
  }
  return { ...set, changes }
}

/** What a restore chose holds for every later deployment: another snapshot or generation would be another, empty volume. */
export function chosenBefore(deployed: Pick<Stack, 'outputs'> | undefined): Partial<Chosen> {
  const { Generation: generation, SnapshotId: snapshot } = deployed?.outputs ?? {}
  return {
    ...(generation === undefined ? {} : { generation: Number(generation) }),
    ...(snapshot === undefined ? {} : { snapshot }),
  }
}

/** Resolved once and kept: an image "latest" parameter would replace the instance on an unrelated update. Another architecture needs another. */
async function image(world: DatabaseWorld, instance: string, deployed: Stack | undefined): Promise<string> {
  const before = deployed?.outputs['InstanceType'] ?? instance
  const kept = architectureOf(before) === architectureOf(instance) ? deployed?.parameters['AmiId'] : undefined
  return kept ?? world.progress.step('Find the newest Amazon Linux', () => world.account.amazonLinux(architectureOf(instance)))
}
