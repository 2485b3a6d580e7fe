import { repository, type Repository } from './repository.js'

/** What the server of a plain app does; everything has a default that is right. */
export interface Behaviour {
  /** What it answers to `GET /`. */
  version?: string
  /** Where it answers its health check with 200. */
  health?: string
  host?: string
  /** Seconds from its start until it listens. */
  listensAfter?: number
  /** Seconds from its start until it answers; it takes connections before. */
  answersAfter?: number
  /** Runs before everything else. */
  first?: string
}

/** Source of a server that needs no package, and ends as ECS asks for it. */
export const server = ({ version = 'one', health = '/healthz', host = '0.0.0.0', ...late }: Behaviour = {}): string => `
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
const started = Date.now()
${late.first ?? ''}
const answers = { '/': ${JSON.stringify(version)}, ${JSON.stringify(health)}: 'well' }
const server = http.createServer(async (request, response) => {
  await sleep(started + ${(late.answersAfter ?? 0) * 1000} - Date.now())
  response.writeHead(answers[request.url] ? 200 : 404).end(answers[request.url])
})
let ending = false
process.once('SIGTERM', () => {
  ending = true
  if (server.listening) server.close(() => process.exit(0))
})
await sleep(${(late.listensAfter ?? 0) * 1000})
server.listen(process.env.PORT, '${host}', () => {
  console.log('listening on http://${host}:' + process.env.PORT)
  if (ending) process.exit(0)
})
`

interface Checks {
  grace?: string
}

/** Its manifest: checks as quick as a load balancer takes them. */
export const manifest = ({ grace = '3s' }: Checks = {}): string => `name: web
type: Load Balanced Web Service
image: {build: web/Dockerfile, port: 3000}
http:
  path: /
  healthcheck: {path: /healthz, interval: 5s, timeout: 2s, unhealthy_threshold: 3, grace_period: ${grace}}
  deregistration_delay: 1s
`

/** A repository with an environment and one web service, whose image is built in a second. */
export const plainApp = (): Repository =>
  repository({
    'mm/app.yml': 'name: plain\nregion: eu-central-1\n',
    'mm/environments/dev/manifest.yml': 'name: dev\ntype: Environment\n',
    'mm/web/manifest.yml': manifest(),
    'web/Dockerfile': 'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nEXPOSE 3000\nCMD ["node", "server.mjs"]\n',
    'web/server.mjs': server(),
  })
