import type { Service } from '../../manifest/service.js'
import { MmError } from '../../errors.js'
import { lookUntil } from '../look-again.js'
import type { RunningService } from '../ports/running.js'
import type { World } from '../ports/world.js'
import { awaitHealthyTargets } from '../rollout/healthy-targets.js'
import { refuseLoudAlarms } from '../rollout/quiet-alarms.js'
import { standingOf, whatServes } from '../rollout/standing.js'

export interface Question {
  service: Service
  env: string
  cluster: string
  /** Of the service's stack. */
  outputs: Record<string, string>
  /** There was a deployment: its alarms are asked. */
  deployed: boolean
}

/** How long ECS may take to call a deployment completed after CloudFormation has called its stack so. */
const patienceMs = 60_000

/**
 * The truth about a service after its stack was settled: the stack's task definition must be the only one that runs, completely, its targets healthy and the
 * deployment's alarms quiet. CloudFormation's word isn't enough: a rollback by hand, or by ECS later on, leaves the stack as it was.
 * Throws NotTheNewRevision (exit 6), TargetsNotHealthy (exit 1) and AlarmsNotQuiet (exit 1). Whoever asks says what is so when it isn't seen: `inSight`.
 */
export async function verdict(
  world: Pick<World, 'services' | 'clock' | 'signal' | 'progress'>,
  question: Question,
): Promise<void> {
  const { desired } = await newRevision(world, question)
  await awaitHealthyTargets(world, { ...question, needed: scales(question) ? Math.min(desired, 1) : desired })
  if (question.deployed) await refuseLoudAlarms(world, question)
}

/** The number of its tasks follows the load, and so may be on its way up at any time. */
const scales = ({ service }: Question) => service.scaling !== undefined

async function newRevision(world: Pick<World, 'services' | 'clock' | 'signal'>, question: Question): Promise<RunningService> {
  const { service, env, cluster, outputs } = question
  let [why, what] = ['there is no such service', "doesn't run"]
  const look = async () => {
    const running = await world.services.describe(cluster, outputs['ServiceName'] ?? '')
    if (!running) return undefined
    const enough = running.running >= (scales(question) ? Math.min(running.desired, 1) : running.desired)
    const isStacks = running.taskDefinition === outputs['TaskDefinitionArn']
    // Tasks on their way out don't count as running, but one that ECS hasn't yet told to go still gets requests.
    const others = running.deployments.filter(each => each.taskDefinition !== running.taskDefinition && each.running > 0)
    if (isStacks && running.rollout === 'COMPLETED' && enough && others.length === 0) return { running }
    const of = others.map(each => `, ${each.running} of them of ${revision(each.taskDefinition)}`).join('')
    why = `${running.running} of ${running.desired} tasks run${of}, the rollout of ${revision(running.taskDefinition)} is ${running.rollout}`
    what = isStacks && others.length > 0 ? "doesn't run only" : "doesn't run"
    const hopeless = running.rollout === 'FAILED' || (!isStacks && running.rollout === 'COMPLETED')
    return hopeless ? {} : undefined
  }
  const { running } = (await lookUntil<{ running?: RunningService }>(world, look, patienceMs)) ?? {}
  if (running) return running
  const standing = await standingOf(world, {
    cluster,
    service: outputs['ServiceName'] ?? '',
    targetGroup: outputs['TargetGroupArn'],
  })
  throw new MmError(
    'NotTheNewRevision',
    `${service.name} ${what} the revision that its stack holds (${revision(outputs['TaskDefinitionArn'] ?? '')})`,
    {
      why,
      state: whatServes(standing, { name: service.name }),
      fix: ['mm status', `mm logs ${service.name} --env ${env} --since 10m`],
      exitCode: 6,
    },
  )
}

/** `family:revision` of a task definition's ARN. */
const revision = (arn: string) => arn.split('/').at(-1) ?? arn
