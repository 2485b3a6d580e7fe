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
    expect(planned.stderr).toMatch(/mm deploy --env dev --plan dev.plan.json/)
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

test('a name that nothing has ends with 5 and the names that there are', async () => {
  const { exit, stderr } = await deploy('--only', 'wbe')
  expect(exit).toBe(5)
  expect(stderr).toMatch(/nothing called wbe[\s\S]*there are: dev, db, idle, web/)
  expect(proxy.calls).toEqual([])
})
