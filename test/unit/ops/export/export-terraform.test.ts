import { describe, expect, test } from '@jest/globals'
import { exportTerraform } from '../../../../src/ops/export/export-terraform.js'
import { stack } from '../../../fakes/world.js'
import { goldenExports, type DeployedWorld } from '../../../support/golden-exports.js'

const dev = () => goldenExports['dev']!()
const prod = () => goldenExports['prod']!()
const exported = ({ world, request }: DeployedWorld) => exportTerraform(world, request)
const known = ({ world }: DeployedWorld, name: string) => world.stacks.known.get(name)!
const change = (of: DeployedWorld, name: string, more: Parameters<typeof stack>[1]) =>
  void of.world.stacks.known.set(name, { ...known(of, name), ...more })

test('a system as its manifests say is exported without a remark, and nothing is changed', async () => {
  const { result } = await exported(dev())
  expect(result).toMatchObject({
    environment: 'dev',
    account: '123456789012',
    region: 'eu-central-1',
    stacks: [
      { stack: 'shop-shared', address: 'aws_cloudformation_stack.shared', file: 'shared.tf', managed: true },
      { stack: 'shop-dev', address: 'aws_cloudformation_stack.environment', file: 'environment.tf', managed: true },
      { stack: 'shop-dev-db', address: 'aws_cloudformation_stack.database_db', file: 'database-db.tf', managed: true },
      { stack: 'shop-dev-backend', address: 'aws_cloudformation_stack.service_backend', file: 'service-backend.tf' },
    ],
    variables: [],
    notes: [],
  })
})

test('each template is the text that is deployed, byte for byte', async () => {
  const world = prod()
  const { files, result } = await exported(world)
  for (const { stack: name, region } of result.stacks) {
    const stacks = region === 'us-east-1' ? world.world.cdnStacks : world.world.stacks
    expect(files.find(file => file.name === `templates/${name}.stack.yml`)?.text).toBe(await stacks.template(name))
  }
})

test('no file holds what gets past the distribution', async () => {
  const { files, result } = await exported(prod())
  expect(result.variables).toEqual(['origin_token'])
  expect(files.filter(({ text }) => text.includes('a-token-that-nobody-guesses'))).toEqual([])
})

test("nor the asterisks that stand in the place of a value that CloudFormation doesn't show", async () => {
  const world = dev()
  change(world, 'shop-dev-backend', { parameters: { ...known(world, 'shop-dev-backend').parameters, ApiKey: '****' } })
  const { files, result } = await exported(world)
  expect(result.variables).toEqual(['api_key'])
  expect(files.find(({ name }) => name === 'service-backend.tf')?.text).toMatch(/ApiKey += var\.api_key\n/)
  expect(files.find(({ name }) => name === 'variables.tf')?.text).toMatch(/variable "api_key" \{[^}]+sensitive += true/)
})

