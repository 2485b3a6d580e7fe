import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { awsProxy, type AwsProxy } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import type { Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'

// A test runs several commands, on machines that do other things, too.
jest.setTimeout(60_000)

// Without Docker: nothing of it is built or runs.
const front = 'name: web\ntype: Load Balanced Web Service\nimage: {location: "node:20-alpine", port: 3000}\ncount: 0\n'

// One account for the whole file: the tests tell one story, in order.
let aws: LocalAws
let proxy: AwsProxy
let repo: Repository
let logs: CloudWatchLogs
let group = ''

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  repo = smallApp({ 'mm/web/manifest.yml': front })
  const client = { region: 'eu-central-1', endpoint: aws.endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  logs = new CloudWatchLogs(client)
  await run('deploy', '--yes')
  const { Stacks: [stack] = [] } = await new CloudFormation(client).describeStacks({ StackName: 'shop-dev-idle' })
  group = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'LogGroupName')?.OutputValue ?? ''
}, 180_000)

afterAll(async () => {
  repo.remove()
  await proxy.close()
  await aws.stop()
}, 60_000)

beforeEach(() => void (proxy.calls.length = 0))
afterEach(() => expect(proxy.serverErrors()).toEqual([]))

const run = (...args: string[]) =>
  mm(args, { cwd: repo.root, env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '100' } })
const asked = (action: string) => proxy.calls.filter(call => call.action === action).length
const retention = async () =>
  (await logs.describeLogGroups({ logGroupNamePrefix: group })).logGroups?.find(each => each.logGroupName === group)
const keep = (retentionInDays: number) => logs.putRetentionPolicy({ logGroupName: group, retentionInDays })
let before = 0

test('of what was just deployed nothing was changed outside', async () => {
  before = (await retention())?.retentionInDays ?? 0
  expect(before).toBeGreaterThan(0)
  const { exit, stdout, stderr } = await run('plan', '--fail-on-change')
  expect([exit, stdout]).toEqual([0, 'nothing to be done: everything is what its manifest says\n'])
  expect(stderr).not.toMatch(/drift/)
  // The shared stack, the environment, the database and the services.
  expect(asked('DetectStackDrift')).toBe(5)
})

describe('the retention of a log group that somebody has changed', () => {
  test('is in the plan, and a change for who asks for one', async () => {
    await keep(1)
    const { exit, stdout, stderr } = await run('plan', '--fail-on-change')
    expect(exit).toBe(10)
    expect(stdout).toMatch(/^nothing to be done: .*, but 1 resource was changed outside of CloudFormation\n\nshop-dev-idle /)
    expect(stdout).toMatch(new RegExp(`LogGroup +Logs::LogGroup +RetentionInDays ${before} → 1 +stays as it is`))
    expect(stderr).toMatch(/next  mm deploy --revert-drift {3}takes it back/)
  })

  test('is in its document', async () => {
    const { stdout } = await run('plan', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      changed: false,
      drifted: 1,
      stacks: [
        {
          stackName: 'shop-dev-idle',
          changes: [],
          drift: {
            checkedNow: true,
            resources: [
              {
                logicalId: 'LogGroup',
                deleted: false,
                differences: [{ path: 'RetentionInDays', expected: String(before), actual: '1', fate: 'stays' }],
              },
            ],
          },
        },
      ],
    })
  })

  test('is told by a deployment, which leaves it and begins no check', async () => {
    const { exit, stderr } = await run('svc', 'deploy', 'idle', '--yes')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/shop-dev-idle {2}nothing to be done[^]*RetentionInDays/)
    expect([asked('DetectStackDrift'), asked('CreateChangeSet')]).toEqual([0, 0])
    expect((await retention())?.retentionInDays).toBe(1)
  })

  test('is told by a comparison', async () => {
    const { exit, stdout } = await run('svc', 'diff', 'idle', '--fail-on-change')
    expect([exit, stdout]).toEqual([10, expect.stringMatching(/^shop-dev-idle {2}as deployed\n\n {2}changed outside/)])
  })

  test('is taken back by a plan that was approved, and by nothing that takes back more', async () => {
    const planned = await run('plan', '--revert-drift', '--plan-out', 'back.json')
    expect(planned.stdout).toMatch(
      new RegExp(`~ update +LogGroup +Logs::LogGroup +changed outside: RetentionInDays ${before} → 1`),
    )
    expect((await retention())?.retentionInDays).toBe(1)

    const other = await run('plan', '--plan-out', 'other.json')
    expect(other.exit).toBe(0)
    const refused = await run('deploy', '--plan', 'other.json', '--revert-drift')
    expect([refused.exit, refused.stderr]).toEqual([1, expect.stringMatching(/PlanExceeded/)])
    expect((await retention())?.retentionInDays).toBe(1)

    const { exit, stderr } = await run('deploy', '--plan', 'back.json')
    expect(stderr).toMatch(/idle +service +✔ updated/)
    expect([exit, asked('ExecuteChangeSet')]).toEqual([0, 1])
    expect((await retention())?.retentionInDays).toBe(before)
  })

  test('is taken back by a deployment of the service, and the plan is clean', async () => {
    await keep(3)
    const { exit, stderr } = await run('svc', 'deploy', 'idle', '--revert-drift', '--yes')
    expect(stderr).toMatch(new RegExp(`changed outside: RetentionInDays ${before} → 3`))
    expect([exit, (await retention())?.retentionInDays]).toEqual([0, before])
    const clean = await run('plan', '--fail-on-change')
    expect([clean.exit, clean.stdout]).toEqual([0, 'nothing to be done: everything is what its manifest says\n'])
  })
})

describe('a log group that somebody has deleted', () => {
  test("isn't made anew without its name", async () => {
    await logs.deleteLogGroup({ logGroupName: group })
    const planned = await run('plan')
    expect(planned.stdout).toMatch(/LogGroup +Logs::LogGroup +deleted +stays as it is/)
    const { exit, stderr } = await run('svc', 'deploy', 'idle', '--revert-drift', '--yes')
    expect([exit, stderr]).toEqual([2, expect.stringMatching(/make anew, and empty, what held data[^]*--allow-replace LogGroup/)])
    expect(await retention()).toBeUndefined()
  })

  test('is, with it', async () => {
    const { exit, stderr } = await run('svc', 'deploy', 'idle', '--revert-drift', '--allow-replace', 'LogGroup', '--yes')
    expect(stderr).toMatch(/\+ create +LogGroup +Logs::LogGroup +deleted outside, made anew/)
    expect([exit, (await retention())?.retentionInDays]).toEqual([0, before])
    expect((await run('plan', '--fail-on-change')).exit).toBe(0)
  })
})

test('an environment and a database take part, too, and have nothing to be taken back', async () => {
  const { exit, stderr } = await run('deploy', '--revert-drift', '--yes')
  expect(exit).toBe(0)
  expect(stderr).toMatch(/dev +environment +✔ unchanged[^]*db +database +✔ unchanged[^]*idle +service +✔ unchanged/)
  expect(asked('ExecuteChangeSet')).toBe(0)
})
