import { notFoundError, usageError } from '../errors.js'
import type { Database } from '../manifest/database.js'
import type { Environment } from '../manifest/environment.js'
import type { Service } from '../manifest/service.js'
import { authorityOf } from '../templates/service/authority.js'
import { missingOutputs } from '../templates/service/service-parameters.js'
import { environmentStackName, workloadStackName } from './names.js'
import type { Stack, Stacks } from './ports/cloudformation.js'
import type { Premises } from './ports/premises.js'
import { readiness } from './stack/stack-status.js'

type Finder = { stacks: Pick<Stacks, 'find'>; premises?: Pick<Premises, 'identity'> }

/** The environment's stack; throws EnvironmentNotDeployed (exit 5) with the command that makes it. */
export async function deployedEnvironment(world: Finder, app: string, env: string): Promise<Stack> {
  const stack = await world.stacks.find(environmentStackName(app, env))
  if (stack && readiness(stack.status) !== 'remains') return stack
  throw notFoundError('EnvironmentNotDeployed', `the environment ${env} of ${app} isn't deployed`, {
    why: `there is no stack ${environmentStackName(app, env)} in ${await where(world)}`,
    fix: [`mm env deploy --name ${env}`],
  })
}

/** By their names where they can be told: another account or region than was meant is the usual reason. */
async function where({ premises }: Finder): Promise<string> {
  const identity = await premises?.identity().catch(() => undefined)
  return identity === undefined ? 'this account and region' : `account ${identity.account}, region ${identity.region}`
}

interface Wanted {
  app: { name: string }
  environment: Environment
  service: Service
  backends: string[]
  database?: Database | undefined
}

/** The environment's stack, which has all that the service needs; else throws EnvironmentOutdated (exit 2). */
export async function environmentFor(world: Finder, { app, environment, service, backends }: Wanted): Promise<Stack> {
  const stack = await deployedEnvironment(world, app.name, environment.name)
  const missing = missingOutputs(service, { backends, environment }, stack.outputs)
  if (missing.length === 0) return stack
  throw usageError('EnvironmentOutdated', `the environment ${environment.name} isn't deployed as its manifest says`, {
    why: `${service.name} needs what the stack ${stack.name} doesn't put out: ${missing.join(', ')}`,
    state: 'nothing was changed',
    fix: [`mm env deploy --name ${environment.name}`],
  })
}

/** The database's stack; throws DatabaseNotDeployed (exit 5). */
export async function deployedDatabase(world: Finder, app: string, env: string, name: string): Promise<Stack> {
  const stack = await world.stacks.find(workloadStackName(app, env, name))
  if (stack && readiness(stack.status) !== 'remains') return stack
  throw notFoundError('DatabaseNotDeployed', `the database ${name} isn't deployed in ${env}`, {
    why: `there is no stack ${workloadStackName(app, env, name)} in this account and region`,
    fix: [`mm db deploy --env ${env}`],
  })
}

/**
 * Throws DatabaseOutdated (exit 2) when the service's tasks would get a connection string by TLS without the certificate, or a certificate that
 * isn't there: its template follows the database's manifest, and the connection string what is deployed.
 */
export function refuseOtherTls(wanted: Wanted, deployed: Stack): void {
  const { environment, service, database } = wanted
  if (!service.database || Object.hasOwn(service.variables, service.database.as)) return
  const { Tls: tls = 'false', CaParameterArn: published } = deployed.outputs
  const brings = authorityOf(service, wanted) !== undefined
  if (brings ? published !== undefined : tls !== 'prefer' && tls !== 'require') return
  const { name } = service.database
  throw usageError('DatabaseOutdated', `the database ${name} isn't deployed as its manifest says`, {
    why: `its manifest has tls: ${database?.engine === 'mongodb' && database.tls}, and ${tls} is deployed`,
    state: 'nothing was changed',
    fix: [`mm db deploy --name ${name} --env ${environment.name}`],
  })
}

/** The service's stack; throws ServiceNotDeployed (exit 5). */
export async function deployedService(world: Finder, app: string, env: string, name: string): Promise<Stack> {
  const stackName = workloadStackName(app, env, name)
  const stack = await world.stacks.find(stackName)
  if (stack && readiness(stack.status) !== 'remains' && stack.tags['mm:db'] === undefined) return stack
  throw notFoundError('ServiceNotDeployed', `the service ${name} isn't deployed in ${env}`, {
    why: stack?.tags['mm:db']
      ? `${stackName} is the stack of a database`
      : `there is no stack ${stackName} in this account and region`,
    fix: [`mm svc deploy ${name} --env ${env}`],
  })
}
