import { afterEach, describe, expect, test } from '@jest/globals'
import { premises } from '../../../src/aws/premises.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { cut, failure, result } from '../../fakes/aws-server.js'

afterEach(closeFakeAws)

const role = 'arn:aws:iam::123456789012:role/path/shop-Role'
const digest = `sha256:${'a'.repeat(64)}`

test('addresses that subnets have left, of those that exist', async () => {
  const aws = await fakeAws({ DescribeSubnets: [result({ subnetSet: [{ subnetId: 'a', availableIpAddressCount: 7 }] })] })
  expect(await premises(aws.context).freeAddresses(['a', 'b'])).toEqual({ a: 7 })
  expect(aws.calls[0]?.input).toMatchObject({ 'Filter.1.Name': 'subnet-id', 'Filter.1.Value.2': 'b' })
})

test('the quota of Fargate is asked for once; one that nobody knows is none', async () => {
  const aws = await fakeAws({ GetServiceQuota: [result({ Quota: { Value: 6 } })] })
  const asked = premises(aws.context)
  expect([await asked.fargateCpus(), await asked.fargateCpus()]).toEqual([6, 6])
  expect(aws.calls.map(({ input }) => input)).toEqual([{ ServiceCode: 'fargate', QuotaCode: 'L-3032A538' }])
  const unknown = await fakeAws({ GetServiceQuota: [failure('NoSuchResourceException', 'no')] })
  expect(await premises(unknown.context).fargateCpus()).toBeUndefined()
})

describe('a secret', () => {
  test.each([
    ['there', result({ Name: 's' })],
    ['deleted', result({ Name: 's', DeletedDate: 1_700_000_000 })],
    ['missing', failure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")],
  ])('is %s', async (state, answer) => {
    const aws = await fakeAws({ DescribeSecret: [answer] })
    expect(await premises(aws.context).secret('arn:secret')).toBe(state)
    // Never the one that gives its value.
    expect(aws.actions()).toEqual(['DescribeSecret'])
  })
})

test('a parameter is looked for by its name, and not read', async () => {
  const aws = await fakeAws({ DescribeParameters: [result({ Parameters: [{ Name: '/mm/ca' }] }), result({ Parameters: [] })] })
  const arn = 'arn:aws:ssm:eu-central-1:123456789012:parameter/mm/ca'
  expect([await premises(aws.context).parameter(arn), await premises(aws.context).parameter(arn)]).toEqual([true, false])
  expect(aws.calls[0]?.input).toEqual({ ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: ['/mm/ca'] }] })
})

test('roles of a revision', async () => {
  const found = { executionRoleArn: 'arn:e', taskRoleArn: 'arn:t' }
  const aws = await fakeAws({ DescribeTaskDefinition: [result({ taskDefinition: found }), result({ taskDefinition: {} })] })
  expect(await premises(aws.context).taskRoles('web:1')).toEqual({ execution: 'arn:e', task: 'arn:t' })
  expect(await premises(aws.context).taskRoles('web:1')).toEqual({})
})

describe('whom a role trusts', () => {
  const policy = (Statement: unknown) => encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }))
  test.each([
    ['one service', [{ Effect: 'Allow', Principal: { Service: 'a' } }], ['a']],
    [
      'several',
      [
        { Effect: 'Allow', Principal: { Service: ['a', 'b'] } },
        { Effect: 'Allow', Principal: { Service: 'c' } },
      ],
      ['a', 'b', 'c'],
    ],
    ['a statement alone', { Effect: 'Allow', Principal: { Service: 'a' } }, ['a']],
    ['nobody: it is a refusal', [{ Effect: 'Deny', Principal: { Service: 'a' } }], []],
    [
      'an account, or everybody',
      [
        { Effect: 'Allow', Principal: { AWS: '1' } },
        { Effect: 'Allow', Principal: '*' },
      ],
      [],
    ],
  ])('%s', async (_, statement, services) => {
    const aws = await fakeAws({ GetRole: [result({ Role: { AssumeRolePolicyDocument: policy(statement) } })] })
    expect(await premises(aws.context).trusted(role)).toEqual(services)
    expect(aws.calls[0]?.input).toMatchObject({ RoleName: 'shop-Role' })
  })
  test('nobody does one that is gone', async () => {
    const aws = await fakeAws({ GetRole: [failure('NoSuchEntity', 'cannot be found', 404)] })
    expect(await premises(aws.context).trusted(role)).toBeUndefined()
  })
})

describe('an image in ECR', () => {
  test('comes with its manifest', async () => {
    const aws = await fakeAws({ BatchGetImage: [result({ images: [{ imageManifest: '{}' }], failures: [] })] })
    expect(await premises(aws.context).ecrImage({ repository: 'shop/web', digest })).toEqual({ manifest: '{}' })
    expect(aws.calls[0]?.input).toMatchObject({ repositoryName: 'shop/web', imageIds: [{ imageDigest: digest }] })
  })
  test('may be in another account', async () => {
    const aws = await fakeAws({ BatchGetImage: [result({ images: [{}], failures: [] })] })
    const image = { repository: 'base', tag: '1', account: '210987654321', region: 'eu-west-1' }
    expect(await premises(aws.context).ecrImage(image)).toEqual({})
    expect(aws.calls[0]?.input).toMatchObject({ registryId: '210987654321', imageIds: [{ imageTag: '1' }] })
    expect(aws.calls[0]?.headers.authorization).toContain('/eu-west-1/ecr/')
  })
  test.each([
    ['the image', result({ images: [], failures: [{ failureCode: 'ImageNotFound' }] })],
    ['its repository', failure('RepositoryNotFoundException', 'no')],
  ])("isn't there when %s isn't", async (_, answer) => {
    const aws = await fakeAws({ BatchGetImage: [answer] })
    expect(await premises(aws.context).ecrImage({ repository: 'shop/web', digest })).toBeUndefined()
  })
})

describe('nobody waits long for', () => {
  const questions: [string, (its: ReturnType<typeof premises>) => Promise<unknown>][] = [
    ['DescribeSubnets', its => its.freeAddresses(['a'])],
    ['GetServiceQuota', its => its.fargateCpus()],
    ['DescribeSecret', its => its.secret('arn:secret')],
    ['DescribeParameters', its => its.parameter('arn:aws:ssm:r:1:parameter/a')],
    ['DescribeTaskDefinition', its => its.taskRoles('web:1')],
    ['GetRole', its => its.trusted(role)],
    ['BatchGetImage', its => its.ecrImage({ repository: 'a', tag: '1' })],
  ]
  test.each(questions)('%s: two attempts', async (action, ask) => {
    const aws = await fakeAws({ [action]: [cut] })
    await expect(ask(premises(aws.context))).rejects.toMatchObject({ code: expect.any(String) })
    expect(aws.actions()).toEqual([action, action])
  })
  test.each(questions)('%s: denied, by the name of what is missing', async (action, ask) => {
    const aws = await fakeAws({ [action]: [failure('AccessDeniedException', 'no')] })
    const error = await ask(premises(aws.context)).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'AccessDenied', message: expect.stringMatching(new RegExp(`:${action}$`)) })
  })
})
