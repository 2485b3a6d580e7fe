import type { ServiceDeploymentBrief, Task as EcsTask, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Services, Task } from '../ops/ports/running.js'
import { dateOf } from './answer-date.js'
import { once, type AwsContext } from './context.js'
import { asked, translate } from './errors.js'
import { runningService, taskOf } from './running-service.js'

/** ECS services, their tasks, and the health of their targets. */
export function services(context: AwsContext): Services {
  const options = { abortSignal: context.signal }
  const told = { abortSignal: context.late }
  const ecs = once(async () => (await import('./clients/ecs.js')).ecsClient(context.config))
  const elb = once(async () => (await import('./clients/elb.js')).elbClient(context.config))
  const definitions = new Map<string, Promise<TaskDefinition | undefined>>()

  async function definition(arn: string): Promise<TaskDefinition | undefined> {
    let known = definitions.get(arn)
    if (!known) {
      known = ecs().then(
        async client =>
          (await asked('ecs:DescribeTaskDefinition', client.describeTaskDefinition({ taskDefinition: arn }, options)))
            .taskDefinition,
      )
      definitions.set(arn, known)
      // Asked again next time: one broken connection must not hide all tasks of the revision.
      known.catch(() => definitions.delete(arn))
    }
    return known
  }

  async function tasks(cluster: string, service: string, desiredStatus: 'RUNNING' | 'STOPPED'): Promise<Task[]> {
    const client = await ecs()
    const serviceName = service.split('/').at(-1) ?? service
    const found: Task[] = []
    let nextToken: string | undefined
    // Both calls take and give 100 at most, in no particular order.
    do {
      const query = { cluster, serviceName, desiredStatus, ...(nextToken === undefined ? {} : { nextToken }) }
      const page = await asked('ecs:ListTasks', client.listTasks(query, options))
      nextToken = page.nextToken
      if (!page.taskArns?.length) continue
      const { tasks: some = [] } = await asked(
        'ecs:DescribeTasks',
        client.describeTasks({ cluster, tasks: page.taskArns }, options),
      )
      found.push(...(await Promise.all(some.map(withStream))))
    } while (nextToken !== undefined)
    return found
  }

  /** What the definition can't tell is only where the log is. */
  async function withStream(task: EcsTask): Promise<Task> {
    try {
      return taskOf(task, task.taskDefinitionArn ? await definition(task.taskDefinitionArn) : undefined)
    } catch (error) {
      if (context.signal.aborted) throw error
      const { message, details } = translate(error, 'ecs:DescribeTaskDefinition')
      return { ...taskOf(task, undefined), logUnknown: [message, details.why].filter(Boolean).join(': ') }
    }
  }

  return {
    async describe(cluster, service) {
      const asking = await ecs()
      const command = new (await import('./clients/ecs.js')).DescribeServicesCommand({ cluster, services: [service] })
      const date = dateOf(command)
      try {
        const { services: [found] = [] } = await asking.send(command, options)
        return found && found.status !== 'INACTIVE'
          ? runningService(found, { cluster, answeredAt: date() || Date.now() })
          : undefined
      } catch (error) {
        if ((error as Error).name === 'ClusterNotFoundException') return undefined
        throw translate(error, 'ecs:DescribeServices')
      }
    },

    started: async (cluster, service) =>
      (await tasks(cluster, service, 'RUNNING')).sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0)),

    stopped: async (cluster, service) =>
      (await tasks(cluster, service, 'STOPPED')).sort((a, b) => (b.stoppedAt ?? 0) - (a.stoppedAt ?? 0)),

    // What isn't told stays: count, strategy, load balancers. Not ended at once by an interruption: afterwards it's certain that ECS was told.
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
    async deploy(cluster, service, taskDefinition, { force }) {
      const client = await ecs()
      const forced = force ? { forceNewDeployment: true } : {}
      await asked('ecs:UpdateService', client.updateService({ cluster, service, taskDefinition, ...forced }, told))
    },

    // Works without a circuit breaker, too. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html
    async stopDeployment(cluster, service) {
      const client = await ecs()
      const { serviceDeployments: [going] = [] } = await asked(
        'ecs:ListServiceDeployments',
        client.listServiceDeployments({ cluster, service, status: ['PENDING', 'IN_PROGRESS'] }, options),
      )
      const serviceDeploymentArn = going?.serviceDeploymentArn
      if (serviceDeploymentArn === undefined) return false
      await asked('ecs:StopServiceDeployment', client.stopServiceDeployment({ serviceDeploymentArn, stopType: 'ROLLBACK' }, told))
      return true
    },

    async alarms(cluster, service) {
      const client = await ecs()
      const { serviceDeployments = [] } = await asked(
        'ecs:ListServiceDeployments',
        client.listServiceDeployments({ cluster, service }, options),
      )
      const begun = ({ createdAt }: ServiceDeploymentBrief) => createdAt?.getTime() ?? 0
      const [newest] = serviceDeployments.sort((a, b) => begun(b) - begun(a))
      if (newest?.serviceDeploymentArn === undefined) return { names: [], watched: false, triggered: [] }
      const { serviceDeployments: [deployment] = [] } = await asked(
        'ecs:DescribeServiceDeployments',
        client.describeServiceDeployments({ serviceDeploymentArns: [newest.serviceDeploymentArn] }, options),
      )
      const { status = 'DISABLED', alarmNames: names = [], triggeredAlarmNames: triggered = [] } = deployment?.alarms ?? {}
      return { names, watched: status !== 'DISABLED', triggered }
    },

    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/view-service-deployment.html: of 90 days.
    async served(cluster, service) {
      const client = await ecs()
      const { serviceDeployments = [] } = await asked(
        'ecs:ListServiceDeployments',
        client.listServiceDeployments({ cluster, service, status: ['SUCCESSFUL'], maxResults: 20 }, options),
      )
      const finished = new Map(
        serviceDeployments.map(each => [each.targetServiceRevisionArn ?? '', each.finishedAt?.getTime() ?? 0]),
      )
      if (finished.size === 0) return []
      const { serviceRevisions = [] } = await asked(
        'ecs:DescribeServiceRevisions',
        client.describeServiceRevisions({ serviceRevisionArns: [...finished.keys()] }, options),
      )
      return serviceRevisions
        .map(each => ({
          taskDefinition: each.taskDefinition ?? '',
          images: Object.fromEntries(
            (each.containerImages ?? []).map(({ containerName = '', image = '' }) => [containerName, image]),
          ),
          finishedAt: finished.get(each.serviceRevisionArn ?? '') ?? 0,
        }))
        .sort((a, b) => b.finishedAt - a.finishedAt)
    },

    async targets(targetGroupArn) {
      const { TargetHealthDescriptions = [] } = await asked(
        'elasticloadbalancing:DescribeTargetHealth',
        (await elb()).describeTargetHealth({ TargetGroupArn: targetGroupArn }, options),
      )
      return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
        id: Target?.Id ?? '',
        port: Target?.Port ?? 0,
        state: TargetHealth?.State ?? 'unused',
        ...(TargetHealth?.Description ? { reason: TargetHealth.Description } : {}),
      }))
    },
  }
}
