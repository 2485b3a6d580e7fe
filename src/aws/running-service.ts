import type { Service, Task as EcsTask, TaskDefinition } from '@aws-sdk/client-ecs'
import type { RunningService, Task } from '../ops/ports/running.js'

/** The deployment with status PRIMARY is the newest one. */
export function runningService(
  service: Service,
  { cluster, answeredAt }: Pick<RunningService, 'cluster' | 'answeredAt'>,
): RunningService {
  const primary = service.deployments?.find(deployment => deployment.status === 'PRIMARY')
  return {
    name: service.serviceName ?? '',
    cluster,
    status: service.status ?? '',
    taskDefinition: primary?.taskDefinition ?? service.taskDefinition ?? '',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    rollout: primary?.rolloutState ?? 'IN_PROGRESS',
    ...(primary?.rolloutStateReason ? { rolloutReason: primary.rolloutStateReason } : {}),
    deployments: (service.deployments ?? []).map(each => ({
      taskDefinition: each.taskDefinition ?? '',
      ...(each.createdAt ? { createdAt: each.createdAt.getTime() } : {}),
      desired: each.desiredCount ?? 0,
      running: each.runningCount ?? 0,
      pending: each.pendingCount ?? 0,
      failed: each.failedTasks ?? 0,
      ...(each.rolloutStateReason ? { reason: each.rolloutStateReason } : {}),
    })),
    events: (service.events ?? []).map(event => ({ at: event.createdAt?.getTime() ?? 0, message: event.message ?? '' })),
    answeredAt,
  }
}

/** A task, with the stream of its log where its definition tells it. */
export function taskOf(task: EcsTask, definition: TaskDefinition | undefined): Task {
  const id = task.taskArn ?? ''
  const failed = task.containers?.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0)?.name
  const definitions = definition?.containerDefinitions
  const main = definitions?.find(({ name }) => name === failed) ?? definitions?.find(({ essential }) => essential !== false)
  const prefix = main?.logConfiguration?.options?.['awslogs-stream-prefix']
  // A Fargate task gives its network interface back for many seconds after its containers have ended.
  const ended = task.executionStoppedAt ?? task.stoppedAt
  return {
    id,
    taskDefinition: task.taskDefinitionArn ?? '',
    ...(task.createdAt ? { createdAt: task.createdAt.getTime() } : {}),
    ...(task.stoppingAt ? { stoppingAt: task.stoppingAt.getTime() } : {}),
    ...(ended ? { stoppedAt: ended.getTime() } : {}),
    ...(task.stopCode ? { stopCode: task.stopCode } : {}),
    ...(task.stoppedReason ? { reason: task.stoppedReason } : {}),
    containers: (task.containers ?? []).map(container => ({
      name: container.name ?? '',
      ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
      ...(container.reason ? { reason: container.reason } : {}),
    })),
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html: prefix/container/task-id
    ...(prefix && main?.name ? { logStream: `${prefix}/${main.name}/${id.split('/').at(-1)}` } : {}),
  }
}
