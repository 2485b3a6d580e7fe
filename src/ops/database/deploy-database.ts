import type { Database } from '../../manifest/database.js'
import { tellBearing } from './bearing.js'
import { databaseProposal, type DatabaseRequest } from './database-proposal.js'
import { refuseBoth, tellRestarts } from './database-restarts.js'
import { compareWithLast, type Took } from '../stack/last-times.js'
import { outcome, type StackOutcome } from '../stack/outcome.js'
import { phases, workOf, type Phases } from '../stack/phases.js'
import { executeStack } from '../stack/follow-stack.js'
import { discardSets, orDiscard, proposeStack } from '../stack/propose-stack.js'
import { deployedEnvironment } from '../deployed.js'
import { grows, withoutPromise } from './growing-set.js'
import { inSight } from '../lost-sight.js'
import { decide, hasChanges, type Answers, type Planned } from '../stack/planned.js'
import type { ChangeSet, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { protect } from '../stack/protection.js'
import { leftToDo, notDeployed } from '../stack/sights.js'
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
  /** Absent when nothing was to be done. */
  took?: Took
}

type DatabaseWorld = Pick<
  World,
  'account' | 'stacks' | 'groups' | 'commands' | 'clock' | 'progress' | 'records' | 'signal' | 'reserve'
>

/** Creates or updates the database's stack. Throws ChangeRefused (exit 2) before anything is sent. */
export const deployDatabase = async (
  world: DatabaseWorld,
  request: DatabaseRequest,
  answers: Answers,
): Promise<DatabaseDeployment> => decide(await planDatabase(world, request), answers)

/** Works out what the database's stack would become. Throws ChangeRefused (exit 2) before anything is sent. */
export const planDatabase = (world: DatabaseWorld, request: DatabaseRequest): Promise<Planned<DatabaseDeployment>> =>
  inSight(world, notDeployed(request.database.name), () => workOut(world, request))

async function workOut(world: DatabaseWorld, request: DatabaseRequest): Promise<Planned<DatabaseDeployment>> {
  const { app, database } = request
  const environment = await deployedEnvironment(world, app.name, request.environment.name)
  const { proposal, deployed, notes } = await databaseProposal(world, request, environment)

  const measured = phases(world.clock)
  const made = await proposeStack(world, proposal, { ...request, phases: measured })
  const proposed = tellRestarts(made, database, deployed)
  const set = await orDiscard(world, [proposed], async () => {
    refuseBoth(proposed.changes)
    return tellBearing(world, proposed, deployed)
  })
  const forEver = hasChanges(set) ? lockForEver(database, deployed) : undefined
  return {
    sets: [set],
    ...(forEver === undefined ? {} : { irrevocable: forEver }),
    discard: () => discardSets(world, [set]),
    apply: () => applyDatabase(world, request, { set, deployed, notes, phases: measured }),
  }
}

interface Prepared {
  set: ChangeSet
  deployed: Stack | undefined
  notes: string[]
  phases: Phases
}

async function applyDatabase(
  world: DatabaseWorld,
  request: DatabaseRequest,
  { set, deployed, notes, phases: measured }: Prepared,
): Promise<DatabaseDeployment> {
  const { database, root } = request
  const env = request.environment.name
  if (hasChanges(set)) {
    await measured
      .time(workOf(set), () => executeStack(world, set))
      .catch((error: unknown) => {
        throw grows(database, deployed) ? withoutPromise(error, env) : error
      })
  }
  const { outputs } = await inSight(world, leftToDo(set), async () => {
    const stack = await world.stacks.find(set.stackName)
    await protect(world, stack, true)
    return { outputs: stack?.outputs ?? {} }
  })
  return {
    database: database.name,
    environment: env,
    ...outcome(set),
    engine: database.engine,
    host: outputs['Host'] ?? '',
    version: database.version,
    uriSecret: outputs['UriSecretArn'] ?? '',
    notes,
    ...(hasChanges(set)
      ? { took: compareWithLast(world.records, { root, env, name: database.name, phases: measured.past }) }
      : {}),
  }
}
