import { version } from '../../version.js'
import { deployAll, type AllDeployed, type Approval } from '../deploy-all/deploy-all.js'
import type { Planning } from '../deploy-all/plan-all.js'
import { deployedEnvironment } from '../deployed.js'
import type { World } from '../ports/world.js'
import { versionOf } from '../stack/template-version.js'

/** A stack and the mm that changed it last. */
export interface WrittenStack {
  stack: string
  environment: string
  /** Absent when it was one of before versions were noted. */
  version?: string
}

export interface Upgraded extends AllDeployed {
  /** Of this mm. */
  version: string
  /** Databases and services of the environments that another mm changed last. */
  others: WrittenStack[]
}

/**
 * Brings environments that are deployed to this mm's templates: one plan, one question, as mm deploy, which would bring the rest of it.
 * Throws EnvironmentNotDeployed (exit 5) and what a deployment throws.
 * @param plannings with environments as their only parts
 */
export async function upgradeEnvironments(app: string, plannings: Planning[], approval: Approval): Promise<Upgraded> {
  const others: WrittenStack[] = []
  for (const { world, parts } of plannings) {
    for (const { environment } of parts) {
      const { name } = await deployedEnvironment(world, app, environment)
      const from = versionOf(await world.stacks.template(name))
      if (from !== version) world.progress.info(`${name} was changed last by ${spelled(from)}; this is ${version}`)
      others.push(...(await writtenByOthers(world, app, environment)))
    }
  }
  return { ...(await deployAll(plannings, approval)), version, others }
}

async function writtenByOthers({ stacks }: Pick<World, 'stacks'>, app: string, environment: string): Promise<WrittenStack[]> {
  const own = await stacks.list({ 'mm:app': app, 'mm:env': environment })
  const workloads = own.filter(({ tags }) => tags['mm:service'] !== undefined || tags['mm:db'] !== undefined)
  const written = await Promise.all(
    workloads.map(async ({ name }) => {
      const from = versionOf(await stacks.template(name))
      return { stack: name, environment, ...(from === undefined ? {} : { version: from }) }
    }),
  )
  return written.filter(each => each.version !== version)
}

const spelled = (from: string | undefined) => (from === undefined ? 'an mm that noted no version' : `mm ${from}`)
