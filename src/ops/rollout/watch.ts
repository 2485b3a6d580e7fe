import { MmError, exitCodes } from '../../errors.js'
import { isAuthorityContainer } from '../../templates/service/authority.js'
import type { StackEvent } from '../ports/cloudformation.js'
import type { StoppedTask, Target } from '../ports/running.js'
import type { World } from '../ports/world.js'
import { shortId, type Crash, type Evidence } from './evidence.js'
import type { RolloutRecord } from './record.js'
import type { Standing } from './standing.js'

export interface Seen extends Pick<Evidence, 'crashes' | 'messages' | 'unhealthy' | 'log'> {
  /** What users got when it was looked at last. */
  standing: Standing
}

export interface RolloutWatch {
  /** Learns the names of the service and of what belongs to it from the stack's events. */
  event(event: StackEvent): void
  /** Aborted when the rollout can't succeed any more and ECS was told to go back; its reason is an error, StoppedEarly. */
  hopeless: AbortSignal
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
  /** When the deployment began, if not now. */
  since?: number
  /** Have ECS go back at the second crash of the same kind, and not wait until it gives up by itself. */
  failFast: boolean
  record: Pick<RolloutRecord, 'crash'>
}

type Watching = Pick<World, 'services' | 'logs' | 'clock' | 'progress'>

const everyMs = 2000
/** Lines of a task that are kept, and those of the first crash that are shown at once. */
const keptLines = 50
const shownLines = 20
/** How many crashes keep their log: the first ones tell the cause. */
const keptCrashes = 3

/**
 * Watches a service while it's rolled out, and keeps what its tasks, its targets and ECS say as it happens: a rollback deletes the service, and with it
 * ECS's memory of them.
 */
export function watchRollout(world: Watching, known: Known): RolloutWatch {
  const since = known.since ?? world.clock.now()
  const stop = new AbortController()
  const crashes = new Map<string, Crash>()
  const messages = new Map<string, number>()
  const unhealthy = new Map<string, Target>()
  const standing: Standing = {}
  let log: string[] = []
  const hopeless = new AbortController()
  let asked = false

  async function look(): Promise<void> {
    if (!known.service) {
      standing.service = 'none'
      return
    }
    // Each for itself: what one can't tell, another may.
    await Promise.allSettled([lookAtTasks(known.service), lookAtService(known.service), lookAtTargets()])
  }

  async function lookAtTasks(service: string): Promise<void> {
    for (const task of await world.services.stopped(known.cluster, service)) {
      if (crashes.has(task.id) || crashes.size >= keptCrashes || !isCrash(task, since) || task.taskDefinition === known.before)
        continue
      const crash = { task, log: await lines(task.logStream) }
      crashes.set(task.id, crash)
      known.record.crash(crash)
      const shown = crashes.size === 1 ? crash.log.slice(-shownLines) : []
      world.progress.info(
        [`task ${shortId(task.id)} stopped: ${crashReason(task)}`, ...shown.map(line => `  ${line}`)].join('\n'),
      )
    }
    const again = repeated([...crashes.values()])
    if (known.failFast && again !== undefined && !asked) await giveUp(service, again)
  }

  /** Once: when ECS doesn't take the order, it goes on to its own end. */
  async function giveUp(service: string, again: string): Promise<void> {
    asked = true
    const stopping = await world.services.stopDeployment(known.cluster, service).catch((error: unknown) => error as Error)
    if (stopping === true) {
      hopeless.abort(
        new MmError('StoppedEarly', `the deployment was stopped: twice ${again}`, { exitCode: exitCodes.rolledBack }),
      )
    } else if (stopping !== false) world.progress.info(`ECS didn't take the order to go back: ${stopping.message}`)
  }

  async function lookAtService(service: string): Promise<void> {
    const running = await world.services.describe(known.cluster, service)
    standing.service = running ?? 'none'
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
    standing.targets = await world.services.targets(known.targetGroup)
    for (const target of standing.targets) {
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
    return found.slice(-keptLines)
  }

  const watching = (async () => {
    while (!stop.signal.aborted) {
      await world.clock.sleep(everyMs, stop.signal)
      // A failing look must not fail the deployment: it's only for telling more.
      await look().catch(() => {})
    }
  })()

  return {
    hopeless: hopeless.signal,
    event({ type, physicalId }) {
      if (!physicalId) return
      if (type === 'AWS::ECS::Service') known.service = physicalId
      if (type === 'AWS::Logs::LogGroup') known.logGroup = physicalId
      if (type === 'AWS::ElasticLoadBalancingV2::TargetGroup') known.targetGroup ??= physicalId
    },
    async end() {
      stop.abort()
      await watching
      return { crashes: [...crashes.values()], messages: [...messages.keys()], unhealthy: [...unhealthy.values()], log, standing }
    },
  }
}

/** Tasks that ECS itself stops (scaling in, an older revision) aren't crashes, unless it does so for their health. */
function isCrash(task: StoppedTask, since: number): boolean {
  if ((task.stoppedAt ?? since) < since) return false
  if (/health checks/i.test(task.reason ?? '')) return true
  return task.stopCode !== 'ServiceSchedulerInitiated' && task.stopCode !== 'UserInitiated'
}

/** What two tasks had in common: the same container with the same exit code. A start that only failed by chance succeeds the second time. */
function repeated(crashes: Crash[]): string | undefined {
  const seen = new Set<string>()
  for (const { task } of crashes) {
    for (const { name, exitCode } of task.containers) {
      // What brings a certificate is meant to end with 0.
      if (exitCode === undefined || (exitCode === 0 && isAuthorityContainer(name)) || /health checks/i.test(task.reason ?? ''))
        continue
      const what = `${name} with exit code ${exitCode}`
      if (seen.has(what)) return what
      seen.add(what)
    }
  }
  return undefined
}

/** Worth a line at once; starting, draining and registering are the ordinary course. */
const isTrouble = (message: string) => /unable to|failed|alarm detected|circuit breaker|unhealthy/i.test(message)

function crashReason(task: StoppedTask): string {
  const { containers } = task
  const failed = containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
  const container = failed ?? containers.find(({ reason }) => reason) ?? containers[0]
  const code = container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`
  return [code, container?.reason, task.reason].filter(Boolean).join(', ') || 'no reason given'
}
