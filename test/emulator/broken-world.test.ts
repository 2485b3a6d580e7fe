import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { awsProxy, type AwsProxy, type Fault } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import type { Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'

let aws: LocalAws
let proxy: AwsProxy
let repo: Repository

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  repo = smallApp()
}, 120_000)

afterAll(async () => {
  repo.remove()
  await proxy.close()
  await aws.stop()
}, 60_000)

afterEach(() => {
  expect(proxy.serverErrors()).toEqual([])
  proxy.faults.length = 0
  proxy.calls.length = 0
})

const env = () => ({ ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '100' })

async function withFaults(faults: Fault[], args: string[], more = {}) {
  proxy.faults.push(...faults)
  const result = await mm(args, { cwd: repo.root, env: { ...env(), ...more } })
  expect(result.stderr).not.toMatch(/\n\s+at .*\(/)
  return result
}

describe('access', () => {
  test('no credentials', async () => {
    const { exit, stderr } = await mm(['status'], {
      cwd: repo.root,
      env: { AWS_EC2_METADATA_DISABLED: 'true', HOME: repo.root, AWS_ENDPOINT_URL: proxy.url },
    })
    expect(stderr).toMatch(/there are no AWS credentials[\s\S]*fix[\s\S]*aws configure sso/)
    expect(exit).toBe(4)
  })

  test('expired credentials', async () => {
    const { exit, stderr } = await withFaults([{ action: 'GetCallerIdentity', kind: 'expire' }], ['env', 'deploy', '--yes'])
    expect(stderr).toMatch(/credentials have expired[\s\S]*aws sso login/)
    expect(exit).toBe(4)
  })

  test('a denied action is named', async () => {
    const { exit, stdout, stderr } = await withFaults(
      [{ action: 'CreateChangeSet', kind: 'deny' }],
      ['env', 'deploy', '--yes', '--json'],
    )
    expect(stderr).toMatch(/AWS denies cloudformation:CreateChangeSet/)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'AccessDenied', exit: 4 } })
    expect(exit).toBe(4)
  })

  test('nothing answers at the endpoint', async () => {
    const { exit, stderr } = await mm(['status'], {
      cwd: repo.root,
      env: { ...env(), AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' },
    })
    expect(stderr).toMatch(/AWS could not be reached[\s\S]*127\.0\.0\.1:9/)
    expect(exit).toBe(1)
  }, 60_000)
})

describe('an unreliable AWS', () => {
  test('throttling and lost answers slow a deployment, and it ends well', async () => {
    const { exit, stderr } = await withFaults(
      [
        { action: 'DescribeStacks', kind: 'throttle', times: 2 },
        { action: 'CreateChangeSet', kind: 'lose', times: 1 },
        { action: 'DescribeChangeSet', kind: 'drop', times: 1 },
        { action: 'ExecuteChangeSet', kind: 'lose', times: 1 },
        { action: 'DescribeStackEvents', kind: 'throttle', times: 2 },
      ],
      ['env', 'deploy', '--yes'],
    )
    expect(stderr).toMatch(/The environment dev was created/)
    expect(exit).toBe(0)
  }, 120_000)

  test('AWS that throttles for ever is told as that', async () => {
    // By itself mm would ask for three minutes.
    const often = { AWS_MAX_ATTEMPTS: '3' }
    const { exit, stderr } = await withFaults([{ action: 'DescribeStacks', kind: 'throttle' }], ['status'], often)
    expect(stderr).toMatch(/AWS throttled cloudformation:DescribeStacks 3 times/)
    expect(exit).toBe(1)
  }, 120_000)
})

test('Ctrl-C while CloudFormation works: it goes on there, mm says so and ends with 130', async () => {
  repo.write(
    'mm/environments/dev/manifest.yml',
    'name: dev\ntype: Environment\nalarms: {notify: [a@example.com, b@example.com]}\n',
  )
  const before = repo.files()
  // The stack's events can't be had any more once it's executed, so that mm is surely still watching when the signal comes.
  proxy.faults.push({ action: 'DescribeStackEvents', kind: 'drop', after: 'ExecuteChangeSet' })
  const result = await mm(['env', 'deploy', '--yes'], {
    cwd: repo.root,
    env: env(),
    onStart(child) {
      const look = setInterval(() => {
        if (!proxy.calls.some(call => call.action === 'ExecuteChangeSet')) return
        // Once: a second Ctrl-C would end mm at once, without a word.
        clearInterval(look)
        child.kill('SIGINT')
      }, 10)
      child.on('close', () => clearInterval(look))
    },
  })
  expect(result.stderr).toMatch(
    /interrupted: mm no longer watches[\s\S]*CloudFormation goes on with shop-dev; nothing was cancelled[\s\S]*mm status/,
  )
  expect(result.exit).toBe(130)
  expect(repo.files()).toEqual(before)
}, 60_000)
