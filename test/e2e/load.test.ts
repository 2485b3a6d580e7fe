import { setTimeout as sleep } from 'node:timers/promises'
import { ECS, type Task } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { awsProxy, type AwsProxy } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { load } from '../support/load.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import { shopRepository, type Repository } from '../support/repository.js'

// A good deployment under load drops nothing: the load balancer, the template and the example's own SIGTERM handling have their parts in it.
jest.setTimeout(180_000)

let aws: LocalAws
let proxy: AwsProxy
let repo: Repository
let url: string

const run = (...args: string[]) =>
  mm(args, { cwd: repo.root, env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '300' } })

/** The example's frontend, which says which version answers, and has an answer that takes longer than the load balancer waits here: SIGTERM comes meanwhile. */
function write(version: number): void {
  const marked = server
    .replace("({ status: 'up' })", `({ version: ${version} })`)
    .replace(
      "app.get('/',",
      `app.get('/slow', async () => new Promise(done => setTimeout(done, 5000, { slow: ${version} })))\napp.get('/',`,
    )
  repo.write('frontend/src/server.js', marked)
  repo.commit()
}

let server: string

async function deploy(): Promise<string> {
  const { exit, stdout, stderr } = await run('svc', 'deploy', 'frontend', '--env', 'dev', '--yes')
  if (exit !== 0) throw new Error(stderr)
  return stdout.trim()
}

/** The tasks of the version before, once the last one has stopped. */
async function stopped(): Promise<Task[]> {
  const ecs = new ECS({
    region: 'eu-central-1',
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const { clusterArns: [cluster = ''] = [] } = await ecs.listClusters()
  for (;;) {
    const { taskArns = [] } = await ecs.listTasks({ cluster, desiredStatus: 'STOPPED' })
    const { tasks = [] } = taskArns.length > 0 ? await ecs.describeTasks({ cluster, tasks: taskArns }) : {}
    if (tasks.length > 0 && tasks.every(task => task.lastStatus === 'STOPPED')) return tasks
    await sleep(300)
  }
}

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  repo = shopRepository()
  server = repo.read('frontend/src/server.js')
  repo.write('mm/app.yml', 'name: shop\nregion: eu-central-1\n')
  repo.write('mm/environments/dev/manifest.yml', 'name: dev\ntype: Environment\n')
  repo.write(
    'mm/frontend/manifest.yml',
    `name: frontend
type: Load Balanced Web Service
image: {build: {dockerfile: frontend/Dockerfile, context: frontend}, port: 3000}
http: {path: /, healthcheck: /healthz}
count: 2
storage: {readonly_fs: true}
variables: {BACKEND_URL: http://backend.dev.shop.internal, LOG_LEVEL: warn}
`,
  )
  write(1)
  const { exit, stderr } = await run('env', 'deploy', '--name', 'dev', '--yes')
  if (exit !== 0) throw new Error(stderr)
  url = await deploy()
}, 180_000)

afterAll(async () => {
  repo.remove()
  expect(proxy.serverErrors()).toEqual([])
  await proxy.close()
  await aws.stop()
}, 60_000)

test('10,000 requests and more during a good deployment: each is answered, by the old version and then by the new one', async () => {
  write(2)
  const answers = await load({
    requests: 10_000,
    until: deploy().then(stopped),
    clients: [
      { url: `${url}/healthz`, count: 8, keepAlive: true },
      { url: `${url}/healthz`, count: 8, keepAlive: false },
      { url: `${url}/slow`, count: 10, keepAlive: true, apart: 500 },
    ],
  })
  const good = ['200 {"slow":1}', '200 {"slow":2}', '200 {"version":1}', '200 {"version":2}']
  expect(Object.keys(answers).sort()).toEqual(good)
  expect(Object.values(answers).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(10_000)
  const ends = (await stopped()).map(({ containers, stopCode }) => [stopCode, containers?.map(({ exitCode }) => exitCode)])
  expect(ends).toEqual([
    ['ServiceSchedulerInitiated', [0]],
    ['ServiceSchedulerInitiated', [0]],
  ])
})
