import type { RunningService, Target } from '../ports/running.js'
import type { World } from '../ports/world.js'

/** What users get from a service, as it was seen last. */
export interface Standing {
  /** `none`: there's no such service. Absent: it couldn't be asked. */
  service?: RunningService | 'none'
  /** Absent for a service without a load balancer, or when they couldn't be asked. */
  targets?: Target[]
}

interface Where {
  cluster: string
  service: string
  targetGroup: string | undefined
}

/** Asks ECS and the load balancer; what doesn't answer is left out. */
export async function standingOf(
  { services }: Pick<World, 'services'>,
  { cluster, service, targetGroup }: Where,
): Promise<Standing> {
  const [running, targets] = await Promise.allSettled([
    services.describe(cluster, service),
    targetGroup === undefined ? Promise.resolve(undefined) : services.targets(targetGroup),
  ])
  return {
    ...(running.status === 'fulfilled' ? { service: running.value ?? 'none' } : {}),
    ...(targets.status === 'fulfilled' && targets.value ? { targets: targets.value } : {}),
  }
}

/**
 * In a person's words, e.g. `revision 41 still serves: 2 of 2 tasks run, 2 of 2 targets healthy`.
 * @param before ARN of the task definition that ran before the deployment
 */
export function whatServes(
  { service, targets }: Standing,
  { name, before }: { name: string; before?: string | undefined },
): string {
  if (service === undefined) return 'what serves now could not be asked: mm status'
  if (service === 'none') return `nothing serves: ${name} doesn't exist`
  const all = service.deployments.filter(({ running }) => running > 0)
  // What ECS takes away, a revision that was given up say, may have tasks for another moment.
  const wanted = all.filter(({ desired }) => desired > 0)
  const run = wanted.length > 0 ? wanted : all
  const [only, ...others] = run
  if (only === undefined) return `nothing serves: no task of ${name} runs`
  const health = healthOf(targets)
  if (others.length > 0) {
    const each = run.map(({ running, taskDefinition }) => `${tasks(running)} of revision ${revisionOf(taskDefinition)}`)
    return `${run.length === 2 ? 'both' : run.length} revisions run: ${each.join(', ')}${health.text}`
  }
  const still = only.taskDefinition === before ? 'still ' : ''
  const count = `${only.running} of ${service.desired} tasks run`
  return health.none
    ? `nothing serves: revision ${revisionOf(only.taskDefinition)} runs (${count}), and no target is healthy`
    : `revision ${revisionOf(only.taskDefinition)} ${still}${targets ? 'serves' : 'runs'}: ${count}${health.text}`
}

/** Targets on their way out belong to tasks that end. */
function healthOf(targets: Target[] | undefined): { text: string; none: boolean } {
  if (!targets) return { text: '', none: false }
  const counted = targets.filter(({ state }) => state !== 'draining')
  const healthy = counted.filter(({ state }) => state === 'healthy').length
  return { text: `, ${healthy} of ${counted.length} targets healthy`, none: healthy === 0 }
}

const tasks = (count: number) => (count === 1 ? '1 task' : `${count} tasks`)

/** The number of a task definition's ARN. */
export const revisionOf = (arn: string): string => arn.split(':').at(-1) ?? arn
