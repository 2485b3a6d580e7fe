import type { Task } from '../ports/running.js'

/** Tasks that ECS itself stops (scaling in, an older revision) aren't crashes, unless it does so for their health. */
export function isCrash(task: Task, since: number): boolean {
  if ((task.stoppedAt ?? since) < since) return false
  if (/health checks/i.test(task.reason ?? '')) return true
  return task.stopCode !== 'ServiceSchedulerInitiated' && task.stopCode !== 'UserInitiated'
}

/** In one line, as it's told at once. */
export function crashReason({ containers, reason }: Task): string {
  const failed = containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
  const container = failed ?? containers.find(each => each.reason) ?? containers[0]
  const code = container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`
  return [code, container?.reason, reason].filter(Boolean).join(', ') || 'no reason given'
}
