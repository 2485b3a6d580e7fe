import type { Database } from '../manifest/database.js'
import { tellBearing } from './bearing.js'
import { databaseProposal, type DatabaseRequest } from './database-proposal.js'
import { refuseBoth, tellRestarts } from './database-restarts.js'
import { outcome, type StackOutcome } from './deploy-environment.js'
import { approveOrDiscard, executeStack, proposeStack, type Approve } from './deploy-stack.js'
import { deployedEnvironment } from './deployed.js'
import { grows, withoutPromise } from './growing-set.js'
import type { ChangeSet } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { protect } from './protection.js'
import { lockForEver } from './vault-lock.js'

export interface DatabaseDeployment extends StackOutcome {
  database: string
  environment: string
  engine: Database['engine']
  /** Private name of the first member, or of the cluster; port 27017. */
  host: string
  version: string
  /** ARN of the secret that holds the whole connection string. */
  uriSecret: string
  /** What a person must know besides. */
  notes: string[]
}

type DatabaseWorld = Pick<World, 'account' | 'stacks' | 'groups' | 'commands' | 'progress' | 'signal' | 'reserve'>

export interface Answers {
  approve: Approve
  /** Wants the database's name typed, for what can't be undone; throws (a soft refusal) when it isn't. */
  confirm: (consequence: string) => Promise<void>
}

/** Creates or updates the database's stack. Throws ChangeRefused (exit 2) before anything is sent. */
export async function deployDatabase(
  world: DatabaseWorld,
  request: DatabaseRequest,
  { approve, confirm }: Answers,
): Promise<DatabaseDeployment> {
  const { app, database } = request
  const env = request.environment.name
  const environment = await deployedEnvironment(world, app.name, env)
  const { proposal, deployed, notes } = await databaseProposal(world, request, environment)

  const proposed = tellRestarts(await proposeStack(world, proposal), database, deployed)
  const set = await orDiscard(world, proposed, async () => {
    refuseBoth(proposed.changes)
    return tellBearing(world, proposed, deployed)
  })
  if (set.changes.length > 0) {
    const forEver = lockForEver(database, deployed)
    await approveOrDiscard(world, [set], async sets => {
      await approve(sets)
      if (forEver !== undefined) await confirm(forEver)
    })
    await executeStack(world, set).catch((error: unknown) => {
      throw grows(database, deployed) ? withoutPromise(error, env) : error
    })
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
    notes,
  }
}

async function orDiscard<T>({ stacks }: DatabaseWorld, set: ChangeSet, look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    await stacks.discard(set)
    throw error
  }
}
