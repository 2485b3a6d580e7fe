import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { awsProxy, type AwsProxy } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import type { Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'

// A test runs several commands, on machines that do other things, too.
jest.setTimeout(60_000)

// One account for the whole file: the tests tell one story, in order.
let aws: LocalAws
let proxy: AwsProxy
let repo: Repository
let cloudFormation: CloudFormation

const front = 'name: web\ntype: Load Balanced Web Service\nimage: {location: "node:20-alpine", port: 3000}\ncount: 0\n'

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  repo = smallApp({ 'mm/web/manifest.yml': front })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  cloudFormation = new CloudFormation({ region: 'eu-central-1', endpoint: aws.endpoint, credentials })
}, 120_000)

afterAll(async () => {
  repo.remove()
  await proxy.close()
  await aws.stop()
}, 60_000)

beforeEach(() => void (proxy.calls.length = 0))
afterEach(() => expect(proxy.serverErrors()).toEqual([]))

const deploy = (...args: string[]) => run('deploy', ...args)
const run = (...args: string[]) =>
  mm(args, { cwd: repo.root, env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '100' } })
const asked = (action: string) => proxy.calls.filter(call => call.action === action).length
const stacks = async () => {
  const { Stacks = [] } = await cloudFormation.describeStacks({})
  return Stacks.filter(each => each.StackStatus !== 'DELETE_COMPLETE').map(({ StackName }) => StackName ?? '')
}

describe('an empty account', () => {
  test('has everything in one plan, and nothing is left behind when nobody can answer', async () => {
    const { exit, stderr } = await deploy()
    expect(exit).toBe(2)
    expect(stderr).toMatch(
      /shop-shared {2}\d+ to create[\s\S]*shop-dev {2}\d+ to create[\s\S]*shop-dev-db {2}\d+ to create[\s\S]*shop-dev-idle {2}\d+ to create[\s\S]*shop-dev-web {2}\d+ to create[\s\S]*--yes/,
    )
    expect(stderr).toMatch(
      /shop-dev {2}[\s\S]* {2}cost {2}about \$52 a month: load balancers 33, public addresses 11, EC2 3\.07, other 5\.44\n/,
    )
    expect(stderr).toMatch(/\n\ncost in all {2}about \$74 a month for these 5 stacks\nlist prices of us-east-1 on demand, /)
    expect(await stacks()).toEqual([])
  })

  test('is brought to a running system by one answer', async () => {
    const { exit, stdout, stderr } = await deploy('--yes', '--json')
    expect(stderr).not.toMatch(/error/)
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      parts: [
        { name: 'dev', kind: 'environment', status: 'created' },
        { name: 'db', kind: 'database', status: 'created' },
        { name: 'idle', kind: 'service', status: 'created' },
        { name: 'web', kind: 'service', status: 'created' },
      ],
    })
    expect((await stacks()).sort()).toEqual(['shop-dev', 'shop-dev-db', 'shop-dev-idle', 'shop-dev-web', 'shop-shared'])
  })
})

describe('what is deployed', () => {
  test("isn't touched when nothing changed: no change set is made", async () => {
    const { exit, stdout, stderr } = await deploy('--yes')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/dev +environment +✔ unchanged/)
    expect(stderr).not.toMatch(/created|updated/)
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/)
    expect(asked('CreateChangeSet')).toBe(0)
    expect(asked('ExecuteChangeSet')).toBe(0)
  })

  test('is changed where its manifests changed', async () => {
    repo.write('mm/web/manifest.yml', `${front}variables: {LOG_LEVEL: debug}\n`)
    const { exit, stderr } = await deploy('--yes')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/idle +service +✔ unchanged[\s\S]*web +service +✔ updated/)
    expect(asked('ExecuteChangeSet')).toBe(1)
  })

  test('is left alone where it was not named', async () => {
    repo.write('mm/web/manifest.yml', front)
    const { exit, stderr } = await deploy('--only', 'idle', '--yes')
    expect(exit).toBe(0)
    expect(stderr).not.toMatch(/web/)
    expect(asked('ExecuteChangeSet')).toBe(0)
  })
})

