import { afterEach, describe, expect, test } from '@jest/globals'
import { stacks } from '../../../src/aws/stacks.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { failure, result } from '../../fakes/aws-server.js'

afterEach(closeFakeAws)

const stack = (StackName: string, more: object = {}) => ({
  StackName,
  StackId: `arn:${StackName}`,
  StackStatus: 'CREATE_COMPLETE',
  CreationTime: '2026-11-24T12:00:00Z',
  ...more,
})
const missing = failure('ValidationError', 'Stack with id shop-dev does not exist')

describe('find', () => {
  test('a stack with all that it tells', async () => {
    const aws = await fakeAws({
      DescribeStacks: [
        result({
          Stacks: [
            stack('shop-dev', {
              StackStatusReason: 'r',
              Outputs: [{ OutputKey: 'Url', OutputValue: 'http://x' }],
              Parameters: [{ ParameterKey: 'Port', ParameterValue: '80' }],
              Tags: [{ Key: 'mm:app', Value: 'shop' }],
              LastUpdatedTime: '2026-11-24T13:00:00Z',
              EnableTerminationProtection: true,
              RoleARN: 'arn:role',
            }),
          ],
        }),
      ],
    })
    expect(await stacks(aws.context).find('shop-dev')).toEqual({
      name: 'shop-dev',
      id: 'arn:shop-dev',
      status: 'CREATE_COMPLETE',
      statusReason: 'r',
      outputs: { Url: 'http://x' },
      parameters: { Port: '80' },
      tags: { 'mm:app': 'shop' },
      protected: true,
      roleArn: 'arn:role',
      createdAt: Date.parse('2026-11-24T12:00:00Z'),
      updatedAt: Date.parse('2026-11-24T13:00:00Z'),
    })
  })

  test.each([missing, result({ Stacks: [stack('shop-dev', { StackStatus: 'DELETE_COMPLETE' })] })])('none: %j', async answer => {
    const aws = await fakeAws({ DescribeStacks: [answer] })
    expect(await stacks(aws.context).find('shop-dev')).toBeUndefined()
  })

  test('another refusal is no absence', async () => {
    const aws = await fakeAws({
      DescribeStacks: [failure('ValidationError', '1 validation error detected: stackName is too long')],
    })
    await expect(stacks(aws.context).find('x')).rejects.toMatchObject({
      code: 'AwsRefused',
      details: { why: 'stackName is too long' },
    })
  })
})

test('list: every page, only those with all of the tags, none that is deleted', async () => {
  const tagged = (name: string, tags: Record<string, string>, more: object = {}) =>
    stack(name, { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })), ...more })
  const aws = await fakeAws({
    DescribeStacks: [
      result({
        Stacks: [tagged('a', { 'mm:app': 'shop', 'mm:env': 'dev' }), tagged('b', { 'mm:app': 'shop' })],
        NextToken: 'two',
      }),
      result({
        Stacks: [
          tagged('c', { 'mm:app': 'shop', 'mm:env': 'dev' }),
          tagged('d', { 'mm:app': 'shop', 'mm:env': 'dev' }, { StackStatus: 'DELETE_COMPLETE' }),
        ],
      }),
    ],
  })
  const found = await stacks(aws.context).list({ 'mm:app': 'shop', 'mm:env': 'dev' })
  expect(found.map(each => each.name)).toEqual(['a', 'c'])
})

test('resources: every page', async () => {
  const resource = (LogicalResourceId: string) => ({
    LogicalResourceId,
    PhysicalResourceId: `p-${LogicalResourceId}`,
    ResourceType: 'AWS::SNS::Topic',
    ResourceStatus: 'CREATE_COMPLETE',
    LastUpdatedTimestamp: '2026-11-24T12:00:00Z',
  })
  const aws = await fakeAws({
    ListStackResources: [
      result({ StackResourceSummaries: [resource('A')], NextToken: 'two' }),
      result({ StackResourceSummaries: [{ ...resource('B'), PhysicalResourceId: undefined }] }),
    ],
  })
  expect(await stacks(aws.context).resources('shop-dev')).toEqual([
    { logicalId: 'A', physicalId: 'p-A', type: 'AWS::SNS::Topic', status: 'CREATE_COMPLETE' },
    { logicalId: 'B', type: 'AWS::SNS::Topic', status: 'CREATE_COMPLETE' },
  ])
})

test('template: as it was sent', async () => {
  const aws = await fakeAws({ GetTemplate: [result({ TemplateBody: 'Resources: {}\n' })] })
  expect(await stacks(aws.context).template('shop-dev')).toBe('Resources: {}\n')
  expect(aws.calls[0]?.input['TemplateStage']).toBe('Original')
})

test('protection from deletion', async () => {
  const aws = await fakeAws({ UpdateTerminationProtection: [result({})] })
  await stacks(aws.context).protect('shop-prod', true)
  expect(aws.calls[0]?.input).toMatchObject({ StackName: 'shop-prod', EnableTerminationProtection: 'true' })
})
