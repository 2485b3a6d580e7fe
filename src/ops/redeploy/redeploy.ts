import { MmError } from '../../errors.js'
import { inSight, isUnanswered } from '../lost-sight.js'
import type { Redeploy } from '../ports/redeploy.js'
import type { World } from '../ports/world.js'
import { revisionOf } from '../rollout/standing.js'
import { ecsPerhaps } from '../stack/sights.js'
import { followRollout, type Rollout, type RolloutWorld } from './follow-rollout.js'

type RedeployWorld = RolloutWorld & Pick<World, 'stacks' | 'reserve'>

interface Redeployment extends Omit<Rollout, 'taskDefinition' | 'step'> {
  stackName: string
  redeploy: Redeploy
}

/**
 * Has ECS deploy the stack's own revision, and follows it. The stack knows it as deployed all the time, so what runs is what CloudFormation believes again; the
 * number of tasks isn't touched. Throws StackChanged when the stack has got another revision since it was asked about, and what followRollout throws.
 */
export async function redeployRevision(
  world: RedeployWorld,
  { stackName, redeploy, ...where }: Redeployment,
  enough: AbortSignal,
): Promise<void> {
  const { taskDefinition, running } = redeploy
  const untold = { state: `revision ${revisionOf(taskDefinition)} of ${where.name} was not deployed again`, fix: [] }
  const release = await inSight(world, untold, async () => world.reserve?.(stackName))
  try {
    await world.progress.step(`Deploy revision ${revisionOf(taskDefinition)} of ${where.name} again`, async step => {
      const now = (await inSight(world, untold, () => world.stacks.find(stackName)))?.outputs['TaskDefinitionArn']
      if (now !== taskDefinition) throw changed(stackName)
      const told = (error: unknown) => (isUnanswered(error) ? ecsPerhaps(where) : untold)
      // Without force ECS does nothing when it's the one already that it wants.
      await inSight(world, told, () =>
        world.services.deploy(where.cluster, where.service, taskDefinition, { force: running === taskDefinition }),
      )
      await followRollout(world, { ...where, taskDefinition, step }, enough)
    })
  } finally {
    await release?.()
  }
}

const changed = (stackName: string) =>
  new MmError('StackChanged', `${stackName} was changed by somebody else since its revision was compared with what runs`, {
    state: 'its revision was not deployed again',
    fix: ['run the same command again: it compares with what is there now'],
  })
