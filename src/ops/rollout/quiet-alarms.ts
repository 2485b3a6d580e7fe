import type { Service } from '../../manifest/service.js'
import { MmError } from '../../errors.js'
import type { World } from '../ports/world.js'

interface Question {
  service: Service
  env: string
  cluster: string
  /** Of the service's stack. */
  outputs: Record<string, string>
}

/**
 * The alarms that ECS watched while the newest revision was rolled out must be quiet. That it watched none is told, and so is that they can't be asked: the revision serves all the same.
 * Throws AlarmsNotQuiet (exit 1).
 */
export async function refuseLoudAlarms(
  { services, progress }: Pick<World, 'services' | 'progress'>,
  { service: { name }, env, cluster, outputs }: Question,
): Promise<void> {
  const alarms = await services.alarms(cluster, outputs['ServiceName'] ?? '').catch((error: unknown) => error as Error)
  if (alarms instanceof Error) {
    progress.info(`whether an alarm went off could not be asked: ${alarms.message}`)
    return
  }
  if (alarms.triggered.length > 0)
    throw new MmError('AlarmsNotQuiet', `${name} runs its new revision, and an alarm went off while it was rolled out`, {
      why: alarms.triggered.join(', '),
      state: 'the new revision is the one that serves; ECS did not go back',
      fix: [`mm logs ${name} --env ${env} --since 10m`, `mm svc rollback ${name} --env ${env}`],
    })
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html: so that a fix can be deployed.
  if (!alarms.watched && alarms.names.length > 0)
    progress.info(`ECS watched none of its alarms this time, since one was in alarm as it began: ${alarms.names.join(', ')}`)
}
