import { MmError } from '../../errors.js'
import { deletionPolicies } from '../../templates/resources-in.js'
import type { ExportedStack, Holder } from '../../terraform/stacks.js'
import { dataHolders } from '../stack/data-holders.js'
import { deployedEnvironment } from '../deployed.js'
import { cdnStackName, environmentStackName, sharedStackName } from '../names.js'
import type { Stack, StackResource, Stacks } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { readiness } from '../stack/stack-status.js'

/** A stack, and what of it goes into Terraform's files. */
export interface FoundStack {
  stack: Stack
  exported: ExportedStack
}

interface Wanted {
  app: string
  env: string
  shared: boolean
}

interface Part {
  label: string
  stack: Stack
  stacks: Stacks
  foreign: boolean
}

type ExportWorld = Pick<World, 'stacks' | 'cdnStacks' | 'volumes' | 'progress'>

/**
 * Everything that is deployed of an environment, what others depend on first. Throws EnvironmentNotDeployed (exit 5), and StackBusy (exit 1)
 * while something changes.
 */
export function stacksToExport(world: ExportWorld, wanted: Wanted): Promise<{ found: FoundStack[]; notes: string[] }> {
  const { app, env } = wanted
  return world.progress.step(`Read what is deployed of ${env}`, async () => {
    const parts = await partsOf(world, wanted)
    for (const { stack } of parts) refuseBusy(stack)
    const found: FoundStack[] = []
    const notes = wanted.shared ? await otherEnvironments(world, app, env) : []
    for (const part of parts) found.push({ stack: part.stack, exported: await read(world, part, notes) })
    return { found, notes }
  })
}

async function partsOf(world: ExportWorld, { app, env, shared }: Wanted): Promise<Part[]> {
  const own = await deployedEnvironment(world, app, env)
  const common = await world.stacks.find(sharedStackName(app))
  // Only with a domain can there be one.
  const throughDomain = own.outputs['PublicUrl']?.startsWith('https:')
  const cdn = throughDomain ? await world.cdnStacks.find(cdnStackName(app, env)) : undefined
  const rest = (await world.stacks.list({ 'mm:app': app, 'mm:env': env })).sort((a, b) => (a.name < b.name ? -1 : 1))
  const named = (tag: 'mm:db' | 'mm:service', kind: string) =>
    rest.flatMap(stack => (stack.tags[tag] ? [{ label: `${kind}_${stack.tags[tag]}`, stack }] : []))
  const { stacks, cdnStacks } = world
  return [
    ...(common ? [{ label: 'shared', stack: common, stacks, foreign: !shared }] : []),
    ...(cdn ? [{ label: 'cdn', stack: cdn, stacks: cdnStacks, foreign: false }] : []),
    { label: 'environment', stack: own, stacks, foreign: false },
    ...[...named('mm:db', 'database'), ...named('mm:service', 'service')].map(part => ({ ...part, stacks, foreign: false })),
  ].filter(({ stack }) => readiness(stack.status) !== 'remains')
}

function refuseBusy({ name, status }: Stack): void {
  if (readiness(status) !== 'busy') return
  throw new MmError('StackBusy', `${name} is in ${status}`, {
    why: 'what is written now would not be what is deployed in the end',
    state: 'nothing was written',
    fix: ['mm status', 'the same command again once it has settled'],
  })
}

/** The stack that environments have in common can be in one configuration only. */
async function otherEnvironments({ stacks }: ExportWorld, app: string, env: string): Promise<string[]> {
  const all = await stacks.list({ 'mm:app': app })
  const others = all.flatMap(({ name, tags }) => {
    const other = tags['mm:env']
    return other !== undefined && other !== env && name === environmentStackName(app, other) ? [other] : []
  })
  return others.map(
    other =>
      `${other} has ${sharedStackName(app)} in common with ${env}: only one of them may manage it, write the other with --no-shared`,
  )
}

async function read(world: ExportWorld, { label, stack, stacks, foreign }: Part, notes: string[]): Promise<ExportedStack> {
  const { name, id, parameters, tags, outputs, roleArn } = stack
  const template = await stacks.template(name)
  if (readiness(stack.status) === 'stuck')
    notes.push(`${name} is in ${stack.status}: Terraform can't change it before that is mended`)
  const holders = foreign ? [] : await holdersOf(world, { name, template, resources: await stacks.resources(name) }, notes)
  const region = id.split(':')[3] ?? ''
  return {
    ...{ label, name, region, template, parameters, tags, outputs, protected: stack.protected, holders, foreign },
    ...(roleArn === undefined ? {} : { roleArn }),
  }
}

interface Contents {
  name: string
  template: string
  resources: StackResource[]
}

/** Resources that hold data, by their names in the template. */
async function holdersOf({ volumes }: ExportWorld, { name, template, resources }: Contents, notes: string[]): Promise<Holder[]> {
  const policies = deletionPolicies(template)
  const holders: Holder[] = []
  for (const { logicalId, type, physicalId: id } of [...resources].sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1))) {
    if (!dataHolders.has(type) || id === undefined) continue
    const holder: Holder = { logicalId, type, id, deletion: policies[logicalId] ?? 'Delete' }
    if (type !== 'AWS::EC2::Volume') {
      holders.push(holder)
      continue
    }
    const volume = await volumes.find(id)
    if (volume) holders.push({ ...holder, volume: { zone: volume.zone, size: volume.size } })
    else notes.push(`${name} has lost its volume ${id} (${logicalId}), which is left out`)
  }
  return holders
}
