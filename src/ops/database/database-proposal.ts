import type { Position } from '../../errors.js'
import { architectureOf } from '../../instance-architecture.js'
import type { App } from '../../manifest/app.js'
import type { Database } from '../../manifest/database.js'
import type { Environment } from '../../manifest/environment.js'
import { databaseParameters } from '../../templates/database/database-parameters.js'
import { databaseTemplate } from '../../templates/database/database-template.js'
import type { Template } from '../../templates/cfn.js'
import type { Boot, Chosen } from '../../templates/database/member-of.js'
import { newestBoot } from '../../templates/database/user-data.js'
import { render } from '../../templates/render.js'
import { refuseChange } from './database-changes.js'
import type { Allowed } from '../stack/propose-stack.js'
import { roleFor } from '../environment/deployment-role.js'
import { stacksOf } from '../overview/list-stacks.js'
import { sharedStackName, stackTags, workloadStackName } from '../names.js'
import type { Proposal, Stack } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { readiness } from '../stack/stack-status.js'
import { changesTls } from './tls-changes.js'
import { withVersion } from '../stack/template-version.js'

export interface DatabaseRequest extends Allowed {
  app: App
  environment: Environment
  database: Database
  /** Where a key of the database's manifest stands. */
  locate: (path: string[]) => Promise<Position>
  /** The repository's root, absolute. */
  root: string
  /** Start the members anew with this mm's boot script and the newest image. */
  renewInstances?: boolean
}

/** What isn't in the manifests. A part that is absent isn't known; the parameters that come from it are empty. */
interface DatabaseParts {
  environment?: Stack | undefined
  deployed?: Stack | undefined
  /** Names the bucket that a template is read from which is too large to be sent itself: three members with a vault make one. */
  shared?: Stack | undefined
  amiId?: string | undefined
  /** The boot script to keep. */
  boot?: Boot | undefined
}

/** What a deployment sends, the stack that it meets, and what a person must know about it. */
interface Proposed {
  proposal: Proposal
  deployed: Stack | undefined
  notes: string[]
}

/**
 * What a deployment of the database sends. Throws ChangeRefused (exit 2).
 * @param environment the environment's stack, when it's deployed
 */
export async function databaseProposal(
  world: Pick<World, 'account' | 'stacks' | 'progress' | 'reserve'>,
  request: DatabaseRequest,
  environment: Stack | undefined,
): Promise<Proposed> {
  const { app, database, locate } = request
  const environmentName = request.environment.name
  const stackName = workloadStackName(app.name, environmentName, database.name)
  // Before it's read: what is kept of it mustn't be somebody else's past.
  await world.reserve?.(stackName)
  const found = await world.stacks.find(stackName)
  const deployed = found && readiness(found.status) !== 'remains' ? found : undefined
  if (environment) {
    // arn:aws:cloudformation:<region>:…
    const region = environment.id.split(':')[3] ?? ''
    const services = deployed && changesTls(database, deployed.outputs) ? await servicesOf(world, app.name, environmentName) : []
    await refuseChange({ database, deployed, services, environmentName, environment: environment.outputs, region, locate })
  }
  const shared = await world.stacks.find(sharedStackName(app.name))
  const parts = { environment, deployed, shared }
  if (database.engine === 'documentdb') {
    const notes = request.renewInstances ? ["DocumentDB's instances are AWS's own: --renew-instances does nothing"] : []
    return { proposal: databaseProposalOf(request, parts), deployed, notes }
  }
  const kept = request.renewInstances ? undefined : deployed
  const amiId = await image(world, database.instance, kept)
  const boot = kept && (await bootOf(world, templateOf(request, kept), kept))
  return { proposal: databaseProposalOf(request, { ...parts, amiId, boot }), deployed, notes: outdated(request, boot) }
}

/** Whoever runs a newer mm learns that the members don't start with its boot script yet. */
function outdated({ database, environment }: DatabaseRequest, boot: Boot | undefined): string[] {
  if (boot === undefined || boot.Version === newestBoot.Version) return []
  const command = `mm db deploy --name ${database.name} --env ${environment.name} --renew-instances`
  return [
    `members start with the boot script ${boot.Version}, and this mm has ${newestBoot.Version}: ${command} brings it and the newest Amazon Linux, and restarts them one at a time`,
  ]
}

/** Stacks of the services that may have tasks. */
const servicesOf = async (world: Pick<World, 'stacks'>, app: string, env: string): Promise<Stack[]> =>
  (await stacksOf(world, { app, env }, 'mm:service')).filter(({ status }) => readiness(status) !== 'remains')

export function databaseProposalOf(request: DatabaseRequest, parts: DatabaseParts): Proposal {
  const { app, database } = request
  const { name: env } = request.environment
  const { environment, deployed, shared, amiId, boot } = parts
  const bucket = shared?.outputs['ArtifactBucket']
  const roleArn = app.deploymentRoles && roleFor(shared, env)
  return {
    stackName: workloadStackName(app.name, env, database.name),
    body: withVersion(render(templateOf(request, deployed, boot))),
    parameters: databaseParameters(database, {
      app: app.name,
      env,
      environment: environment?.outputs ?? {},
      ...(deployed ? { deployed: deployed.parameters } : {}),
      ...(amiId === undefined ? {} : { amiId }),
    }),
    tags: stackTags({ app: app.name, env, db: database.name }, app.tags),
    ...(bucket === undefined ? {} : { bucket }),
    ...(roleArn === undefined ? {} : { roleArn }),
  }
}

const templateOf = ({ database, environment }: DatabaseRequest, deployed: Stack | undefined, boot?: Boot) =>
  databaseTemplate(
    database,
    { ...chosenBefore(deployed), ...(boot === undefined ? {} : { boot }) },
    environment.permissionsBoundary,
  )

/** What a restore chose holds for every later deployment: another snapshot or generation would be another, empty volume. */
export function chosenBefore(deployed: Pick<Stack, 'outputs'> | undefined): Partial<Chosen> {
  if (!deployed) return {}
  // Stacks that are older than the output: one member.
  const { Generation: generation, SnapshotId: snapshot, FirstMembers: first = '1' } = deployed.outputs
  return {
    first: Number(first),
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

/** Loaded only when there's a template to read: the parser of YAML costs as much as all the rest. */
async function bootOf(world: Pick<World, 'stacks'>, template: Template, { name }: Stack): Promise<Boot | undefined> {
  const { keptBoot } = await import('./kept-boot.js')
  return keptBoot(template, await world.stacks.template(name))
}
