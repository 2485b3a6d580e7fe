import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { awsProxy, type AwsProxy } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import { server } from '../support/plain-app.js'
import { repository, type Repository } from '../support/repository.js'

// A repository of one service, whose image is built from all of it, mm's own notes beside. One account, in order.
let aws: LocalAws
let proxy: AwsProxy
let repo: Repository

const run = (...args: string[]) =>
  mm(args, { cwd: repo.root, env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '300' } })
const made = () => proxy.calls.filter(({ action }) => action === 'CreateChangeSet').length

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  repo = repository({
    'package.json': JSON.stringify({ name: 'whole', type: 'module', scripts: { start: 'node server.mjs' } }),
    'server.mjs': server({ health: '/healthz' }),
    Dockerfile: 'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nEXPOSE 3000\nCMD ["node", "server.mjs"]\n',
  })
}, 120_000)

afterAll(async () => {
  expect(proxy.serverErrors()).toEqual([])
  repo.remove()
  await proxy.close()
  await aws.stop()
}, 60_000)

test('mm init, and then mm deploy into an empty account, is all that it takes', async () => {
  const init = await run(
    'init',
    'whole',
    '--region',
    'eu-central-1',
    '--frontend',
    'whole',
    '--health',
    'whole=/healthz',
    '--yes',
  )
  expect([init.exit, init.stderr]).toEqual([0, expect.stringContaining('mm deploy')])
  repo.commit()
  const { exit, stdout, stderr } = await run('deploy', '--yes')
  expect([exit, stderr]).toEqual([0, expect.stringMatching(/whole +service +✔ created/)])
  expect(await (await fetch(stdout.trim())).text()).toBe('one')
}, 240_000)

test('a second time nothing is built, and no change set is made: what mm noted is no part of the program', async () => {
  const before = made()
  const { exit, stderr } = await run('deploy', '--yes')
  expect([exit, stderr]).toEqual([0, expect.stringMatching(/whole +service +✔ unchanged/)])
  expect(stderr).not.toMatch(/Build whole|git ignores/)
  expect(made()).toBe(before)
}, 120_000)

test('when it is built again, mm says how its notes are kept out of the image', async () => {
  repo.write('server.mjs', server({ version: 'two', health: '/healthz' }))
  repo.commit()
  const told = await run('svc', 'deploy', 'whole', '--yes')
  expect([told.exit, told.stderr]).toEqual([0, expect.stringContaining('write .mm into its .dockerignore')])
  repo.write('.dockerignore', '.mm\n.git\n')
  repo.commit()
  const { exit, stderr } = await run('svc', 'deploy', 'whole', '--yes')
  expect(exit).toBe(0)
  expect(stderr).toMatch(/Build whole/)
  expect(stderr).not.toContain('.dockerignore')
}, 240_000)
