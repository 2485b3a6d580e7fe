import type { Service } from '../../manifest/service.js'
import { MmError } from '../../errors.js'
import { asOne } from '../deploy-all/as-one.js'
import { together } from '../deploy-all/together.js'
import { followStack } from '../stack/follow-stack.js'
import { inSight, stopIfInterrupted } from '../lost-sight.js'
import { environmentStackName } from '../names.js'
import { busy, nameOf, stacksWithin, type Scope } from './operations.js'
import type { Stack, StackEvent } from '../ports/cloudformation.js'
import type { World } from '../ports/world.js'
import { explainRollback } from '../rollout/explain.js'
import { rolloutRecord } from '../rollout/record.js'
import { watchRollout } from '../rollout/watch.js'
import { verdict } from '../service/service-verdict.js'
import { deletionOf, ended, goesOn, itsService } from '../stack/sights.js'

export interface Attached {
  environment: string
  /** False: nothing went on, and these are the last operation's stack and verdict. */
  going: boolean
  operations: { name: string; stack: string; status: string }[]
}

export interface Attachment extends Scope {
  /** Of the repository, absolute. */
  root: string
  /** A service's manifest; undefined when the repository has none of that name. */
  manifest: (service: string) => Promise<Service | undefined>
}

/**
 * Follows what goes on in an environment, from AWS alone and whoever began it: from each operation's beginning to its end, all of them together.
 * When nothing goes on, tells of the newest operation how it ended. Throws what the deployment itself would have thrown; of several that failed, all in one, with the worst exit code.
 */
export async function attach(world: World, request: Attachment): Promise<Attached> {
  const stacks = await stacksWithin(world, request)
  const going = busy(stacks)
  // What was only proposed has had no operation.
  const [newest] = stacks.filter(({ status }) => status !== 'REVIEW_IN_PROGRESS').sort((a, b) => begun(b) - begun(a))
  const followed = going.length > 0 || !newest ? going : [newest]
  if (going.length === 0 && newest)
    world.progress.info(`nothing goes on in ${request.env}; the last operation was that of ${newest.name}`)
  const runs = followed.map(stack => ({
    title: nameOf(stack),
    run: async (progress: World['progress']) => {
      const end = await follow({ ...world, progress }, stack, { ...request, live: going.length > 0 })
      return { name: nameOf(stack), stack: stack.name, status: end?.status ?? 'DELETE_COMPLETE' }
    },
  }))
  // One that failed doesn't hide the others: they're followed to their ends.
  const ends = await together(world, runs, runs.length)
  const errors = ends.flatMap(each => (each.status === 'rejected' ? [each.reason as unknown] : []))
  if (errors.length > 0) throw asOne(errors, [`mm deploy attach --env ${request.env}`])
  const operations = ends.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  return { environment: request.env, going: going.length > 0, operations }
}

const begun = ({ createdAt, updatedAt }: Stack) => updatedAt ?? createdAt

interface Following extends Attachment {
  live: boolean
}

/** Undefined when the stack is deleted. */
async function follow(world: World, stack: Stack, { app, env, live, root, manifest }: Following): Promise<Stack | undefined> {
  const sight = live ? goesOn(stack.name) : ended(stack.name, stack.status)
  const past = await inSight(world, sight, () => world.stacks.newestOperation(stack.name))
  const operation = {
    title: live ? `Follow ${stack.name}, which is in ${stack.status}` : `The last operation of ${stack.name}`,
    stackName: stack.name,
    going: live ? world.stacks.watch(stack.name) : past,
  }
  if (stack.status === 'DELETE_IN_PROGRESS') return followed(world, operation)
  const name = stack.tags['mm:service']
  const service = name === undefined ? undefined : await manifest(name)
  if (service === undefined) return followStack(world, operation)

  const environment = await inSight(world, sight, () => world.stacks.find(environmentStackName(app, env)))
  const cluster = environment?.outputs['ClusterName'] ?? ''
  const { ServiceName, LogGroupName, TargetGroupArn, AlternateTargetGroupArn, TaskDefinitionArn } = stack.outputs
  const record = rolloutRecord(world, { root, service: service.name })
  const watch = watchRollout(world, {
    cluster,
    service: ServiceName,
    logGroup: LogGroupName,
    targetGroups: [TargetGroupArn ?? [], AlternateTargetGroupArn ?? []].flat(),
    before: TaskDefinitionArn,
    since: past[0]?.at ?? begun(stack),
    // Who looks on changes nothing.
    failFast: false,
    record,
  })
  try {
    const next = itsService({ name: service.name, env })
    const end = await followStack(world, operation, { onEvent: event => watch.event(event), next })
    await watch.end()
    await inSight(world, ended(stack.name, end.status, next), () =>
      verdict(world, { service, env, cluster, outputs: end.outputs, deployed: true }),
    )
    return end
  } catch (error) {
    const seen = await watch.end({ explains: true })
    throw explainRollback(error, { seen, service, env, before: TaskDefinitionArn, folder: record.folder })
  }
}

/** A deletion: its end is that there's no stack. */
async function followed(
  world: World,
  { title, stackName, going }: { title: string; stackName: string; going: AsyncIterable<StackEvent> | StackEvent[] },
): Promise<Stack | undefined> {
  const left = await inSight(world, deletionOf(stackName).after, async () => {
    await world.progress.step(title, async () => {
      for await (const event of going) world.progress.event(event)
    })
    stopIfInterrupted(world.signal)
    return world.stacks.find(stackName)
  })
  if (!left) return undefined
  throw new MmError('NotDeleted', `${stackName} could not be deleted (${left.status})`, {
    why: left.statusReason ?? 'see the events of the stack',
    fix: [`aws cloudformation describe-stack-events --stack-name ${stackName}`],
  })
}
