import { MmError, exitCodes } from '../../errors.js'
import type { StackEvent } from '../ports/cloudformation.js'
import type { RunningService, Target, Task } from '../ports/running.js'
import type { World } from '../ports/world.js'
import { crashReason, isCrash } from './crash.js'
import { shortId, type Crash, type Evidence } from './evidence.js'
import { lastLines } from './last-lines.js'
import type { RolloutRecord } from './record.js'
import { repeated } from './repeated.js'
import { rolloutOf } from './rollout-of.js'
import type { Standing } from './standing.js'

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
  /** Ends the watch, with one last look, and resolves to what was seen. */
  end(): Promise<Seen>
}

interface Known {
  cluster: string
  /** Of an existing service; a new one's are learned from events. */
  service?: string | undefined
  logGroup?: string | undefined
  /** A service that shifts traffic has two. */
  targetGroups: string[]
  /** ARN of the task definition that the stack holds: its tasks' ends are no failures of the new one. */
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
 * Watches a service while it's rolled out, and keeps what the new revision's tasks, its targets and ECS say as it happens: a rollback deletes the service,
 * and with it ECS's memory of them. What was wrong before it began isn't the new revision's.
 */
export function watchRollout(world: Watching, known: Known): RolloutWatch {
  const since = known.since ?? world.clock.now()
  const stop = new AbortController()
  const standing: Standing = {}
  const hopeless = new AbortController()
  const crashes = new Map<string, Crash>()
  const messages = new Set<string>()
  const targets = new Map<string, Target>()
  const targetGroups = new Set(known.targetGroups)
  /** Task definitions that aren't the new one, and targets that were ill already. */
  const old = { revisions: new Set(known.before === undefined ? [] : [known.before]), targets: new Set<string>() }
  let primary: RunningService | undefined
  let words: Evidence['words']
  let goesBack = false
  let asked = false
  let completedAt: number | undefined
  let told = ''

  async function remember(): Promise<void> {
    // Who comes later can't tell what was so before.
    if (!known.service || known.since !== undefined) return
    const [running, all] = await Promise.all([world.services.describe(known.cluster, known.service), allTargets()])
    if (running) old.revisions.add(running.taskDefinition)
    for (const { id, state } of all) if (state === 'unhealthy') old.targets.add(id)
  }

  async function look(): Promise<void> {
    const { service } = known
    if (!service) {
      standing.service = 'none'
      return
    }
    // First what ECS thinks, by which it's known whose tasks are looked at. Each for itself: what one can't tell, another may.
    await lookAtService(service).catch(() => {})
    await Promise.allSettled([lookAtTasks(service), lookAtTargets(service)])
    tellRollout()
  }

  /** Each state once; nothing before there's a new revision. */
  function tellRollout(): void {
    if (!primary || (told === '' && old.revisions.has(primary.taskDefinition))) return
    const rollout = rolloutOf(primary, standing.targets)
    const now = JSON.stringify(rollout)
    if (now !== told) world.progress.rollout(rollout)
    told = now
  }

  async function lookAtService(service: string): Promise<void> {
    const running = await world.services.describe(known.cluster, service)
    standing.service = running ?? 'none'
    if (!running) return
    primary = running
    if (running.rollout === 'COMPLETED' && !old.revisions.has(running.taskDefinition)) completedAt ??= world.clock.now()
    const fresh = running.events.filter(({ at }) => at >= since)
    if (running.rolloutReason) fresh.push({ at: world.clock.now(), message: running.rolloutReason })
    for (const { message } of fresh.sort((a, b) => a.at - b.at)) {
      if (messages.has(message)) continue
      messages.add(message)
      if (isTrouble(message)) world.progress.info(`ECS: ${message}`)
    }
  }

  const isNew = (task: Task) => !old.revisions.has(task.taskDefinition)
  const isNewCrash = (task: Task) => crashes.size < keptCrashes && isNew(task) && isCrash(task, since)

  async function lookAtTasks(service: string): Promise<void> {
    for (const task of await world.services.stopped(known.cluster, service)) {
      const before = crashes.get(task.id)
      // One that was still ending has an exit code now, and its last lines.
      if (before ? before.task.stoppedAt !== undefined || task.stoppedAt === undefined : !isNewCrash(task)) continue
      const crash = { task, log: await linesOf(task) }
      crashes.set(task.id, crash)
      known.record.crash(crash)
      if (before) continue
      const shown = crashes.size === 1 ? crash.log.slice(-shownLines) : []
      world.progress.info(
        [`task ${shortId(task.id)} stopped: ${crashReason(task)}`, ...shown.map(line => `  ${line}`)].join('\n'),
      )
    }
    await giveUp(service)
  }

  /** Once, and only what is the new revision's: a deployment by which ECS or CloudFormation goes back is let be. */
  async function giveUp(service: string): Promise<void> {
    const own = [...crashes.values()].filter(({ task }) => task.taskDefinition === primary?.taskDefinition)
    const again = repeated(own)
    if (!known.failFast || again === undefined || asked || goesBack) return
    asked = true
    const stopping = await world.services.stopDeployment(known.cluster, service).catch((error: unknown) => error as Error)
    if (stopping === true) {
      hopeless.abort(
        new MmError('StoppedEarly', `the deployment was stopped: twice ${again}`, { exitCode: exitCodes.rolledBack }),
      )
    } else if (stopping !== false) world.progress.info(`ECS didn't take the order to go back: ${stopping.message}`)
  }

  const allTargets = async (): Promise<Target[]> =>
    (await Promise.all([...targetGroups].map(group => world.services.targets(group)))).flat()

  async function lookAtTargets(service: string): Promise<void> {
    if (targetGroups.size === 0) return
    standing.targets = await allTargets()
    for (const target of standing.targets) {
      if (target.state === 'healthy') {
        old.targets.delete(target.id)
        targets.delete(target.id)
      }
      if (target.state !== 'unhealthy' || old.targets.has(target.id)) continue
      const told = targets.has(target.id)
      targets.set(target.id, target)
      if (told) continue
      world.progress.info(`target ${target.id} is unhealthy${target.reason ? `: ${target.reason}` : ''}`)
      const [task] = (await world.services.started(known.cluster, service)).filter(isNew)
      if (task) words = { task: task.id, log: await linesOf(task) }
    }
  }

  const linesOf = async (task: Task): Promise<string[]> =>
    known.logGroup && task.logStream
      ? lastLines(world, { group: known.logGroup, stream: task.logStream, since, count: keptLines })
      : []

  // A failing look must not fail the deployment: it's only for telling more.
  const ready = remember().catch(() => {})
  const watching = (async () => {
    await ready
    while (!stop.signal.aborted) {
      await world.clock.sleep(everyMs, stop.signal)
      if (!stop.signal.aborted) await look()
    }
    await look()
  })()

  return {
    ready,
    hopeless: hopeless.signal,
    event({ type, physicalId, status }) {
      if (type === 'AWS::CloudFormation::Stack' && status.includes('ROLLBACK')) goesBack = true
      if (!physicalId) return
      if (type === 'AWS::ECS::Service') known.service = physicalId
      if (type === 'AWS::Logs::LogGroup') known.logGroup = physicalId
      if (type === 'AWS::ElasticLoadBalancingV2::TargetGroup') targetGroups.add(physicalId)
    },
    async end() {
      stop.abort()
      await watching
      return {
        crashes: [...crashes.values()],
        messages: [...messages],
        unhealthy: [...targets.values()],
        words,
        standing,
        completedAt,
      }
    },
  }
}

/** Worth a line at once; starting, draining and registering are the ordinary course. */
const isTrouble = (message: string) => /unable to|failed|alarm detected|circuit breaker|unhealthy/i.test(message)
