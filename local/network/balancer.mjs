// One load balancer, inside the local AWS's network: proxies HTTP to healthy targets by the listener's rules, and checks their health from
// where a real balancer would: an application that listens only on 127.0.0.1 of its container can't be reached from here.
// Its configuration comes by PUT to the control port and is answered with the health of every target; the plug-in does that all the time.
//   { listeners: [{ port, rules: [{ conditions, action }] }], groups: { arn: { check, targets: [{ id, port }] } } }
// Behaviour: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/
import http from 'node:http'
import net from 'node:net'
import { checkAll, report, stateOf } from './health.mjs'

const controlPort = 9999
let config = { listeners: [], groups: {} }
const servers = new Map()
const turns = new Map()

// ---- requests --------------------------------------------------------------------------------------------------------

const agent = new http.Agent({ keepAlive: true })

function ruleFor(port, request) {
  const listener = config.listeners.find(each => each.port === port)
  return listener?.rules.find(rule => rule.conditions.every(condition => matches(condition, request)))
}

// As it was sent: a client may send what is no URL, which mustn't end the balancer.
const pathOf = request => request.url.split('?')[0]

function matches({ field, name, values }, request) {
  if (field === 'path-pattern') return values.some(value => wildcard(value, false).test(pathOf(request)))
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

const pageOf = (status, text) => `<html>\r\n<head><title>${status} ${text}</title></head>\r\n<body>\r\n<center><h1>${status} ${text}</h1></center>\r\n</body>\r\n</html>\r\n`

function page(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/html', server: 'awselb/2.0' })
  response.end(pageOf(status, text))
}

// Its port is the one that the client knows: a balancer's port 80 is published at another on this machine.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions
function redirect(to, request, listenerPort) {
  const [host, port = String(listenerPort)] = (request.headers.host ?? '').split(':')
  const parts = { protocol: 'http', host, port, path: pathOf(request).slice(1), query: request.url.split('?').slice(1).join('?') }
  const filled = text => text.replace(/#\{(\w+)\}/g, (whole, part) => parts[part] ?? whole)
  const query = filled(to.query)
  return `${filled(to.protocol).toLowerCase()}://${filled(to.host)}:${filled(to.port)}${filled(to.path)}${query && `?${query}`}`
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
    response.writeHead(action.status, { location: redirect(action.to, request, port), server: 'awselb/2.0' })
    return response.end()
  }
  const target = nextTarget(action.group)
  if (!target) return page(response, 503, 'Service Temporarily Unavailable')
  const forwarded = http.request({ agent, host: target.id, port: target.port, method: request.method, path: request.url, headers: forwardedHeaders(request, port), timeout: 60_000 }, answer => {
    response.writeHead(answer.statusCode, answer.rawHeaders)
    answer.pipe(response)
    // A target that dies half-way ends the client's answer too, instead of leaving it open.
    answer.on('close', () => answer.complete || response.destroy())
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
  socket.on('error', () => socket.destroy())
  if (!target) return refuse(socket, 503, 'Service Temporarily Unavailable')
  const upstream = net.connect(target.port, target.id, () => {
    const headers = Object.entries(forwardedHeaders(request, port)).map(([name, value]) => `${name}: ${value}\r\n`)
    upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers.join('')}\r\n`)
    upstream.write(head)
    upstream.pipe(socket).pipe(upstream)
  })
  upstream.on('error', () => (upstream.bytesRead === 0 ? refuse(socket, 502, 'Bad Gateway') : socket.destroy()))
  socket.on('close', () => upstream.destroy())
}

function refuse(socket, status, text) {
  const body = pageOf(status, text)
  socket.end(`HTTP/1.1 ${status} ${text}\r\nServer: awselb/2.0\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)
}

function listen() {
  for (const { port } of config.listeners) {
    if (servers.has(port)) continue
    const server = http.createServer((request, response) => handle(port, request, response))
    server.on('upgrade', (request, socket, head) => upgrade(port, request, socket, head))
    servers.set(port, server.listen(port))
  }
  for (const [port, server] of servers) {
    if (config.listeners.some(each => each.port === port)) continue
    server.close()
    server.closeIdleConnections()
    servers.delete(port)
  }
}

// ---- control ---------------------------------------------------------------------------------------------------------

http
  .createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.method === 'PUT') {
      config = JSON.parse(Buffer.concat(chunks))
      listen()
    }
    response.end(JSON.stringify(report(config.groups)))
  })
  .listen(controlPort)
setInterval(() => checkAll(config.groups), 250)
process.on('SIGTERM', () => process.exit(0))
