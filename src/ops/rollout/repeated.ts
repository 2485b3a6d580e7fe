import { isAuthorityContainer } from '../../templates/service/authority.js'
import type { Crash } from './evidence.js'

/**
 * What two tasks had in common: the same container with the same exit code, of which the second was begun after the first had ended. Tasks that start at
 * once may fail at once by one chance; a start that only failed by chance succeeds the next time.
 */
export function repeated(crashes: Crash[]): string | undefined {
  const ends = new Map<string, number>()
  for (const { task } of crashes) {
    if (/health checks/i.test(task.reason ?? '')) continue
    for (const { name, exitCode } of task.containers) {
      // What brings a certificate is meant to end with 0.
      if (exitCode === undefined || (exitCode === 0 && isAuthorityContainer(name))) continue
      const what = `${name} with exit code ${exitCode}`
      const before = ends.get(what)
      if (before !== undefined && (task.createdAt ?? Infinity) >= before) return what
      ends.set(what, Math.min(before ?? Infinity, task.stoppedAt ?? Infinity))
    }
  }
  return undefined
}
