// The health checks of a balancer: what is known of each target, found out from inside the network.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
import http from 'node:http'

const health = new Map()

const key = (arn, { id, port }) => `${arn} ${id}:${port}`
const registering = { state: 'initial', reason: 'Elb.RegistrationInProgress', description: 'Target registration is in progress' }

export function stateOf(arn, target) {
  return health.get(key(arn, target)) ?? registering
}

function probe(check, target) {
  return new Promise(resolve => {
    const failed = { ok: false, reason: 'Target.FailedHealthChecks', description: 'Health checks failed' }
    const request = http.get({ host: target.id, port: check.port ?? target.port, path: check.path, timeout: check.timeout * 1000, agent: false, headers: { 'user-agent': 'ELB-HealthChecker/2.0' } }, answer => {
      answer.resume()
      const ok = check.codes.some(([from, to]) => answer.statusCode >= from && answer.statusCode <= to)
      resolve(ok ? { ok } : { ok, reason: 'Target.ResponseCodeMismatch', description: `Health checks failed with these codes: [${answer.statusCode}]` })
    })
    request.on('timeout', () => {
      resolve({ ok: false, reason: 'Target.Timeout', description: 'Request timed out' })
      request.destroy()
    })
    request.on('error', () => resolve(failed))
  })
}

// A new target is in service after its first success; an unhealthy one needs the threshold.
function judge(before, result, check) {
  const passes = result.ok ? before.passes + 1 : 0
  const failures = result.ok ? 0 : before.failures + 1
  const healthy = result.ok && passes >= (before.state === 'unhealthy' ? check.healthy : 1)
  if (healthy) return { state: 'healthy', passes, failures }
  if (!result.ok && failures >= check.unhealthy) return { state: 'unhealthy', passes, failures, reason: result.reason, description: result.description }
  return { ...before, passes, failures }
}

export function checkAll(groups) {
  const now = Date.now()
  for (const [arn, { check, targets }] of Object.entries(groups)) {
    for (const target of targets) {
      const id = key(arn, target)
      const state = health.get(id) ?? { ...registering, passes: 0, failures: 0, at: 0 }
      // While it's registering a real balancer checks at once; after that at its interval.
      if (state.busy || now - state.at < (state.state === 'initial' ? Math.min(1, check.interval) : check.interval) * 1000) continue
      health.set(id, { ...state, busy: true, at: now })
      void probe(check, target).then(result => health.has(id) && health.set(id, { ...judge(state, result, check), at: now }))
    }
  }
}

// Of every target; those that have gone are forgotten.
export function report(groups) {
  const known = new Set()
  const states = {}
  for (const [arn, { targets }] of Object.entries(groups)) {
    for (const target of targets) {
      known.add(key(arn, target))
      const { state, reason, description } = stateOf(arn, target)
      ;(states[arn] ??= {})[target.id] = { state, reason, description }
    }
  }
  // An address may come back with another container behind it.
  for (const id of health.keys()) if (!known.has(id)) health.delete(id)
  return states
}
