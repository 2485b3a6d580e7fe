import { isAuthorityContainer } from '../../templates/service/authority.js'
import type { Crash } from './evidence.js'

/** Ends of one container with one exit code. Times are ECS's, in epoch ms. */
interface Kind {
  count: number
  firstEnd: number
  lastBegin: number
}

/**
 * The least number of failed tasks that ECS's own circuit breaker takes for a failed deployment: whatever chance it was, ECS goes back for it, too.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeploymentCircuitBreaker.html
 */
const enough = 3

/**
 * What crashes had in common, in whatever order they're given: the same container ended with the same exit code, in a task that was begun after another had
 * ended so, or in three. Two tasks that start at once may fail at once by one chance; a start that only failed by chance succeeds the next time.
 */
export function repeated(crashes: Crash[]): string | undefined {
  const kinds = new Map<string, Kind>()
  for (const { task } of crashes) {
    if (/health checks/i.test(task.reason ?? '')) continue
    for (const { name, exitCode } of task.containers) {
      // What brings a certificate is meant to end with 0.
      if (exitCode === undefined || (exitCode === 0 && isAuthorityContainer(name))) continue
      const what = `${name} with exit code ${exitCode}`
      const { count, firstEnd, lastBegin } = kinds.get(what) ?? { count: 0, firstEnd: Infinity, lastBegin: -Infinity }
      kinds.set(what, {
        count: count + 1,
        // ECS begins the next one as soon as it stops a task, of which other containers may take their time to end.
        firstEnd: Math.min(firstEnd, task.stoppingAt ?? task.stoppedAt ?? Infinity),
        lastBegin: Math.max(lastBegin, task.createdAt ?? -Infinity),
      })
    }
  }
  const again = ({ count, firstEnd, lastBegin }: Kind) => count >= enough || (count > 1 && lastBegin >= firstEnd)
  return [...kinds].find(([, kind]) => again(kind))?.[0]
}
