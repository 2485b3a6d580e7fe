import type { StackEvent } from '../ports/cloudformation.js'
import type { Evidence } from './evidence.js'
import { givingUp } from './give-up.js'
import type { RolloutRecord } from './record.js'
import type { Standing } from './standing.js'
import { taskLog } from './task-log.js'
import { watchService } from './watch-service.js'
import { watchTargets } from './watch-targets.js'
import { watchTasks } from './watch-tasks.js'
import { beginningOf, type Watched, type Watching } from './watched.js'

export interface Seen extends Pick<Evidence, 'crashes' | 'messages' | 'unhealthy' | 'words'> {
  /** What users got when it was looked at last. */
  standing: Standing
  /** Epoch ms at which ECS was first seen to call the new revision's deployment completed. */
  completedAt?: number | undefined
}

export interface RolloutWatch {
  /** Settled when it's known what was so before: nothing may be begun earlier. */
  ready: Promise<void>
  /** Learns the names of the service and of what belongs to it from the stack's events. */
  event(event: StackEvent): void
  /** Aborted when the rollout can't succeed any more and ECS was told to go back; its reason is an error, StoppedEarly. */
  hopeless: AbortSignal
  /**
   * Ends the watch, with one last look, and resolves to what was seen.
   * @param explains what went wrong is to be told: seconds are spent on lines of crashed tasks that CloudWatch hasn't shown yet
   */
  end(options?: { explains: boolean }): Promise<Seen>
}

interface Known {
  cluster: string
  /** Of an existing service; a new one's are learned from events. */
  service?: string | undefined
  logGroup?: string | undefined
  targetGroups: string[]
  /** ARN of the task definition that the stack holds. */
  before?: string | undefined
  /** ARN of the one that is rolled out, where it's known before: it's the new one, whatever runs. */
  deploys?: string | undefined
  /** When the deployment began, by CloudFormation's clock; absent when it hasn't yet. */
  since?: number
  /** The command that takes a first deployment away; absent of any other. */
  removal?: string | undefined
  /** Have ECS go back at the second crash of the same kind, and not wait until it gives up by itself. */
  failFast: boolean
  record: Pick<RolloutRecord, 'ended'>
}

/** How long the first words of what crashed are waited for when everything else is over; and when mm ends it, which is to be told at once. */
const patienceMs = 5000
const soonPatienceMs = 1000

/**
 * Watches a service while it's rolled out, and keeps what the new revision's tasks, its targets and ECS say as it happens: a rollback deletes the service,
 * and with it ECS's memory of them. What was wrong before it began isn't the new revision's.
 */
export function watchRollout(world: Watching, known: Known): RolloutWatch {
  const watched: Watched = {
    cluster: known.cluster,
    service: known.service,
    logGroup: known.logGroup,
    targetGroups: new Set(known.targetGroups),
    oldRevisions: new Set(),
    since: known.since,
  }
  const isOld = (taskDefinition: string | undefined) => {
    if (taskDefinition !== undefined && taskDefinition !== known.deploys) watched.oldRevisions.add(taskDefinition)
  }
  isOld(known.before)
  const stop = new AbortController()
  const standing: Pick<Standing, 'service'> = {}
  const service = watchService(world, watched)
  const log = taskLog(world, watched)
  const tasks = watchTasks(world, watched, { log, record: known.record })
  const targets = watchTargets(world, watched, log)
  const givesUp = givingUp(world, { cluster: known.cluster, removal: known.removal, words: () => tasks.settle(soonPatienceMs) })

  async function remember(): Promise<void> {
    // Who comes later can't tell what was so before.
    if (!watched.service || known.since !== undefined) return
    await Promise.allSettled([rememberService(watched.service), targets.remember()])
  }

  async function rememberService(name: string): Promise<void> {
    const running = await world.services.describe(watched.cluster, name)
    if (!running) return
    isOld(running.taskDefinition)
    watched.since = beginningOf(running, known.deploys)
  }

  async function look(): Promise<void> {
    const name = watched.service
    if (!name) {
      standing.service = 'none'
      return
    }
    // First what ECS thinks, by which it's known whose tasks are looked at. Each for itself: what one can't tell, another may.
    await lookAtService(name).catch(() => {})
    await Promise.allSettled([lookAtTasks(name), targets.look(name)])
    service.tell(targets.all())
  }

  const lookAtService = async (name: string) => void (standing.service = (await service.look(name)) ?? 'none')

  async function lookAtTasks(name: string): Promise<void> {
    await tasks.look(name)
    if (known.failFast) await givesUp.consider(name, { crashes: tasks.crashes(), primary: service.primary() })
  }

  // A failing look must not fail the deployment: it's only for telling more.
  const ready = remember()
  const watching = (async () => {
    await ready
    while (!stop.signal.aborted) {
      await world.clock.pause(givesUp.pace(), stop.signal)
      if (!stop.signal.aborted) await look()
    }
    await look()
  })()

  return {
    ready,
    hopeless: givesUp.hopeless,
    event({ at, type, physicalId, status }) {
      watched.since ??= at
      if (type === 'AWS::CloudFormation::Stack' && status.includes('ROLLBACK')) givesUp.leave()
      if (!physicalId) return
      if (type === 'AWS::ECS::Service') watched.service = physicalId
      if (type === 'AWS::Logs::LogGroup') watched.logGroup = physicalId
      if (type === 'AWS::ElasticLoadBalancingV2::TargetGroup') watched.targetGroups.add(physicalId)
    },
    async end({ explains } = { explains: false }) {
      stop.abort()
      await watching
      await (explains ? tasks.settle(patienceMs) : tasks.once())
      const all = targets.all()
      return {
        crashes: tasks.crashes(),
        messages: service.messages(),
        unhealthy: targets.unhealthy(),
        words: targets.words(),
        standing: { ...standing, ...(all === undefined ? {} : { targets: all }) },
        completedAt: service.completedAt(),
      }
    },
  }
}
