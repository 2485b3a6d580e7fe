import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { awsProxy, type AwsProxy } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import type { Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'
import { hasTerraform, terraform, terraformInit } from '../support/terraform.js'
import type { TerraformExport } from '../../src/ops/export/export-terraform.js'

// One account for the whole file: the tests tell one story, in order.
let aws: LocalAws
let proxy: AwsProxy
let repo: Repository
let cloudFormation: CloudFormation

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  repo = smallApp()
  cloudFormation = new CloudFormation({
    region: 'eu-central-1',
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
}, 120_000)

afterAll(async () => {
  repo.remove()
  await proxy.close()
  await aws.stop()
}, 60_000)

beforeEach(() => void (proxy.calls.length = 0))
afterEach(() => expect(proxy.serverErrors()).toEqual([]))

const run = (...args: string[]) =>
  mm(args, { cwd: repo.root, env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '100' } })
const changing = () => proxy.calls.filter(({ action }) => /^(Create|Update|Delete|Execute|Put)/.test(action))

test('nothing is deployed: exit code 5, the command that deploys, and no folder', async () => {
  const before = repo.files()
  const { exit, stdout, stderr } = await run('export', 'terraform')
  expect(stderr).toMatch(/the environment dev of shop isn't deployed[\s\S]*mm env deploy --name dev/)
  expect(exit).toBe(5)
  expect(stdout).toBe('')
  expect(repo.files()).toEqual(before)
})

describe('an environment with a service', () => {
  beforeAll(async () => {
    expect(await run('env', 'deploy', '--yes')).toMatchObject({ exit: 0 })
    expect(await run('svc', 'deploy', 'idle', '--yes')).toMatchObject({ exit: 0 })
  }, 240_000)

  test('is written as it is deployed, nothing is changed, and what is left out is said', async () => {
    const { exit, stdout, stderr } = await run('export', 'terraform')
    expect({ exit, stderr }).toMatchObject({ exit: 0 })
    expect(stdout).toMatch(/^terraform\/dev\/README\.md\n[\s\S]*terraform\/dev\/environment\.tf\n/)
    expect(stderr).toMatch(/shop-dev-web isn't deployed, and so left out: mm svc deploy web --env dev/)
    expect(stderr).toMatch(/How it's taken over: terraform\/dev\/README\.md/)
    expect(changing()).toEqual([])
    for (const name of ['shop-shared', 'shop-dev', 'shop-dev-idle']) {
      const { TemplateBody } = await cloudFormation.getTemplate({ StackName: name, TemplateStage: 'Original' })
      expect(repo.read(`terraform/dev/templates/${name}.stack.yml`)).toBe(TemplateBody)
    }
  })

  test("isn't written over what is there, unless that is asked for", async () => {
    repo.write('terraform/dev/environment.tf', 'mine')
    repo.write('terraform/dev/service-old.tf', '# of before\n')
    const refused = await run('export', 'terraform')
    expect(refused.exit).toBe(2)
    expect(refused.stderr).toMatch(/there are files in .*terraform\/dev already[\s\S]*nothing was written[\s\S]*--force/)
    expect(proxy.calls).toEqual([])
    expect(repo.read('terraform/dev/environment.tf')).toBe('mine')
    const forced = await run('export', 'terraform', '--force', '--json')
    const { notes, files } = JSON.parse(forced.stdout) as TerraformExport
    expect(notes).toContainEqual('terraform/dev/service-old.tf was there before, and is read by Terraform, too')
    expect(files).toContain(join(repo.root, 'terraform/dev/environment.tf'))
    expect(repo.read('terraform/dev/environment.tf')).toContain('resource "aws_cloudformation_stack" "environment"')
    expect(repo.read('terraform/dev/service-old.tf')).toBe('# of before\n')
  })
})

// The real program and provider against the local AWS, where the machine has them.
const real = hasTerraform ? describe : describe.skip
real('terraform takes it over', () => {
  const runIn = (folder: string, args: string[]) =>
    terraform(join(repo.root, folder), [...args, '-no-color'], { env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url } })
  const inFolder = (...args: string[]) => runIn('taken', args)
  const inAdoption = (...args: string[]) => runIn('taken/adopt', args)
  const stacks = async () =>
    (await cloudFormation.describeStacks({})).Stacks?.map(({ StackName, StackStatus, LastUpdatedTime }) => ({
      ...{ StackName, StackStatus, LastUpdatedTime },
    }))

  beforeAll(async () => {
    expect(await run('export', 'terraform', '--output-dir', 'taken')).toMatchObject({ exit: 0 })
    // Buckets of the local AWS have no host names of their own.
    repo.write('taken/adopt/local_override.tf', 'provider "aws" {\n  s3_use_path_style = true\n}\n')
    for (const folder of ['taken', 'taken/adopt'])
      expect(await terraformInit(join(repo.root, folder))).toMatchObject({ status: 0 })
  }, 240_000)

  test('every stack is imported, none is changed, and then there is nothing to do', async () => {
    const before = await stacks()
    const applied = await inFolder('apply', '-auto-approve')
    expect(applied.stdout).toContain('3 imported, 0 added, 3 changed, 0 destroyed')
    expect(applied).toMatchObject({ status: 0, stderr: '' })
    expect(await stacks()).toEqual(before)
    expect(await inFolder('plan', '-detailed-exitcode')).toMatchObject({ status: 0 })
  }, 240_000)

  test('what mm deploys afterwards is still what is there', async () => {
    const { exit, stdout } = await run('env', 'diff', '--fail-on-change', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ changed: false })
    expect(exit).toBe(0)
  })

  test('a stack that holds data is not destroyed', async () => {
    const { status, stderr } = await inFolder('destroy', '-auto-approve')
    expect(status).toBe(1)
    expect(stderr).toMatch(/Instance cannot be destroyed/)
  }, 240_000)

  test('to adopt what holds data changes nothing, even while the stacks have it', async () => {
    const applied = await inAdoption('apply', '-auto-approve')
    expect(applied.stdout).toMatch(/Resources: [1-9]\d* imported, 0 added, 0 changed, 0 destroyed/)
    expect(applied).toMatchObject({ status: 0, stderr: '' })
    expect(changing()).toEqual([])
    expect(await inAdoption('plan', '-detailed-exitcode')).toMatchObject({ status: 0 })
  }, 240_000)
})
