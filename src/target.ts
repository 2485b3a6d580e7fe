import { usageError } from './errors.js'
import { here } from './here.js'
import type { Workspace } from './workspace/workspace.js'

/** What a command is about: the repository, an environment, and one of its services or databases. */
export interface Target {
  workspace: Workspace
  env: string
  name: string
}

/** What was written on the command line; what is left out is the repository's only one. */
interface Named {
  env: string | undefined
  name: string | undefined
}

export async function openHere(): Promise<Workspace> {
  const { openWorkspace } = await import('./workspace/workspace.js')
  return openWorkspace(here())
}

export async function serviceTarget(named: Named): Promise<Target> {
  const workspace = await openHere()
  const services = (await workspace.services()).map(service => service.name)
  return {
    workspace,
    env: await chosenEnvironment(workspace, named.env),
    name: chosen(services, { named: named.name, what: 'service', flag: '--name' }),
  }
}

export async function databaseTarget(named: Named): Promise<Target> {
  const workspace = await openHere()
  const env = await chosenEnvironment(workspace, named.env)
  return { workspace, env, name: chosen(await workspace.databases(), { named: named.name, what: 'database', flag: '--name' }) }
}

/** The environment as `mm env …` names it. */
export async function environmentTarget(named: string | undefined): Promise<Omit<Target, 'env'>> {
  const workspace = await openHere()
  return { workspace, name: chosen(await workspace.environments(), { named, what: 'environment', flag: '--name' }) }
}

/** What `mm deploy attach` and its like are about: a whole environment, or one thing in it. A stack's name tells its environment by itself. */
export async function deploymentTarget(named: Named): Promise<Omit<Target, 'name'> & { name: string | undefined }> {
  const workspace = await openHere()
  const { name } = named
  const prefix = (env: string) => `${workspace.app.name}-${env}`
  const [told] = (await workspace.environments())
    .filter(env => name === prefix(env) || name?.startsWith(`${prefix(env)}-`))
    .sort((a, b) => b.length - a.length)
  return { workspace, env: named.env ?? told ?? (await chosenEnvironment(workspace, undefined)), name }
}

/** The environments that were named, all of them, or the repository's only one. */
export async function environmentsTarget(named: {
  envs: string[]
  all: boolean
}): Promise<{ workspace: Workspace; envs: string[] }> {
  const workspace = await openHere()
  if (named.all) return { workspace, envs: await workspace.environments() }
  const envs = named.envs.length > 0 ? [...new Set(named.envs)] : [await chosenEnvironment(workspace, undefined)]
  return { workspace, envs }
}

/** The environment that was named, else the repository's only one. */
export async function chosenEnvironment(workspace: Workspace, named: string | undefined): Promise<string> {
  return chosen(await workspace.environments(), { named, what: 'environment', flag: '--env' })
}

/** One of the known names: the named one (whether it exists is checked where it's read), else the only one. */
function chosen(known: string[], { named, what, flag }: { named: string | undefined; what: string; flag: string }): string {
  if (named !== undefined) return named
  const [only, ...more] = known
  if (only !== undefined && more.length === 0) return only
  throw usageError(`Missing${what.charAt(0).toUpperCase()}${what.slice(1)}`, `which ${what}? ${flag} is missing`, {
    why: known.length === 0 ? `the repository has no ${what}` : `the repository has ${known.join(', ')}`,
    fix: known.length === 0 ? ['mm init'] : known.map(name => `${flag} ${name}`),
  })
}