describe('a plan', () => {
  test('of nothing says so, and ends with 0', async () => {
    const { exit, stdout } = await run('plan', '--only', 'idle', '--fail-on-change')
    expect(stdout).toBe('nothing to be done: everything is what its manifest says\n')
    expect(exit).toBe(0)
  })

  test('says what larger tasks cost more, and with --json line by line', async () => {
    repo.write('mm/web/manifest.yml', `${front.replace('count: 0', 'count: 2')}cpu: 512\nmemory: 1024\n`)
    const { stdout } = await run('plan', '--only', 'web')
    expect(stdout).toMatch(/cpu +256 → 512\n/)
    expect(stdout).toMatch(
      / {2}cost {2}about \+ \$44 a month \(\$44 in all\): Fargate \+ 36, public addresses \+ 7\.30, alarms \+ 0\.20\n\nlist prices /,
    )

    const planned = JSON.parse((await run('plan', '--only', 'web', '--json')).stdout) as { stacks: object[] }
    expect(planned.stacks).toMatchObject([
      {
        stackName: 'shop-dev-web',
        cost: {
          region: 'us-east-1',
          before: { monthly: 0.5, unknown: [] },
          after: { monthly: 44.04, unknown: [] },
          change: {
            monthly: 43.54,
            by: [
              { what: 'Fargate', monthly: 36.04 },
              { what: 'public addresses', monthly: 7.3 },
              // What runs must be healthy, and enough.
              { what: 'alarms', monthly: 0.2 },
            ],
          },
        },
      },
    ])
    repo.write('mm/web/manifest.yml', front)
  })

  test('that is kept is the answer to exactly what is in it', async () => {
    repo.write('mm/web/manifest.yml', `${front}variables: {LOG_LEVEL: info}\n`)
    const planned = await run('plan', '--plan-out', 'dev.plan.json', '--fail-on-change')
    expect(planned.exit).toBe(10)
    expect(planned.stdout).toMatch(/shop-dev-web/)
    expect(planned.stderr).toMatch(/next +mm deploy --plan dev.plan.json/)
    const { Summaries = [] } = await cloudFormation.listChangeSets({ StackName: 'shop-dev-web' })
    expect(Summaries.filter(({ ExecutionStatus }) => ExecutionStatus === 'AVAILABLE')).toEqual([])

    repo.write('mm/web/manifest.yml', `${front}variables: {LOG_LEVEL: trace}\n`)
    const other = await deploy('--plan', 'dev.plan.json')
    expect(other.stderr).toMatch(/shop-dev-web would get other values than those of the plan/)
    expect(other.exit).toBe(1)

    repo.write('mm/web/manifest.yml', `${front}variables: {LOG_LEVEL: info}\n`)
    const { exit, stderr } = await deploy('--plan', 'dev.plan.json')
    expect(stderr).toMatch(/web +service +✔ updated/)
    expect(exit).toBe(0)
  })

  test('that is none is refused before AWS is asked', async () => {
    repo.write('none.json', '{"plan":')
    const { exit, stderr } = await deploy('--plan', 'none.json')
    expect(exit).toBe(2)
    expect(stderr).toMatch(/none.json isn't a plan[\s\S]*mm plan --plan-out none.json/)
    expect(proxy.calls).toEqual([])
  })
})

describe('--diff', () => {
  const ofOne = [
    ['of everything', ['deploy', '--only', 'web'], 'mm deploy --only web'],
    ['of a service', ['svc', 'deploy', 'web'], 'mm svc deploy web'],
  ] as const

  test.each(ofOne)('%s shows the plan and stops', async (_, command, next) => {
    repo.write('mm/web/manifest.yml', `${front}variables: {LOG_LEVEL: fatal}\n`)
    const shown = await run(...command, '--diff')
    expect(shown.exit).toBe(0)
    expect(shown.stdout).toMatch(/shop-dev-web[\s\S]*~ LOG_LEVEL +info → fatal/)
    expect(shown.stderr).toMatch(new RegExp(`next +${next}\n$`))
    const { exit, stdout } = await run(...command, '--diff', '--fail-on-change', '--json')
    expect(exit).toBe(10)
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, stacks: [{ stackName: 'shop-dev-web' }] })
    expect(asked('ExecuteChangeSet')).toBe(0)
    const { Summaries = [] } = await cloudFormation.listChangeSets({ StackName: 'shop-dev-web' })
    expect(Summaries.filter(({ ExecutionStatus }) => ExecutionStatus === 'AVAILABLE')).toEqual([])
  })

  test.each([
    ['an environment', ['env', 'deploy']],
    ['a database', ['db', 'deploy']],
  ])('of %s that is what its manifest says ends with 0', async (_, command) => {
    const { exit, stdout } = await run(...command, '--diff', '--fail-on-change')
    expect(stdout).toBe('nothing to be done: everything is what its manifest says\n')
    expect(exit).toBe(0)
    expect(asked('CreateChangeSet')).toBe(0)
  })

  test('is what --fail-on-change is about: nothing is deployed by whoever leaves it out', async () => {
    const { exit, stderr } = await run('svc', 'deploy', 'web', '--fail-on-change', '--yes')
    expect(exit).toBe(2)
    expect(stderr).toMatch(/--diff/)
    expect(proxy.calls).toEqual([])
  })
})

