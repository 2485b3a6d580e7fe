import { taskId, type AwsState, type RunningState, type ServiceState, type TaskState } from './world.js'

/** It comes to be with the stack's resource. */
export const running = (it: ServiceState): RunningState =>
  (it.running ??= { desired: 1, deployments: [], tasks: [], events: [], targets: new Map() })

/** A revision's rollout; one that begins is ECS's newest deployment, also when it goes back. */
export function rollOut(aws: AwsState, it: ServiceState, { revision, state, reason }: Rollout): void {
  const { deployments } = running(it)
  it.newestRevision = Math.max(it.newestRevision, revision)
  const known = deployments.find(each => each.revision === revision)
  if (state === 'IN_PROGRESS') {
    if (known) deployments.splice(deployments.indexOf(known), 1)
    const at = aws.clock.now()
    deployments.unshift({
      id: `ecs-svc/${revision}${at}`,
      revision,
      rollout: state,
      failed: known?.failed ?? 0,
      at,
      ...(reason ? { reason } : {}),
    })
    return
  }
  if (!known) throw new Error(`the story ends the rollout of :${revision} before it begins`)
  Object.assign(known, { rollout: state, reason })
  // ECS forgets the others once one is completed.
  if (state === 'COMPLETED') deployments.splice(0, deployments.length, known)
}

interface Rollout {
  revision: number
  state: string
  reason?: string | undefined
}

export function task(it: ServiceState, name: string): TaskState {
  const found = running(it).tasks.find(each => each.name === name)
  if (!found) throw new Error(`the story speaks of the task ${name} before it starts`)
  return found
}

export function startTask(
  aws: AwsState,
  it: ServiceState,
  { name, revision, status }: Pick<TaskState, 'name' | 'revision' | 'status'>,
): void {
  const { tasks } = running(it)
  const known = tasks.find(each => each.name === name)
  if (known) known.status = status
  else tasks.push({ name, id: taskId(name, it.name), revision, status, startedAt: aws.clock.now() })
}

interface End {
  exitCode: string | undefined
  containerReason: string | undefined
  stopCode: string | undefined
  reason: string | undefined
}

export function stopTask(
  aws: AwsState,
  it: ServiceState,
  { name, exitCode, containerReason, stopCode, reason }: End & { name: string },
): void {
  const stopped = task(it, name)
  Object.assign(stopped, {
    status: 'STOPPED',
    stoppedAt: aws.clock.now(),
    stopCode,
    reason,
    ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
    ...(containerReason === undefined ? {} : { containerReason }),
  })
  const deployment = running(it).deployments.find(({ revision }) => revision === stopped.revision)
  if (deployment && stopCode !== 'ServiceSchedulerInitiated') deployment.failed++
}

/** Somebody has deployed another revision, by the console; no stack knows of it. */
export function putBack(aws: AwsState, it: ServiceState, revision: number): void {
  const { deployments, tasks } = running(it)
  deployments.splice(0, deployments.length, {
    id: `ecs-svc/${revision}`,
    revision,
    rollout: 'COMPLETED',
    failed: 0,
    at: aws.clock.now() - 3_600_000,
  })
  for (const task of tasks) task.revision = revision
}
