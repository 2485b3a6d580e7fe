import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { awsProxy, type AwsProxy } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import { manifest, plainApp, server, type Behaviour } from '../support/plain-app.js'
import type { Repository } from '../support/repository.js'
import { visitors, type Visitors } from '../support/visitors.js'

// What goes wrong in real containers, each time on top of a revision that serves. One account for the file, in order.
jest.setTimeout(180_000)

let aws: LocalAws
let proxy: AwsProxy
let repo: Repository
let people: Visitors
let url: string

interface Failure {
  error: { code: string; message: string; why: string; state: string; suggestions: string[]; exit: number }
}

const run = (...args: string[]) =>
  mm(args, { cwd: repo.root, env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '300' } })

/** Commits what a server does, and deploys it. */
async function deploy(behaviour: Behaviour, manifestText = manifest()) {
  repo.write('web/server.mjs', server(behaviour))
  repo.write('mm/web/manifest.yml', manifestText)
  repo.commit()
  return run('svc', 'deploy', 'web', '--env', 'dev', '--yes', '--json')
}

async function fails(behaviour: Behaviour, manifestText?: string): Promise<Failure['error']> {
  const { exit, stdout, stderr } = await deploy(behaviour, manifestText)
  if (exit !== 6) throw new Error(`ended with ${exit}\n${stdout}\n${stderr}`)
  return (JSON.parse(stdout) as Failure).error
}

const succeeds = async (behaviour: Behaviour, manifestText?: string) => {
  const { exit, stdout, stderr } = await deploy(behaviour, manifestText)
  if (exit !== 0) throw new Error(`ended with ${exit}\n${stdout}\n${stderr}`)
  return JSON.parse(stdout) as { url: string; status: string }
}

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  repo = plainApp()
  const { exit, stderr } = await run('env', 'deploy', '--name', 'dev', '--yes')
  if (exit !== 0) throw new Error(stderr)
  url = (await succeeds({ version: 'one' })).url
  people = visitors(url)
}, 180_000)

afterAll(async () => {
  await people.leave()
  repo.remove()
  expect(proxy.serverErrors()).toEqual([])
  await proxy.close()
  await aws.stop()
}, 60_000)

describe('what is bad never reaches the users', () => {
  // Those of the test before, too: what mm has left to CloudFormation goes on while the next begins.
  afterEach(() => expect(people.saw()).toEqual(['200 one']))

  // mm doesn't wait until ECS has gone back: a third task of the new revision may have begun.
  const goesBack = expect.stringMatching(
    /revision 1\b.*; ECS was told to go back to it, and CloudFormation follows: mm deploy attach/,
  )
  const patient = manifest({ grace: '30s' })
  const stillServes = expect.stringMatching(/^revision 1 still serves: 1 of 1 tasks run/)

  test('a crash at its start', async () => {
    const error = await fails({ first: "await sleep(4000); console.log('no spoon is configured'); process.exit(3)" }, patient)
    expect(error).toMatchObject({
      code: 'ServiceCrashed',
      message: 'web stopped twice while starting (exit code 3)',
      why: expect.stringContaining('no spoon is configured'),
      state: goesBack,
      suggestions: expect.arrayContaining(['mm svc deploy web --env dev']),
      exit: 6,
    })
  })

  test('a health check at a path that is not there', async () => {
    const error = await fails({ health: '/health' })
    expect(error).toMatchObject({
      code: 'HealthCheckAnswer',
      message: 'web answers 404 to its health check GET /healthz, and 200 is wanted',
      why: 'Health checks failed with these codes: [404]',
      state: stillServes,
      suggestions: expect.arrayContaining([expect.stringContaining('http.healthcheck.path in mm/web/manifest.yml')]),
    })
  })

  test('an application that listens on the loopback of its container', async () => {
    const error = await fails({ host: '127.0.0.1' })
    expect(error).toMatchObject({
      code: 'ListensOnLoopback',
      message: 'web listens on 127.0.0.1, where only its own container can reach it',
      why: expect.stringContaining('listening on http://127.0.0.1:3000'),
      state: stillServes,
      suggestions: expect.arrayContaining(["listen on 0.0.0.0: server.listen(3000, '0.0.0.0')"]),
    })
  })

  test('more memory than the task has', async () => {
    const error = await fails({ first: 'await sleep(4000); for (const all = []; ; ) all.push(Buffer.alloc(32e6, 1))' }, patient)
    expect(error).toMatchObject({
      code: 'OutOfMemory',
      message: 'web needs more than its 512 MiB of memory',
      why: expect.stringContaining('OutOfMemoryError: Container killed due to memory usage'),
      state: goesBack,
      suggestions: expect.arrayContaining(['more of it: memory: 1024 in mm/web/manifest.yml']),
    })
  })

  test('an application that takes connections and does not answer in time', async () => {
    const error = await fails({ answersAfter: 60 })
    expect(error).toMatchObject({
      code: 'HealthCheckTimeout',
      message: "web doesn't answer its health check GET /healthz within 2 s",
      state: stillServes,
      suggestions: expect.arrayContaining([expect.stringContaining('grace_period (now 3 s)')]),
    })
  })

  test('a start that takes longer than the grace period', async () => {
    const error = await fails({ listensAfter: 12 })
    expect(error).toMatchObject({
      code: 'StartsTooSlowly',
      message: 'web listens on port 3000, but later than its health checks allow',
      why: expect.stringContaining('its log: listening on http://0.0.0.0:3000'),
      state: stillServes,
      suggestions: expect.arrayContaining([expect.stringContaining('http.healthcheck.grace_period')]),
    })
  })
})

