import { isAuthorityContainer } from '../templates/service/authority.js'
import type { StackEvent } from './ports/cloudformation.js'
import type { StoppedTask } from './ports/running.js'
import type { World } from './ports/world.js'

export interface Crash {
  task: StoppedTask
  /** The last lines of the task's log, oldest first. */
  log: string[]
}

export interface CrashWatch {
  /** Learns the names of the service and its log group from the stack's events. */
  event(event: StackEvent): void
  /** Ends the watch, with one last look, and resolves to the crashes in the order in which they were seen. */
  end(): Promise<Crash[]>
}

interface Known {
  cluster: string
  /** Of an existing service; a new one's are learned from events. */
  service?: string | undefined
  logGroup?: string | undefined
}

const everyMs = 3000
const logLines = 20
/** How many crashes keep their log: the first ones tell the cause. */
const keptCrashes = 3

/**
 * Watches a service for tasks that stop while it's being deployed, and keeps their exit codes and last lines as they happen: a
 * rollback deletes the service, and with it ECS's memory of them.
 */
export function watchCrashes(world: Pick<World, 'services' | 'logs' | 'clock' | 'progress'>, known: Known): CrashWatch {
  const since = world.clock.now()
  const stop = new AbortController()
  const crashes = new Map<string, Crash>()

  async function look(): Promise<void> {
    if (!known.service) return
    for (const task of await world.services.stopped(known.cluster, known.service)) {
      if (crashes.has(task.id) || crashes.size >= keptCrashes || !isCrash(task, since)) continue
      crashes.set(task.id, { task, log: await lastLines(task) })
      world.progress.info(`task ${shortId(task.id)} stopped: ${crashReason(task)}`)
    }
  }

  async function lastLines(task: StoppedTask): Promise<string[]> {
    if (!known.logGroup || !task.logStream) return []
    const lines: string[] = []
    let next: string | undefined
    do {
      const page = await world.logs.page({
        group: known.logGroup,
        streamPrefix: task.logStream,
        since,
        ...(next === undefined ? {} : { next }),
      })
      lines.push(...page.lines.map(line => line.message))
      next = page.next
    } while (next !== undefined)
    return lines.slice(-logLines)
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
    },
    async end() {
      stop.abort()
      await watching
      return [...crashes.values()]
    },
  }
}

/** Tasks that ECS itself stops (scaling in, an older revision) aren't crashes. */
function isCrash(task: StoppedTask, since: number): boolean {
  return (task.stoppedAt ?? since) >= since && task.stopCode !== 'ServiceSchedulerInitiated' && task.stopCode !== 'UserInitiated'
}

export function crashReason(task: StoppedTask): string {
  const { containers } = task
  const failed = containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
  const container = failed ?? containers.find(({ reason }) => reason) ?? containers[0]
  const code = container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`
  const reasons = [container?.reason, task.reason].filter(Boolean).join(', ')
  return [container && ofAuthority(container, reasons), code, reasons].filter(Boolean).join(', ') || 'no reason given'
}

/** What it means when the container that brings the certificate of the database's authority is the one that failed. */
function ofAuthority({ name, exitCode }: StoppedTask['containers'][number], reasons: string): string | undefined {
  if (!isAuthorityContainer(name)) return undefined
  if (exitCode === undefined) {
    return reasons.includes('"/bin/sh"')
      ? "the image has no /bin/sh, which writes the certificate of the database's authority"
      : undefined
  }
  return exitCode === 0 ? undefined : "the certificate of the database's authority couldn't be written"
}

/** The first 8 characters of a task's id, as its lines in `mm logs` carry it. */
export const shortId = (arn: string): string => (arn.split('/').at(-1) ?? arn).slice(0, 8)
