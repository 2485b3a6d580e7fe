import type { Position } from '../errors.js'
import { architectureOf } from '../instance-architecture.js'
import type { App } from '../manifest/app.js'
import type { Database } from '../manifest/database.js'
import type { Environment } from '../manifest/environment.js'
import { databaseParameters } from '../templates/database/database-parameters.js'
import { databaseTemplate } from '../templates/database/database-template.js'
import type { Chosen } from '../templates/database/member-of.js'
import { render } from '../templates/render.js'
import { changesTls, refuseChange } from './database-changes.js'
import { stacksOf } from './list-stacks.js'
import { sharedStackName, stackTags, workloadStackName } from './names.js'
import type { Proposal, Stack } from './ports/cloudformation.js'
import type { World } from './ports/world.js'
import { readiness } from './stack-status.js'

export interface DatabaseRequest {
  app: App
  environment: Environment
  database: Database
  /** Where a key of the database's manifest stands. */
  locate: (path: string[]) => Promise<Position>
}

/** What isn't in the manifests. A part that is absent isn't known; the parameters that come from it are empty. */
interface DatabaseParts {
  environment?: Stack | undefined
  deployed?: Stack | undefined
  /** Where a template is read from that is too large to be sent itself: three members with a vault make one. */
  bucket?: string | undefined
  amiId?: string | undefined
}

/**
 * What a deployment of the database sends, and the stack that it meets. Throws ChangeRefused (exit 2).
 * @param environment the environment's stack, when it's deployed
 */
export async function databaseProposal(
  world: Pick<World, 'account' | 'stacks' | 'progress'>,
  request: DatabaseRequest,
  environment: Stack | undefined,
): Promise<{ proposal: Proposal; deployed: Stack | undefined }> {
  const { app, database, locate } = request
  const environmentName = request.environment.name
  const found = await world.stacks.find(workloadStackName(app.name, environmentName, database.name))
  const deployed = found && readiness(found.status) !== 'remains' ? found : undefined
  if (environment) {
    // arn:aws:cloudformation:<region>:…
    const region = environment.id.split(':')[3] ?? ''
    const services = deployed && changesTls(database, deployed.outputs) ? await servicesOf(world, app.name, environmentName) : []
    await refuseChange({ database, deployed, services, environmentName, environment: environment.outputs, region, locate })
  }
  const bucket = (await world.stacks.find(sharedStackName(app.name)))?.outputs['ArtifactBucket']
  const amiId = database.engine === 'mongodb' ? await image(world, database.instance, deployed) : undefined
  return { proposal: databaseProposalOf(request, { environment, deployed, bucket, amiId }), deployed }
}

/** Stacks of the services that may have tasks. */
const servicesOf = async (world: Pick<World, 'stacks'>, app: string, env: string): Promise<Stack[]> =>
  (await stacksOf(world, { app, env }, 'mm:service')).filter(({ status }) => readiness(status) !== 'remains')

export function databaseProposalOf(request: DatabaseRequest, parts: DatabaseParts): Proposal {
  const { app, database } = request
  const { name: env, permissionsBoundary } = request.environment
  const { environment, deployed, bucket, amiId } = parts
  return {
    stackName: workloadStackName(app.name, env, database.name),
    body: render(databaseTemplate(database, chosenBefore(deployed), permissionsBoundary)),
    parameters: databaseParameters(database, {
      app: app.name,
      env,
      environment: environment?.outputs ?? {},
      ...(amiId === undefined ? {} : { amiId }),
    }),
    tags: stackTags({ app: app.name, env, db: database.name }, app.tags),
    ...(bucket === undefined ? {} : { bucket }),
  }
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
async function image(world: Pick<World, 'account' | 'progress'>, instance: string, deployed: Stack | undefined): Promise<string> {
  const before = deployed?.outputs['InstanceType'] ?? instance
  const kept = architectureOf(before) === architectureOf(instance) ? deployed?.parameters['AmiId'] : undefined
  return kept ?? world.progress.step('Find the newest Amazon Linux', () => world.account.amazonLinux(architectureOf(instance)))
}
