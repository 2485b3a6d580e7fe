import type { Service } from '../../manifest/service.js'
import { MmError } from '../../errors.js'
import { everyMs, lookUntil } from '../look-again.js'
import type { Target } from '../ports/running.js'
import type { World } from '../ports/world.js'
import { healthy, serving } from './rollout-of.js'

interface Question {
  service: Service
  env: string
  /** Of the service's stack. */
  outputs: Record<string, string>
  /** How many targets must be healthy. */
  needed: number
}

/** Besides the checks that the load balancer needs to call a target healthy. */
const patienceMs = 60_000

/**
 * ECS has called the deployment completed; now the load balancer must say the same. Usually it does at once.
 * Throws TargetsNotHealthy (exit 1) when it doesn't within the time of as many checks as it needs, and a minute.
 */
export async function awaitHealthyTargets(
  world: Pick<World, 'services' | 'clock' | 'signal' | 'progress'>,
  { service, env, outputs, needed }: Question,
): Promise<void> {
  const check = service.http?.healthcheck
  // A service that shifts traffic has two groups, of which one gets it.
  const groups = ['TargetGroupArn', 'AlternateTargetGroupArn'].flatMap(name => outputs[name] ?? [])
  if (!check || groups.length === 0) return
  let targets: Target[] = []
  const look = async () => {
    targets = serving((await Promise.all(groups.map(group => world.services.targets(group)))).flat())
    return healthy(targets).length >= needed ? true : undefined
  }

  if (await lookUntil(world, look, 0)) return
  await world.progress.step(`Wait until the targets of ${service.name} are healthy`, async step => {
    const tell = () => step.note(`${healthy(targets).length} of ${needed}`)
    const again = async () => {
      const enough = await look()
      tell()
      return enough
    }
    tell()
    await world.clock.pause(everyMs, world.signal)
    const patience = check.interval * check.healthyThreshold * 1000 + patienceMs
    if (!(await lookUntil(world, again, patience - everyMs))) throw notHealthy({ service, env, targets, needed })
  })
}

function notHealthy({ service: { name }, env, targets, needed }: Omit<Question, 'outputs'> & { targets: Target[] }): MmError {
  const ill = targets.filter(({ state }) => state !== 'healthy')
  const why = ill.map(({ id, state, reason }) => `target ${id} is ${state}${reason ? `: ${reason}` : ''}`)
  const count = healthy(targets).length
  return new MmError('TargetsNotHealthy', `${name} runs its new revision, but ${count} of ${needed} targets are healthy`, {
    why: why.length > 0 ? why.join('\n') : 'the load balancer knows no other target',
    state:
      count === 0
        ? `the new revision is the one that serves, and no target answers: your users get errors`
        : `the new revision is the one that serves, by ${count} of ${needed} targets`,
    fix: [`mm logs ${name} --env ${env} --since 10m`, `mm svc rollback ${name} --env ${env}`],
  })
}