describe('what is deployed and the manifests', () => {
  test('another template: what is deployed is written, and the command named that shows the difference', async () => {
    const world = dev()
    const old = `${await world.world.stacks.template('shop-dev-backend')}# older\n`
    const others = { ...world.world.stacks }
    world.world.stacks.template = async name => (name === 'shop-dev-backend' ? old : others.template(name))
    const { files, result } = await exported(world)
    expect(result.notes).toEqual([
      "shop-dev-backend isn't as its manifest says; what is deployed was written. What differs: mm svc diff backend --env dev",
    ])
    expect(files.find(({ name }) => name === 'templates/shop-dev-backend.stack.yml')?.text).toBe(old)
  })

  test.each(['DELETE', 'ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'])(
    'a service that is not deployed (%s) is left out',
    async status => {
      const world = dev()
      if (status === 'DELETE') world.world.stacks.known.delete('shop-dev-backend')
      else change(world, 'shop-dev-backend', { status })
      const { files, result } = await exported(world)
      expect(result.notes).toEqual(["shop-dev-backend isn't deployed, and so left out: mm svc deploy backend --env dev"])
      expect(files.filter(({ name, text }) => name !== 'README.md' && text.includes('shop-dev-backend'))).toEqual([])
    },
  )

  test('a service without a manifest is exported, and it is said', async () => {
    const world = dev()
    world.world.stacks.known.set(
      'shop-dev-old',
      stack('shop-dev-old', { tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': 'old' } }),
    )
    const { files, result } = await exported(world)
    expect(result.notes).toEqual(['shop-dev-old has no manifest in this repository'])
    expect(files.map(({ name }) => name)).toContain('service-old.tf')
  })
})

describe('what all environments have in common', () => {
  const withOther = () => {
    const world = dev()
    world.world.stacks.known.set('shop-prod', stack('shop-prod', { tags: { 'mm:app': 'shop', 'mm:env': 'prod' } }))
    return world
  }
  test('may be managed in the configuration of one only', async () => {
    expect((await exported(withOther())).result.notes).toEqual([
      'prod has shop-shared in common with dev: only one of them may manage it, write the other with --no-shared',
    ])
  })
  test('is only read with --no-shared', async () => {
    const world = withOther()
    const { files, result } = await exported({ ...world, request: { ...world.request, shared: false } })
    expect(result.notes).toEqual([])
    expect(result.stacks[0]).toMatchObject({ address: 'data.aws_cloudformation_stack.shared', managed: false })
    const all = files.map(({ text }) => text).join('')
    expect(all).toContain('data "aws_cloudformation_stack" "shared"')
    expect(all).not.toMatch(/id = "shop-shared|aws_ecr_repository/)
    expect(files.map(({ name }) => name)).not.toContain('templates/shop-shared.stack.yml')
  })
})

describe('the role that a stack is bound to', () => {
  const roles = () => goldenExports['roles']!()
  const fileOf = async (of: DeployedWorld, name: string) => (await exported(of)).files.find(file => file.name === name)?.text
  test('is an output of the shared stack, also of one that is only read; that stack has none', async () => {
    const world = roles()
    expect(await fileOf(world, 'environment.tf')).toMatch(
      / iam_role_arn += aws_cloudformation_stack\.shared\.outputs\["CloudFormationRoleArn"\]\n/,
    )
    expect(await fileOf(world, 'shared.tf')).not.toContain('iam_role_arn')
    expect(await fileOf({ ...world, request: { ...world.request, shared: false } }, 'environment.tf')).toMatch(
      / iam_role_arn += data\.aws_cloudformation_stack\.shared\.outputs\["CloudFormationRoleArn"\]\n/,
    )
  })
  test('is written out when it is another', async () => {
    const world = roles()
    change(world, 'shop-dev-db', { roleArn: 'arn:aws:iam::123456789012:role/ours' })
    expect(await fileOf(world, 'database-db.tf')).toMatch(/ iam_role_arn += "arn:aws:iam::123456789012:role\/ours"\n/)
    expect(await fileOf(world, 'README.md')).toMatch(/`iam:PassRole` on .*`arn:aws:iam::123456789012:role\/ours`/)
  })
  test('is not asked for where there is none', async () => {
    const texts = (await exported(dev())).files.map(({ text }) => text).join('')
    expect(texts).not.toMatch(/iam_role_arn|iam:PassRole/)
  })
})

describe('what can not be handed over now', () => {
  test('nothing is deployed', async () => {
    const world = dev()
    world.world.stacks.known.clear()
    await expect(exported(world)).rejects.toMatchObject({ code: 'EnvironmentNotDeployed', exitCode: 5 })
  })
  test('something is being changed', async () => {
    const world = dev()
    change(world, 'shop-dev-db', { status: 'UPDATE_IN_PROGRESS' })
    await expect(exported(world)).rejects.toMatchObject({ code: 'StackBusy', message: 'shop-dev-db is in UPDATE_IN_PROGRESS' })
  })
  test('a stack that needs a person is exported, and it is said', async () => {
    const world = dev()
    change(world, 'shop-dev-db', { status: 'UPDATE_ROLLBACK_FAILED' })
    const { notes } = (await exported(world)).result
    expect(notes).toEqual(["shop-dev-db is in UPDATE_ROLLBACK_FAILED: Terraform can't change it before that is mended"])
  })
  test('a volume is gone', async () => {
    const world = dev()
    world.world.volumes.find = async () => undefined
    const { result, files } = await exported(world)
    expect(result.notes).toEqual(['shop-dev-db has lost its volume vol-volume0g1 (Volume0G1), which is left out'])
    expect(files.map(({ text }) => text).join('')).not.toContain('aws_ebs_volume')
  })
})

test('whatever holds data or is protected is never destroyed; a stack that holds none and is not protected may be', async () => {
  const world = dev()
  world.world.stacks.resources = async () => []
  const open = await exported(world)
  expect(open.files.filter(({ text }) => text.includes('prevent_destroy = true'))).toEqual([])
  expect(open.files.filter(({ name }) => name.startsWith('adopt/'))).toEqual([])
  change(world, 'shop-dev-db', { protected: true })
  const files = (await exported(world)).files.filter(({ text }) => text.includes('prevent_destroy = true'))
  expect(files.map(({ name }) => name)).toEqual(['database-db.tf'])
})

test('a template that is too large for the call is put into the artifact bucket; the largest that fits is not', async () => {
  const world = dev()
  const sized = async (bytes: number) => {
    world.world.stacks.template = async () => 'x'.repeat(bytes)
    return (await exported(world)).files.find(({ name }) => name === 'database-db.tf')?.text
  }
  expect(await sized(51_200)).toMatch(/template_body = file\(/)
  expect(await sized(51_201)).toMatch(/resource "aws_s3_object" "database_db_template"[\s\S]*template_url = /)
})
