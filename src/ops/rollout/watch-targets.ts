import type { Target } from '../ports/running.js'
import type { Evidence } from './evidence.js'
import type { TaskLog } from './task-log.js'
import { isNew, type Watched, type Watching } from './watched.js'

export interface TargetWatch {
  /** Whose illness isn't the new revision's. */
  remember(): Promise<void>
  look(service: string): Promise<void>
  /** All of them, as they were when they were seen last; undefined before that, and for a service without a load balancer. */
  all(): Target[] | undefined
  /** Each as it was when it was seen last. */
  unhealthy(): Target[]
  words(): Evidence['words']
}

/** What the load balancer says of the targets of all of the service's groups. */
export function watchTargets(world: Watching, watched: Watched, log: TaskLog): TargetWatch {
  const ill = new Map<string, Target>()
  const illBefore = new Set<string>()
  let words: Evidence['words']
  let seen: Target[] | undefined

  const describe = async (): Promise<Target[]> =>
    (await Promise.all([...watched.targetGroups].map(group => world.services.targets(group)))).flat()

  /** Of a task that runs; CloudWatch may show its lines later. */
  async function listen(service: string): Promise<void> {
    const [task] = (await world.services.started(watched.cluster, service)).filter(each => isNew(watched, each))
    if (task) words = { task: task.id, log: (await log(task)) ?? [] }
  }

  return {
    async remember() {
      for (const { id, state } of await describe()) if (state === 'unhealthy') illBefore.add(id)
    },

    async look(service) {
      if (watched.targetGroups.size === 0) return
      seen = await describe()
      let news = false
      for (const target of seen) {
        if (target.state === 'healthy') {
          illBefore.delete(target.id)
          ill.delete(target.id)
        }
        if (target.state !== 'unhealthy' || illBefore.has(target.id)) continue
        const told = ill.has(target.id)
        ill.set(target.id, target)
        if (told) continue
        world.progress.info(`target ${target.id} is unhealthy${target.reason ? `: ${target.reason}` : ''}`)
        news = true
      }
      if (news || (ill.size > 0 && !words?.log.length)) await listen(service)
    },
    all: () => seen,

    unhealthy: () => [...ill.values()],
    words: () => words,
  }
}
