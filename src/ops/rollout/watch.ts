import type { StackEvent } from '../ports/cloudformation.js'
import type { StoppedTask, Target } from '../ports/running.js'
import type { World } from '../ports/world.js'
import { shortId, type Crash, type Evidence } from './evidence.js'

export type Seen = Pick<Evidence, 'crashes' | 'messages' | 'unhealthy' | 'log'>

export interface RolloutWatch {
  /** Learns the names of the service and of what belongs to it from the stack's events. */
  event(event: StackEvent): void
  /** Ends the watch, with one last look, and resolves to what was seen. */
  end(): Promise<Seen>
}

interface Known {
  cluster: string
  /** Of an existing service; a new one's are learned from events. */
  service?: string | undefined
  logGroup?: string | undefined
  targetGroup?: string | undefined
  /** ARN of the task definition that ran before: its tasks' ends are no failures of the new one. */
  before?: string | undefined
}

type Watching = Pick<World, 'services' | 'logs' | 'clock' | 'progress'>

const everyMs = 3000
const logLines = 20
/** How many crashes keep their log: the first ones tell the cause. */
const keptCrashes = 3

/**
 * Watches a service while it's rolled out, and keeps what its tasks, its targets and ECS say as it happens: a rollback deletes the service, and with it
 * ECS's memory of them.
 */
export function watchRollout(world: Watching, known: Known): RolloutWatch {
  const since = world.clock.now()
  const stop = new AbortController()
  const crashes = new Map<string, Crash>()
  const messages = new Map<string, number>()
  const unhealthy = new Map<string, Target>()
  let log: string[] = []

  async function look(): Promise<void> {
    if (!known.service) return
    // Each for itself: what one can't tell, another may.
    await Promise.allSettled([lookAtTasks(known.service), lookAtService(known.service), lookAtTargets()])
  }

  async function lookAtTasks(service: string): Promise<void> {
    for (const task of await world.services.stopped(known.cluster, service)) {
      if (crashes.has(task.id) || crashes.size >= keptCrashes || !isCrash(task, since) || task.taskDefinition === known.before)
        continue
      crashes.set(task.id, { task, log: await lines(task.logStream) })
      world.progress.info(`task ${shortId(task.id)} stopped: ${crashReason(task)}`)
    }
  }

  async function lookAtService(service: string): Promise<void> {
    const running = await world.services.describe(known.cluster, service)
    const fresh = (running?.events ?? []).filter(({ at }) => at >= since)
    if (running?.rolloutReason) fresh.push({ at: world.clock.now(), message: running.rolloutReason })
    for (const { at, message } of fresh.sort((a, b) => a.at - b.at)) {
      if (messages.has(message)) continue
      messages.set(message, at)
      if (isTrouble(message)) world.progress.info(`ECS: ${message}`)
    }
  }

  async function lookAtTargets(): Promise<void> {
    if (!known.targetGroup) return
    for (const target of await world.services.targets(known.targetGroup)) {
      if (target.state !== 'unhealthy' || unhealthy.has(target.id)) continue
      unhealthy.set(target.id, target)
      world.progress.info(`target ${target.id} is unhealthy${target.reason ? `: ${target.reason}` : ''}`)
      log = await lines('')
    }
  }

  /** The last lines of one stream, or of all of them. */
  async function lines(streamPrefix: string | undefined): Promise<string[]> {
    if (!known.logGroup || streamPrefix === undefined) return []
    const found: string[] = []
    let next: string | undefined
    do {
      const page = await world.logs.page({
        group: known.logGroup,
        ...(streamPrefix === '' ? {} : { streamPrefix }),
        since,
        ...(next === undefined ? {} : { next }),
      })
      found.push(...page.lines.map(line => line.message))
      next = page.next
    } while (next !== undefined)
    return found.slice(-logLines)
  }

  const watching = (async () => {
    while (!stop.signal.aborted) {
      await world.clock.sleep(everyMs, stop.signal)
      // A failing look must not fail the deployment: it's only for telling more.
      await look().catch(() => {})
    }
  })()

  return {
    event({ type, physicalId }) {
      if (!physicalId) return
      if (type === 'AWS::ECS::Service') known.service = physicalId
      if (type === 'AWS::Logs::LogGroup') known.logGroup = physicalId
      if (type === 'AWS::ElasticLoadBalancingV2::TargetGroup') known.targetGroup ??= physicalId
    },
    async end() {
      stop.abort()
      await watching
      return { crashes: [...crashes.values()], messages: [...messages.keys()], unhealthy: [...unhealthy.values()], log }
    },
  }
}

/** Tasks that ECS itself stops (scaling in, an older revision) aren't crashes, unless it does so for their health. */
function isCrash(task: StoppedTask, since: number): boolean {
  if ((task.stoppedAt ?? since) < since) return false
  if (/health checks/i.test(task.reason ?? '')) return true
  return task.stopCode !== 'ServiceSchedulerInitiated' && task.stopCode !== 'UserInitiated'
}

/** Worth a line at once; starting, draining and registering are the ordinary course. */
const isTrouble = (message: string) => /unable to|failed|alarm detected|circuit breaker|unhealthy/i.test(message)

function crashReason(task: StoppedTask): string {
  const container = task.containers.find(each => each.exitCode !== undefined && each.exitCode !== 0) ?? task.containers[0]
  const code = container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`
  return [code, container?.reason, task.reason].filter(Boolean).join(', ') || 'no reason given'
}
