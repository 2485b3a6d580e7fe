import { environmentStackName } from '../names.js'
import type { Stack } from '../ports/cloudformation.js'
import type { RunningService, Target } from '../ports/running.js'
import type { World } from '../ports/world.js'
import { deployedEnvironment } from '../deployed.js'
import { succeeded } from '../stack/stack-status.js'

export interface ServiceStatus {
  name: string
  stack: string
  stackStatus: string
  desired: number
  running: number
  pending: number
  rollout: string
  /** Absent for a service that takes no requests. */
  targets?: { healthy: number; total: number; unhealthy: string[] }
  url?: string
  /** The newest message of ECS, when the service isn't as it should be. */
  lastEvent?: string
}

export interface DatabaseStatus {
  name: string
  stack: string
  stackStatus: string
  engine: 'mongodb' | 'documentdb'
  version: string
  host: string
  /** Voting members of the replica set; of DocumentDB its instances, which AWS keeps. */
  members: number
  /** Of the members' Auto Scaling groups. */
  instances: { id: string; state: string; lifecycle: string; healthy: boolean }[]
}

export interface EnvironmentStatus {
  app: string
  environment: string
  stack: string
  stackStatus: string
  url: string
  /** False: the load balancers speak plain HTTP, since the environment has no domain. */
  encrypted: boolean
  services: ServiceStatus[]
  databases: DatabaseStatus[]
  /** True when everything that is wanted runs and is healthy. */
  healthy: boolean
}

type StatusWorld = Pick<World, 'stacks' | 'services' | 'groups'>

/** What runs in an environment, where, and how healthy; asked of AWS in parallel. */
export async function environmentStatus(world: StatusWorld, app: string, env: string): Promise<EnvironmentStatus> {
  const environment = await deployedEnvironment(world, app, env)
  const stacks = (await world.stacks.list({ 'mm:app': app, 'mm:env': env })).filter(
    stack => stack.name !== environmentStackName(app, env),
  )
  const byName = (a: Stack, b: Stack) => a.name.localeCompare(b.name)
  const [services, databases] = await Promise.all([
    Promise.all(
      stacks
        .filter(stack => stack.tags['mm:service'])
        .sort(byName)
        .map(stack => serviceStatus(world, environment, stack)),
    ),
    Promise.all(
      stacks
        .filter(stack => stack.tags['mm:db'])
        .sort(byName)
        .map(stack => databaseStatus(world, stack)),
    ),
  ])
  const url = environment.outputs['PublicUrl'] ?? ''
  return {
    app,
    environment: env,
    stack: environment.name,
    stackStatus: environment.status,
    url,
    encrypted: url.startsWith('https://'),
    services,
    databases,
    healthy: services.every(isHealthy) && databases.every(serves),
  }
}

async function serviceStatus(world: StatusWorld, environment: Stack, stack: Stack): Promise<ServiceStatus> {
  const { outputs } = stack
  const [running, targets] = await Promise.all([
    outputs['ServiceName']
      ? world.services.describe(environment.outputs['ClusterName'] ?? '', outputs['ServiceName'])
      : undefined,
    targetsOf(world, [outputs['TargetGroupArn'], outputs['AlternateTargetGroupArn']]),
  ])
  const status: ServiceStatus = {
    name: stack.tags['mm:service'] ?? stack.name,
    stack: stack.name,
    stackStatus: stack.status,
    desired: running?.desired ?? 0,
    running: running?.running ?? 0,
    pending: running?.pending ?? 0,
    rollout: running?.rollout ?? 'none',
    ...(targets ? { targets: targetCount(targets) } : {}),
    ...(outputs['Url'] === undefined ? {} : { url: outputs['Url'] }),
  }
  return isHealthy(status) ? status : { ...status, ...lastEvent(running) }
}

/** Of a service that shifts traffic the tasks are in either group; undefined for a service without one. */
async function targetsOf(world: StatusWorld, groups: (string | undefined)[]): Promise<Target[] | undefined> {
  const known = groups.filter(group => group !== undefined)
  return known.length === 0 ? undefined : (await Promise.all(known.map(group => world.services.targets(group)))).flat()
}

/** Targets on their way out (draining) belong to an older revision and don't count. */
function targetCount(targets: Target[]): NonNullable<ServiceStatus['targets']> {
  const counted = targets.filter(target => target.state !== 'draining')
  return {
    healthy: counted.filter(target => target.state === 'healthy').length,
    total: counted.length,
    unhealthy: counted
      .filter(target => target.state !== 'healthy')
      .map(target => `${target.id}:${target.port} ${target.state}${target.reason ? ` (${target.reason})` : ''}`),
  }
}

const lastEvent = (running: RunningService | undefined) => (running?.events[0] ? { lastEvent: running.events[0].message } : {})

async function databaseStatus(world: StatusWorld, stack: Stack): Promise<DatabaseStatus> {
  const { outputs } = stack
  // Stacks of the first version name only one group.
  const groups = (outputs['GroupNames'] ?? outputs['GroupName'] ?? '').split(',').filter(Boolean)
  const instances = (await Promise.all(groups.map(group => world.groups.instances(group)))).flat()
  return {
    name: stack.tags['mm:db'] ?? stack.name,
    stack: stack.name,
    stackStatus: stack.status,
    engine: outputs['Engine'] === 'documentdb' ? 'documentdb' : 'mongodb',
    version: outputs['MongoVersion'] ?? '',
    host: outputs['Host'] ?? '',
    members: Number(outputs['Members'] ?? 1),
    instances: instances.map(({ id, state, lifecycle, healthy }) => ({ id, state, lifecycle, healthy })),
  }
}

/** Every member has an instance that works. What DocumentDB's instances do AWS itself looks after. */
function serves({ engine, stackStatus, instances, members }: DatabaseStatus): boolean {
  if (engine === 'documentdb') return succeeded(stackStatus)
  return instances.filter(instance => instance.healthy && instance.lifecycle === 'InService').length >= members
}

function isHealthy(service: ServiceStatus): boolean {
  const targetsWell = !service.targets || (service.targets.healthy >= service.desired && service.targets.unhealthy.length === 0)
  return service.running >= service.desired && service.rollout === 'COMPLETED' && targetsWell
}