describe('another account, or another region, than the environment is in', () => {
  const environment = 'name: dev\ntype: Environment\n'
  afterEach(() => repo.write('mm/environments/dev/manifest.yml', environment))

  test.each([
    ['mm deploy', ['deploy', '--yes']],
    ['mm svc deploy', ['svc', 'deploy', 'web', '--yes']],
    ['mm env deploy', ['env', 'deploy', '--yes']],
    ['mm db deploy', ['db', 'deploy', '--yes']],
  ])('%s is refused before anything else is asked', async (_, command) => {
    repo.write('mm/environments/dev/manifest.yml', `${environment}account: "222222222222"\n`)
    const { exit, stderr } = await run(...command)
    expect(exit).toBe(4)
    expect(stderr).toMatch(/the environment is in 222222222222[\s\S]*error code WrongAccount/)
    expect([...new Set(proxy.calls.map(({ action }) => action))]).toEqual(['GetCallerIdentity'])
  })

  test('there is no environment to deploy a service to', async () => {
    repo.write('mm/environments/dev/manifest.yml', `${environment}region: eu-west-1\n`)
    const { exit, stderr } = await run('svc', 'deploy', 'web', '--yes')
    expect(exit).toBe(5)
    expect(stderr).toMatch(/eu-west-1[\s\S]*error code EnvironmentNotDeployed/)
    expect(proxy.calls.filter(({ action }) => /^(Create|Put|Execute)/.test(action))).toEqual([])
  })
})

describe('several environments', () => {
  beforeAll(() => repo.write('mm/environments/test/manifest.yml', 'name: test\ntype: Environment\n'))

  test('are brought up in their order, by one plan', async () => {
    const { exit, stdout, stderr } = await deploy('--env', 'dev', '--env', 'test', '--yes', '--json')
    expect(stderr).not.toContain('"type":"error"')
    expect(exit).toBe(0)
    const { parts } = JSON.parse(stdout) as { parts: { name: string; environment: string; status: string }[] }
    const statuses = parts.map(({ environment, name, status }) => `${environment} ${name} ${status}`)
    expect(statuses.slice(4)).toEqual(['test test created', 'test db created', 'test idle created', 'test web created'])
    expect(stderr.match(/"type":"plan"/g)).toHaveLength(1)
  }, 120_000)

  test('are all of them with --all; one of several must be named', async () => {
    const all = await run('plan', '--all', '--fail-on-change')
    expect([all.exit, all.stdout]).toEqual([0, expect.stringContaining('nothing to be done')])
    const none = await deploy('--yes')
    expect([none.exit, none.stderr]).toEqual([2, expect.stringMatching(/--env dev[\s\S]*--env test/)])
  })
})

test('a name that nothing has ends with 5 and the names that there are', async () => {
  const { exit, stderr } = await deploy('--env', 'dev', '--only', 'wbe')
  expect(exit).toBe(5)
  expect(stderr).toMatch(/nothing called wbe[\s\S]*there are: dev, db, idle, web/)
  expect(proxy.calls).toEqual([])
})
