import type { Database } from '../manifest/database.js'
import { databaseProposal, type DatabaseRequest } from './database-proposal.js'
import { refuseBoth, tellRestarts } from './database-restarts.js'
import { outcome, type StackOutcome } from './deploy-environment.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { deployedEnvironment } from './deployed.js'
import type { World } from './ports/world.js'
import { protect } from './protection.js'

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

type DatabaseWorld = Pick<World, 'account' | 'stacks' | 'progress' | 'signal'>

/** Creates or updates the database's stack. Throws ChangeRefused (exit 2) before anything is sent. */
export async function deployDatabase(
  world: DatabaseWorld,
  request: DatabaseRequest,
  approve: Approve,
): Promise<DatabaseDeployment> {
  const { app, database } = request
  const env = request.environment.name
  const environment = await deployedEnvironment(world, app.name, env)
  const { proposal, deployed } = await databaseProposal(world, request, environment)

  const set = tellRestarts(await proposeStack(world, proposal), database, deployed)
  try {
    refuseBoth(set.changes)
  } catch (error) {
    await world.stacks.discard(set)
    throw error
  }
  if (set.changes.length > 0) {
    await approveOrDiscard(world, [set], approve)
    await executeStack(world, set)
  }
  const stack = await world.stacks.find(proposal.stackName)
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
