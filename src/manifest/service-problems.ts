import { parseDuration } from './duration.js'
import { fargateProblem } from './fargate.js'
import { deploymentProblems } from './service-deployment.js'
import { scalingProblems } from './service-scaling.js'
import { defaultInterval, defaultTimeout } from './shapes.js'
import type { Problem } from './source.js'
import { valueAt } from './value.js'

/** What only several keys of a service's manifest together can tell. */
export function serviceProblems(data: unknown): Problem[] {
  return [
    ...imageProblems(data),
    ...sizeProblems(data),
    ...healthCheckProblems(data),
    ...scalingProblems(data),
    ...deploymentProblems(data),
    ...execProblems(data),
  ]
}

function imageProblems(data: unknown): Problem[] {
  const both = valueAt(data, ['image', 'build']) !== undefined && valueAt(data, ['image', 'location']) !== undefined
  return [
    ...(both
      ? [{ path: ['image', 'location'], what: 'image.build and image.location exclude each other', fix: 'keep one of them' }]
      : []),
    ...(valueAt(data, ['image', 'port']) === undefined
      ? [
          {
            path: ['image'],
            what: 'image.port is missing',
            fix: 'image: {port: 3000}, the port that the application listens on',
          },
        ]
      : []),
  ]
}

function sizeProblems(data: unknown): Problem[] {
  const cpu = valueAt(data, ['cpu']) ?? 256
  const memory = valueAt(data, ['memory']) ?? 512
  if (typeof cpu !== 'number' || typeof memory !== 'number') return []
  const problem = fargateProblem({ cpu, memory })
  if (!problem) return []
  return [{ path: valueAt(data, [problem.key]) === undefined ? ['cpu'] : [problem.key], what: problem.what, fix: problem.fix }]
}

/** Shorter ones have an error of their own. */
const shortestInterval = 5

/** A balancer gives up on a check before it begins the next. */
function healthCheckProblems(data: unknown): Problem[] {
  const check = ['http', 'healthcheck']
  const interval = parseDuration(valueAt(data, [...check, 'interval']) ?? defaultInterval)
  const timeout = parseDuration(valueAt(data, [...check, 'timeout']) ?? defaultTimeout)
  if (interval === undefined || timeout === undefined || timeout < interval || interval < shortestInterval) return []
  const set = valueAt(data, [...check, 'timeout']) === undefined ? 'interval' : 'timeout'
  return [
    {
      path: [...check, set],
      what: `http.healthcheck.timeout (${timeout}s) must be shorter than the interval (${interval}s)`,
      fix: set === 'timeout' ? `timeout: ${Math.max(2, interval - 1)}s` : `interval: ${timeout + 1}s`,
    },
  ]
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html (considerations) */
function execProblems(data: unknown): Problem[] {
  const on = valueAt(data, ['exec', 'enable']) ?? valueAt(data, ['exec'])
  if (on !== true || valueAt(data, ['storage', 'readonly_fs']) !== true) return []
  return [
    {
      path: ['exec'],
      what: "exec and storage.readonly_fs exclude each other: exec's agent must write to the container's file system",
      fix: 'exec: false',
    },
  ]
}
