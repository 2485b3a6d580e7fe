import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { deployRights, operatorRights } from '../../src/templates/shared/rights/caller-rights.js'
import { awsProxy, type AwsProxy } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { localAws, type LocalAws } from '../support/local-aws.js'
import type { Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'

// One account for the whole file: the tests tell one story, in order.
let aws: LocalAws
let proxy: AwsProxy
let repo: Repository
let role = ''

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  repo = smallApp({ 'mm/app.yml': 'name: shop\nregion: eu-central-1\ndeployment_roles: true\n' })
}, 120_000)

afterAll(async () => {
  repo.remove()
  await proxy.close()
  await aws.stop()
}, 60_000)

beforeEach(() => void (proxy.calls.length = 0))

const run = async (...args: string[]) => {
  const result = await mm(args, { cwd: repo.root, env: { ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '100' } })
  expect([args, result.exit, result.stderr]).toEqual([args, 0, expect.anything()])
  return result
}

/** Stacks for which a call was made, each with the role that it named. */
const rolesIn = (action: string) =>
  proxy.calls
    .filter(call => call.action === action)
    .map(({ body }) => new URLSearchParams(body))
    .map(body => [body.get('StackName')?.split('/')[1] ?? body.get('StackName'), body.get('RoleARN')])

const namesOf = (statements: { Action: string[] }[]) =>
  statements.flatMap(({ Action }) => Action.map(action => action.split(':')[1]))
const deploys = namesOf(deployRights(['dev']))
const operates = [...deploys, ...namesOf(operatorRights())]
/** What only an administrator may, who deploys an environment first. */
const firstTime = ['CreateServiceLinkedRole', 'RevokeSecurityGroupEgress', 'RevokeSecurityGroupIngress']
/** What was asked of AWS and isn't allowed. */
const beyond = (allowed: (string | undefined)[]) =>
  [...new Set(proxy.calls.map(({ action }) => action))].filter(action => !allowed.includes(action))

test('the first deployment makes the roles, by the rights of whoever runs it', async () => {
  await run('env', 'deploy', '--yes')
  expect(rolesIn('CreateChangeSet')).toEqual([
    ['shop-shared', null],
    ['shop-dev', null],
  ])
  expect(beyond([...deploys, ...firstTime])).toEqual([])
  const cloudFormation = new CloudFormation({
    region: 'eu-central-1',
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const { Stacks: [shared] = [] } = await cloudFormation.describeStacks({ StackName: 'shop-shared' })
  const outputs = Object.fromEntries(
    (shared?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  )
  expect(outputs).toMatchObject({
    CloudFormationRoleArn: expect.stringMatching(/^arn:aws:iam::123456789012:role\//),
    DeployPolicyArn: expect.stringMatching(/^arn:aws:iam::123456789012:policy\//),
    OperatorPolicyArn: expect.stringMatching(/^arn:aws:iam::123456789012:policy\//),
    Environments: 'dev',
  })
  expect(shared?.EnableTerminationProtection).toBe(true)
  role = outputs['CloudFormationRoleArn'] ?? ''
}, 60_000)

describe('from then on', () => {
  test.each([
    [['env', 'deploy', '--yes'], ['shop-dev']],
    [['db', 'deploy', '--yes'], ['shop-dev-db']],
    [['svc', 'deploy', 'idle', '--yes'], ['shop-dev-idle']],
  ])(
    '%j is done by the role, and asks for nothing that DeployPolicy does not have',
    async (args, stacks) => {
      if (args[0] === 'env') repo.write('mm/environments/dev/manifest.yml', 'name: dev\ntype: Environment\nbudget: 100\n')
      await run(...args)
      const asked = rolesIn('CreateChangeSet').filter(([stack]) => stack !== 'shop-shared')
      expect(asked).toEqual(stacks.map(stack => [stack, role]))
      expect(beyond(deploys)).toEqual([])
    },
    120_000,
  )

  test.each([
    [['status']],
    [['logs', 'idle']],
    [['env', 'diff']],
    [['env', 'show', 'dev', '--resources']],
    [['svc', 'ls']],
    [['db', 'snapshot']],
    [['svc', 'delete', 'idle', '--confirm', 'idle']],
    [['db', 'delete', '--confirm', 'db']],
    [['env', 'delete', '--confirm', 'dev']],
  ])(
    '%j asks for nothing that both policies do not have',
    async args => {
      await run(...args)
      expect(beyond(operates)).toEqual([])
      for (const [, roleArn] of rolesIn('DeleteStack')) expect(roleArn).toBe(role)
      if (args[1] === 'delete') expect(rolesIn('DeleteStack')).toHaveLength(1)
    },
    60_000,
  )
})
