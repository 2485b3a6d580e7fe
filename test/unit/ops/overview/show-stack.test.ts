import { describe, expect, test } from '@jest/globals'
import { consoleUrl } from '../../../../src/ops/overview/console-url.js'
import { showStack, type ShowRequest } from '../../../../src/ops/overview/show-stack.js'
import { shownText } from '../../../../src/ui/report-show.js'
import { fakeStacks, stack } from '../../../fakes/world.js'

const request = (more: Partial<ShowRequest> = {}): ShowRequest => ({
  kind: 'database',
  app: 'shop',
  env: 'dev',
  name: 'db',
  resources: false,
  ...more,
})
const db = stack('shop-dev-db', {
  outputs: { Host: 'db-0.internal', UriSecretArn: 'arn:secret', Generation: '2', SecurityGroupId: 'sg-1' },
  parameters: { AmiId: 'ami-1', VpcId: 'vpc-1', Zone0: 'a' },
  tags: { 'mm:app': 'shop', 'mm:db': 'db' },
})
const env = stack('shop-dev', {
  parameters: { OriginToken: 'secret', Zone0: 'a' },
  outputs: { OriginToken: 'secret', PublicUrl: 'http://x' },
})

test('what people need of a stack, and what was chosen once', async () => {
  const shown = await showStack({ stacks: fakeStacks([], [db]) }, request())
  expect(shown).toMatchObject({
    stack: 'shop-dev-db',
    status: 'CREATE_COMPLETE',
    createdAt: '1970-01-01T00:00:00.000Z',
    outputs: { Host: 'db-0.internal', UriSecretArn: 'arn:secret' },
    chosen: { AmiId: 'ami-1', Generation: '2', Zone0: 'a' },
    tags: db.tags,
  })
  expect(Object.keys(shown.outputs)).toEqual(['Host', 'UriSecretArn'])
  expect(shown.chosen).not.toHaveProperty('VpcId')
  expect(shown).not.toHaveProperty('resources')
  expect(shownText(shown)).toMatch(/^db {2}database, stack shop-dev-db\n[^]*chosen at a deployment\n {2}AmiId +ami-1/)
})

test('what lets through the distribution is never shown', async () => {
  const shown = await showStack({ stacks: fakeStacks([], [env]) }, request({ kind: 'environment', name: 'dev' }))
  expect(JSON.stringify(shown)).not.toContain('secret')
  expect(shown.outputs).toEqual({ PublicUrl: 'http://x' })
})

test('resources have links where there are any', async () => {
  const resources = {
    'shop-dev-db': [
      { logicalId: 'Volume0', type: 'AWS::EC2::Volume', physicalId: 'vol-1', status: 'CREATE_COMPLETE' },
      { logicalId: 'Profile', type: 'AWS::IAM::InstanceProfile', physicalId: 'p', status: 'CREATE_COMPLETE' },
      { logicalId: 'Coming', type: 'AWS::EC2::Volume', status: 'CREATE_IN_PROGRESS' },
    ],
  }
  const shown = await showStack({ stacks: fakeStacks([], [db], { resources }) }, request({ resources: true }))
  expect(shown.resources?.map(each => each.console)).toEqual([
    'https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1#VolumeDetails:volumeId=vol-1',
    undefined,
    undefined,
  ])
})

test.each<[Partial<ShowRequest>, string, string]>([
  [{ kind: 'environment', name: 'prod', env: 'prod' }, 'EnvironmentNotDeployed', 'mm env deploy --name prod'],
  [{ kind: 'service', name: 'web' }, 'ServiceNotDeployed', 'mm svc deploy web --env dev'],
  [{ kind: 'service', name: 'db' }, 'ServiceNotDeployed', 'mm svc deploy db --env dev'],
  [{ name: 'other' }, 'DatabaseNotDeployed', 'mm db deploy --env dev'],
])('%j is not deployed', async (more, code, fix) => {
  const shown = showStack({ stacks: fakeStacks([], [db, env]) }, request(more))
  await expect(shown).rejects.toMatchObject({ code, exitCode: 5, details: { fix: [fix] } })
})

describe('links to the console', () => {
  const place = { region: 'eu-central-1', partition: 'aws', account: '123456789012' }
  const arn = (rest: string) => `arn:aws:${rest}`
  const home = 'https://eu-central-1.console.aws.amazon.com'
  test.each<[string, string, string | undefined]>([
    [
      'AWS::CloudFormation::Stack',
      arn('cloudformation:x:1:stack/a/1'),
      `${home}/cloudformation/home?region=eu-central-1#/stacks/stackinfo?stackId=arn%3Aaws%3Acloudformation%3Ax%3A1%3Astack%2Fa%2F1`,
    ],
    [
      'AWS::ECS::Service',
      arn('ecs:eu-central-1:1:service/c/s'),
      `${home}/ecs/v2/clusters/c/services/s/health?region=eu-central-1`,
    ],
    ['AWS::ECS::Service', arn('ecs:eu-central-1:1:service/s'), undefined],
    [
      'AWS::ECS::TaskDefinition',
      arn('ecs:r:1:task-definition/web:7'),
      `${home}/ecs/v2/task-definitions/web/7/containers?region=eu-central-1`,
    ],
    ['AWS::ECR::Repository', 'shop/web', `${home}/ecr/repositories/private/123456789012/shop/web?region=eu-central-1`],
    ['AWS::Logs::LogGroup', '/a/b', `${home}/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/$252Fa$252Fb`],
    [
      'AWS::SecretsManager::Secret',
      arn('secretsmanager:r:1:secret:Uri-x-AbCdEf'),
      `${home}/secretsmanager/secret?name=Uri-x&region=eu-central-1`,
    ],
    ['AWS::S3::Bucket', 'b', `${home}/s3/buckets/b?region=eu-central-1`],
    [
      'AWS::CertificateManager::Certificate',
      arn('acm:r:1:certificate/id-1'),
      `${home}/acm/home?region=eu-central-1#/certificates/id-1`,
    ],
    ['AWS::EC2::VPC', 'vpc-1', `${home}/vpcconsole/home?region=eu-central-1#VpcDetails:VpcId=vpc-1`],
    ['AWS::EC2::Route', 'r-1', undefined],
    ['AWS::EC2::VPC', '', undefined],
  ])('%s %s', (type, physicalId, url) => {
    expect(consoleUrl({ type, physicalId, ...place })).toBe(url)
  })

  test.each([
    ['aws-cn', 'https://eu-central-1.console.amazonaws.cn/s3/buckets/b?region=eu-central-1'],
    ['aws-us-gov', 'https://console.amazonaws-us-gov.com/s3/buckets/b?region=eu-central-1'],
    ['aws-iso', undefined],
  ])('in the partition %s', (partition, url) => {
    expect(consoleUrl({ type: 'AWS::S3::Bucket', physicalId: 'b', ...place, partition })).toBe(url)
  })
})
