import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import type { Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'
import { version } from '../../src/version.js'

jest.setTimeout(60_000)

// One account for the whole file: the tests tell one story, in order.
let aws: LocalAws
let repo: Repository
let cloudFormation: CloudFormation

beforeAll(async () => {
  aws = await localAws()
  repo = smallApp()
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  cloudFormation = new CloudFormation({ region: 'eu-central-1', endpoint: aws.endpoint, credentials })
}, 120_000)

afterAll(async () => {
  repo.remove()
  await aws.stop()
}, 60_000)

const run = (...args: string[]) => mm(args, { cwd: repo.root, env: { ...aws.env, MM_POLL_MS: '100' } })
const template = async (StackName: string) => (await cloudFormation.getTemplate({ StackName })).TemplateBody ?? ''

/** As if another mm had deployed it, whose alarm had other words. */
async function deployedBy(StackName: string, mm: string) {
  const TemplateBody = (await template(StackName))
    .replace(/\n {2}mm: ".*"\n/, `\n  mm: "${mm}"\n`)
    .replace('NAT instance: none in service', 'NAT instance: none')
  const { Stacks: [found] = [] } = await cloudFormation.describeStacks({ StackName })
  await cloudFormation.updateStack({
    StackName,
    TemplateBody,
    Parameters: (found?.Parameters ?? []).map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
    Tags: found?.Tags,
    Capabilities: ['CAPABILITY_IAM'],
  })
  for (let status = ''; status !== 'UPDATE_COMPLETE';) {
    const { Stacks: [now] = [] } = await cloudFormation.describeStacks({ StackName })
    status = now?.StackStatus ?? ''
  }
}

test('what is deployed tells which mm deployed it last', async () => {
  expect((await run('env', 'deploy', '--yes')).exit).toBe(0)
  expect((await run('svc', 'deploy', 'idle', '--yes')).exit).toBe(0)
  for (const name of ['shop-shared', 'shop-dev', 'shop-dev-idle'])
    expect(await template(name)).toContain(`\nMetadata:\n  mm: "${version}"\n`)
})

describe('mm env upgrade', () => {
  test('brings an environment that an older mm made to these templates', async () => {
    await deployedBy('shop-dev', '0.0.1')
    const { exit, stderr, stdout } = await run('env', 'upgrade', '--yes')
    expect(stderr).toMatch(new RegExp(`shop-dev was changed last by mm 0\\.0\\.1; this is ${version}[\\s\\S]*~ update +NatAlarm`))
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/)
    expect(await template('shop-dev')).toContain(`mm: "${version}"`)
    expect(await template('shop-dev')).toContain('none in service')
  })

  test('changes nothing when the templates are the same', async () => {
    const { exit, stderr } = await run('env', 'upgrade', '--all', '--yes')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/dev +environment +✔ unchanged/)
  })

  test("is no way back from a newer mm's, but when that is allowed", async () => {
    await deployedBy('shop-dev', '99.0.0')
    for (const command of [
      ['env', 'upgrade'],
      ['env', 'deploy'],
      ['deploy', '--only', 'dev'],
    ]) {
      const { exit, stderr } = await run(...command, '--yes')
      expect(stderr).toMatch(/shop-dev was deployed by mm 99\.0\.0, and this is /)
      expect(exit).toBe(2)
    }
    const diff = await run('env', 'diff')
    expect(diff.stdout + diff.stderr).toMatch(/a deployment refuses this: shop-dev was deployed by mm 99/)
    expect((await run('env', 'upgrade', '--yes', '--allow-downgrade')).exit).toBe(0)
    expect(await template('shop-dev')).toContain(`mm: "${version}"`)
  })
})

test("an environment that isn't deployed isn't made", async () => {
  repo.write('mm/environments/late/manifest.yml', 'name: late\ntype: Environment\n')
  const { exit, stderr } = await run('env', 'upgrade', '--name', 'late', '--yes')
  expect(exit).toBe(5)
  expect(stderr).toMatch(/mm env deploy --name late/)
})
