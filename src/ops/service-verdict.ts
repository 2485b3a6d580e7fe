import { MmError } from '../errors.js'
import { crashReason, shortId, type Crash } from './crash-watch.js'
import type { World } from './ports/world.js'

interface Question {
  service: string
  env: string
  cluster: string
  /** True when the number of tasks follows the load, and so may be on its way up at any time. */
  scales?: boolean
  /** Of the service's stack. */
  outputs: Record<string, string>
}

/** How long ECS may take to call a deployment completed after CloudFormation has called its stack so. */
const patienceMs = 60_000
const everyMs = 2000

/**
 * The truth about a service after its stack was settled: the stack's task definition must be the one that runs, completely.
 * CloudFormation's word isn't enough: a rollback by hand, or by ECS later on, leaves the stack as it was.
 * Throws NotTheNewRevision (exit 6).
 */
export async function verdict(world: Pick<World, 'services' | 'clock' | 'signal'>, question: Question): Promise<void> {
  const { service, env, cluster, outputs } = question
  const until = world.clock.now() + patienceMs
  let seen = 'there is no such service'
  do {
    const running = await world.services.describe(cluster, outputs['ServiceName'] ?? '')
    if (running) {
      const enough = running.running >= (question.scales ? Math.min(running.desired, 1) : running.desired)
      const isStacks = running.taskDefinition === outputs['TaskDefinitionArn']
      if (isStacks && running.rollout === 'COMPLETED' && enough) return
      seen = `${running.running} of ${running.desired} tasks run, the rollout of ${revision(running.taskDefinition)} is ${running.rollout}`
      if (!isStacks && running.rollout === 'COMPLETED') break
      if (running.rollout === 'FAILED') break
    }
    await world.clock.sleep(everyMs, world.signal)
  } while (world.clock.now() < until && !world.signal.aborted)
  throw new MmError(
    'NotTheNewRevision',
    `${service} doesn't run the revision that its stack holds (${revision(outputs['TaskDefinitionArn'] ?? '')})`,
    {
      why: seen,
      fix: ['mm status', `mm logs ${service} --env ${env} --since 10m`],
      exitCode: 6,
    },
  )
}

/** `family:revision` of a task definition's ARN. */
const revision = (arn: string) => arn.split('/').at(-1) ?? arn

interface Rollback {
  crashes: Crash[]
  service: string
  env: string
  /** True when there was no earlier revision to go back to. */
  first: boolean
}

/** Puts the crashed tasks' own words in the place of CloudFormation's "circuit breaker was triggered". */
export function explainRollback(error: unknown, { crashes, service, env, first }: Rollback): unknown {
  const crash = crashes[0]
  if (!(error instanceof MmError) || error.code !== 'StackRolledBack' || !crash) return error
  const times = crashes.length === 1 ? 'once' : crashes.length === 2 ? 'twice' : `${crashes.length} times or more`
  return new MmError('ServiceCrashed', `${service} stopped ${times} while starting (${crashReason(crash.task)})`, {
    why:
      crash.log.length > 0
        ? [`the last lines of task ${shortId(crash.task.id)}:`, ...crash.log].join('\n')
        : (error.details.why ?? ''),
    state: first ? 'there was no earlier revision: nothing of it runs' : 'the revision before still serves',
    fix: [`mm logs ${service} --env ${env} --since 30m`, `mm svc deploy ${service} --env ${env}`],
    cause: error,
    exitCode: 6,
  })
}