describe('good again', () => {
  test('the same slow start within its grace period', async () => {
    expect((await succeeds({ version: 'two', listensAfter: 12 }, manifest({ grace: '30s' }))).status).toBe('updated')
    expect(people.saw()).toEqual(['200 one', '200 two'])
  })

  test('after a bad one, mm svc rollback still goes back to the one before', async () => {
    const { code } = await fails({ version: 'bad', first: 'process.exit(1)' })
    expect(code).toBe('ServiceCrashed')
    expect(people.saw()).toEqual(['200 two'])
    const { exit, stderr } = await run('svc', 'rollback', 'web', '--env', 'dev', '--yes')
    expect(stderr).not.toMatch(/error:/)
    expect(exit).toBe(0)
    expect(people.saw()).toEqual(['200 two', '200 one'])
  })

  test('and the next good one is deployed on top', async () => {
    expect((await succeeds({ version: 'three' })).status).toBe('updated')
    expect(people.saw()).toEqual(['200 one', '200 three'])
  })
})

describe('killed with kill -9', () => {
  const page = async () => (await fetch(url)).text()
  /** As soon as it says this. */
  const killed = (at: RegExp) =>
    mm(['svc', 'deploy', 'web', '--env', 'dev', '--yes'], {
      cwd: repo.root,
      env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '300' },
      onStderr: (soFar, child) => void (at.test(soFar) && child.kill('SIGKILL')),
    })

  test.each([
    ['while the image is built', /… Build web/],
    ['while it is pushed', /… Push web/],
    ['once CloudFormation has its order', /TaskDefinition update complete/],
    ['while tasks come and go', /rev \d+ {2}\d\/1 running · [01] pending/],
  ])('%s: the next deployment brings what was meant, and nobody notices', async (when, at) => {
    const before = await page()
    repo.write('web/server.mjs', server({ version: when }))
    repo.commit()
    expect((await killed(at)).exit).toBe('SIGKILL')
    const { exit, stderr } = await run('svc', 'deploy', 'web', '--env', 'dev', '--yes', '--lock-wait', '1m')
    expect([exit, stderr]).toEqual([0, expect.not.stringContaining('error:')])
    expect(await page()).toBe(when)
    expect(people.saw().filter(each => each !== `200 ${before}`)).toEqual([`200 ${when}`])
  })
})
