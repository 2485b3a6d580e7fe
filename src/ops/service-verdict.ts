import { MmError } from '../errors.js'
import type { World } from './ports/world.js'
import { standingOf, whatServes } from './rollout/standing.js'

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
  const standing = await standingOf(world, {
    cluster,
    service: outputs['ServiceName'] ?? '',
    targetGroup: outputs['TargetGroupArn'],
  })
  throw new MmError(
    'NotTheNewRevision',
    `${service} doesn't run the revision that its stack holds (${revision(outputs['TaskDefinitionArn'] ?? '')})`,
    {
      why: seen,
      state: whatServes(standing, { name: service }),
      fix: ['mm status', `mm logs ${service} --env ${env} --since 10m`],
      exitCode: 6,
    },
  )
}

/** `family:revision` of a task definition's ARN. */
const revision = (arn: string) => arn.split('/').at(-1) ?? arn
