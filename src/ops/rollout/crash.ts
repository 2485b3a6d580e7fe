import type { Task } from '../ports/running.js'

/** Tasks that ECS itself stops (scaling in, an older revision) aren't crashes, unless it does so for their health. */
export function isCrash(task: Task): boolean {
  if (/health checks/i.test(task.reason ?? '')) return true
  return task.stopCode !== 'ServiceSchedulerInitiated' && task.stopCode !== 'UserInitiated'
}

/** The container that tells most of a task's end. */
const failing = ({ containers }: Task) =>
  containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0) ??
  containers.find(({ reason }) => reason) ??
  containers[0]

/** `exit code 1`; undefined of a task that is still ending, or none of whose containers ran. */
export function exitOf(task: Task): string | undefined {
  const code = failing(task)?.exitCode
  return code === undefined ? undefined : `exit code ${code}`
}

/** In one line, as it's told at once. */
export const crashReason = (task: Task): string =>
  [exitOf(task), failing(task)?.reason, task.reason].filter(Boolean).join(', ') || 'no reason given'
