import { environmentStackName } from '../names.js'
import { databaseProposal, type DatabaseRequest } from './database-proposal.js'
import { refuseBoth, tellRestarts } from './database-restarts.js'
import type { World } from '../ports/world.js'
import type { Preview } from '../preview/preview.js'
import { readiness } from '../stack/stack-status.js'

/** What a deployment of the database would send. Throws ChangeRefused (exit 2), as the deployment does. */
export async function previewDatabase(
  world: Pick<World, 'account' | 'stacks' | 'progress'>,
  request: DatabaseRequest,
): Promise<Preview> {
  const env = request.environment.name
  const found = await world.stacks.find(environmentStackName(request.app.name, env))
  const environment = found && readiness(found.status) !== 'remains' ? found : undefined
  const { proposal, deployed, notes } = await databaseProposal(world, request, environment)
  return {
    proposal,
    notes: [...(environment ? [] : [`the environment ${env} isn't deployed: mm env deploy --name ${env}`]), ...notes],
    refuse: set => refuseBoth(tellRestarts(set, request.database, deployed).changes),
    tell: set => tellRestarts(set, request.database, deployed),
  }
}
