// One load balancer, inside the local AWS's network: proxies HTTP to healthy targets by the listener's rules, and checks their health from
// where a real balancer would: an application that listens only on 127.0.0.1 of its container can't be reached from here.
// Its configuration comes by PUT to the control port and is answered with the health of every target; the plug-in does that all the time.
//   { listeners: [{ port, rules: [{ conditions, actions }] }], groups: { arn: { check, targets: [{ id, port }] } } }
// Behaviour: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/
import http from 'node:http'
import net from 'node:net'

const controlPort = 9999
let config = { listeners: [], groups: {} }
const servers = new Map()
const health = new Map()
const turns = new Map()

// ---- requests --------------------------------------------------------------------------------------------------------

const agent = new http.Agent({ keepAlive: true })

function ruleFor(port, request) {
  const listener = config.listeners.find(each => each.port === port)
  return listener?.rules.find(rule => rule.conditions.every(condition => matches(condition, request)))
}

function matches({ field, name, values }, request) {
  const url = new URL(request.url, 'http://balancer')
  if (field === 'path-pattern') return values.some(value => wildcard(value, false).test(url.pathname))
  if (field === 'host-header') return values.some(value => wildcard(value, true).test((request.headers.host ?? '').replace(/:\d+$/, '')))
  if (field === 'http-header') return values.some(value => wildcard(value, true).test(request.headers[name.toLowerCase()] ?? ''))
  if (field === 'http-request-method') return values.includes(request.method)
  return false
}

// `*` stands for any number of characters and `?` for one; hosts and headers don't care for case.
const wildcard = (pattern, ignoreCase) => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, ignoreCase ? 'i' : '')

// Round robin over the healthy targets; when none is healthy a balancer fails open and tries them all.
function nextTarget(arn) {
  const all = config.groups[arn]?.targets ?? []
  const healthy = all.filter(target => stateOf(arn, target).state === 'healthy')
  const unhealthy = all.filter(target => stateOf(arn, target).state === 'unhealthy')
  const usable = healthy.length > 0 ? healthy : unhealthy
  if (usable.length === 0) return undefined
  const turn = (turns.get(arn) ?? 0) + 1
  turns.set(arn, turn)
  return usable[turn % usable.length]
}

function page(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/html', server: 'awselb/2.0' })
  response.end(`<html>\r\n<head><title>${status} ${text}</title></head>\r\n<body>\r\n<center><h1>${status} ${text}</h1></center>\r\n</body>\r\n</html>\r\n`)
}

function forwardedHeaders(request, port) {
  const client = request.socket.remoteAddress?.replace('::ffff:', '') ?? ''
  const before = request.headers['x-forwarded-for']
  return { ...request.headers, 'x-forwarded-for': before ? `${before}, ${client}` : client, 'x-forwarded-proto': 'http', 'x-forwarded-port': String(port) }
}

function handle(port, request, response) {
  const action = ruleFor(port, request)?.action
  if (!action) return page(response, 404, 'Not Found')
  if (action.type === 'fixed-response') {
    response.writeHead(action.status, { 'content-type': action.contentType, server: 'awselb/2.0' })
    return response.end(action.body)
  }
  if (action.type === 'redirect') {
    response.writeHead(action.status, { location: action.location.replaceAll('#{host}', request.headers.host ?? '').replaceAll('#{path}', new URL(request.url, 'http://x').pathname) })
    return response.end()
  }
  const target = nextTarget(action.group)
  if (!target) return page(response, 503, 'Service Temporarily Unavailable')
  const forwarded = http.request({ agent, host: target.id, port: target.port, method: request.method, path: request.url, headers: forwardedHeaders(request, port), timeout: 60_000 }, answer => {
    response.writeHead(answer.statusCode, answer.rawHeaders)
    answer.pipe(response)
  })
  forwarded.on('timeout', () => forwarded.destroy(Object.assign(new Error('timeout'), { code: 'TIMEOUT' })))
  forwarded.on('error', error => (response.headersSent ? response.destroy() : page(response, error.code === 'TIMEOUT' ? 504 : 502, error.code === 'TIMEOUT' ? 'Gateway Time-out' : 'Bad Gateway')))
  response.on('close', () => forwarded.destroy())
  request.pipe(forwarded)
}

// WebSockets: after the upgrade both ends talk to each other.
function upgrade(port, request, socket, head) {
  const action = ruleFor(port, request)?.action
  const target = action?.type === 'forward' && nextTarget(action.group)
  if (!target) return socket.destroy()
  const upstream = net.connect(target.port, target.id, () => {
    const headers = Object.entries(forwardedHeaders(request, port)).map(([name, value]) => `${name}: ${value}\r\n`)
    upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers.join('')}\r\n`)
    upstream.write(head)
    upstream.pipe(socket).pipe(upstream)
  })
  for (const end of [upstream, socket]) end.on('error', () => (upstream.destroy(), socket.destroy()))
}

function listen() {
  for (const { port } of config.listeners) {
    if (servers.has(port)) continue
    const server = http.createServer((request, response) => handle(port, request, response))
    server.on('upgrade', (request, socket, head) => upgrade(port, request, socket, head))
    servers.set(port, server.listen(port))
  }
}

// ---- health ----------------------------------------------------------------------------------------------------------

const key = (arn, { id, port }) => `${arn} ${id}:${port}`
const registering = { state: 'initial', reason: 'Elb.RegistrationInProgress', description: 'Target registration is in progress' }

function stateOf(arn, target) {
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

async function checkAll() {
  const now = Date.now()
  for (const [arn, { check, targets }] of Object.entries(config.groups)) {
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
setInterval(checkAll, 250)

// ---- control ---------------------------------------------------------------------------------------------------------

function report() {
  const known = new Set()
  const states = {}
  for (const [arn, { targets }] of Object.entries(config.groups)) {
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

http
  .createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.method === 'PUT') {
      config = JSON.parse(Buffer.concat(chunks))
      listen()
    }
    response.end(JSON.stringify(report()))
  })
  .listen(controlPort)
process.on('SIGTERM', () => process.exit(0))
