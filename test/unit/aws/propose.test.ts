import { afterEach, describe, expect, test } from '@jest/globals'
import { stacks } from '../../../src/aws/stacks.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { cut, failure, result, type Answer } from '../../fakes/aws-server.js'

afterEach(closeFakeAws)

const proposal = {
  stackName: 'shop-dev',
  body: '{"Resources":{}}',
  parameters: { Port: '80', Kept: undefined },
  tags: { 'mm:app': 'shop' },
}
const stackId = 'arn:aws:cloudformation:eu-central-1:1:stack/shop-dev/1'
const setId = 'arn:aws:cloudformation:eu-central-1:1:changeSet/mm-1/2'
const none = failure('ValidationError', 'Stack with id shop-dev does not exist')
const stackIn = (StackStatus: string) =>
  result({ Stacks: [{ StackName: 'shop-dev', StackId: stackId, StackStatus, CreationTime: '2026-11-24T12:00:00Z' }] })
const made = result({ Id: setId, StackId: stackId })
const described = (Status: string, more: object = {}) => result({ ChangeSetId: setId, StackId: stackId, Status, ...more })
const add = (LogicalResourceId: string) => ({
  Type: 'Resource',
  ResourceChange: { Action: 'Add', LogicalResourceId, ResourceType: 'AWS::SNS::Topic' },
})
const refusal = (StatusReason: string) => described('FAILED', { StatusReason })
const ok = result({})

test('of a new stack: type CREATE, waits until it can be read, every page of it', async () => {
  const aws = await fakeAws({
    DescribeStacks: [none],
    CreateChangeSet: [made],
    DescribeChangeSet: [
      described('CREATE_PENDING'),
      described('CREATE_IN_PROGRESS'),
      described('CREATE_COMPLETE', { Changes: [add('A')], NextToken: 'two' }),
      described('CREATE_COMPLETE', { Changes: [add('B')], NextToken: 'three' }),
      described('CREATE_COMPLETE', { Changes: [add('C')] }),
    ],
  })
  const set = await stacks(aws.context).propose(proposal)
  expect(set).toMatchObject({ stackName: 'shop-dev', stackId, id: setId, kind: 'create' })
  expect(set.changes.map(change => change.logicalId)).toEqual(['A', 'B', 'C'])
  expect(aws.calls.at(-1)?.input).toMatchObject({ ChangeSetName: setId, NextToken: 'three' })

  const asked = aws.calls.find(call => call.action === 'CreateChangeSet')?.input ?? {}
  expect(asked).toMatchObject({
    ChangeSetType: 'CREATE',
    TemplateBody: proposal.body,
    'Parameters.member.1.ParameterValue': '80',
    'Parameters.member.2.UsePreviousValue': 'true',
    'Tags.member.1.Key': 'mm:app',
    'Capabilities.member.1': 'CAPABILITY_IAM',
    'Capabilities.member.2': 'CAPABILITY_NAMED_IAM',
  })
  expect(asked['ChangeSetName']).toMatch(/^mm-[0-9a-z]+-[0-9a-f]{4}$/)
})

test('by a role of CloudFormation', async () => {
  const aws = await fakeAws({
    DescribeStacks: [none],
    CreateChangeSet: [made],
    DescribeChangeSet: [described('CREATE_COMPLETE', { Changes: [add('A')] })],
  })
  await stacks(aws.context).propose({ ...proposal, roleArn: 'arn:role' })
  expect(aws.calls.find(call => call.action === 'CreateChangeSet')?.input).toMatchObject({ RoleARN: 'arn:role' })
})

test('of an existing stack: type UPDATE', async () => {
  const aws = await fakeAws({
    DescribeStacks: [stackIn('UPDATE_COMPLETE')],
    CreateChangeSet: [made],
    DescribeChangeSet: [described('CREATE_COMPLETE')],
  })
  expect((await stacks(aws.context).propose(proposal)).kind).toBe('update')
  expect(aws.calls.find(call => call.action === 'CreateChangeSet')?.input['ChangeSetType']).toBe('UPDATE')
})

describe('to take back what was changed outside', () => {
  const wanted = { ...proposal, revertDrift: true }
  const inputOf = (aws: Awaited<ReturnType<typeof fakeAws>>, action: string) =>
    aws.calls.find(call => call.action === action)?.input

  test('of an existing stack: by a change set that knows of it, with the values', async () => {
    const aws = await fakeAws({ CreateChangeSet: [made], DescribeChangeSet: [described('CREATE_COMPLETE')] })
    await stacks(aws.context).propose(wanted, true)
    expect(inputOf(aws, 'CreateChangeSet')).toMatchObject({ ChangeSetType: 'UPDATE', DeploymentMode: 'REVERT_DRIFT' })
    expect(inputOf(aws, 'DescribeChangeSet')).toMatchObject({ IncludePropertyValues: 'true' })
  })

  test.each([
    ['a new stack', wanted, false],
    ['an update without it', proposal, true],
  ])('not of %s', async (_, of, exists) => {
    const aws = await fakeAws({ CreateChangeSet: [made], DescribeChangeSet: [described('CREATE_COMPLETE')] })
    await stacks(aws.context).propose(of, exists)
    expect(inputOf(aws, 'CreateChangeSet')).not.toHaveProperty('DeploymentMode')
    expect(inputOf(aws, 'DescribeChangeSet')).not.toHaveProperty('IncludePropertyValues')
  })
})

describe('without changes', () => {
  test.each([
    "The submitted information didn't contain changes. Submit different information to create a change set.",
    'No updates are to be performed.',
  ])('%s: empty, and the change set is deleted', async reason => {
    const aws = await fakeAws({
      DescribeStacks: [stackIn('CREATE_COMPLETE')],
      CreateChangeSet: [made],
      DescribeChangeSet: [refusal(reason)],
      DeleteChangeSet: [ok],
    })
    expect((await stacks(aws.context).propose(proposal)).changes).toEqual([])
    expect(aws.actions().slice(-1)).toEqual(['DeleteChangeSet'])
  })

  test('of a new stack: the empty stack is deleted too', async () => {
    const aws = await fakeAws({
      DescribeStacks: [none, stackIn('REVIEW_IN_PROGRESS')],
      CreateChangeSet: [made],
      DescribeChangeSet: [refusal('No updates are to be performed.')],
      DeleteChangeSet: [ok],
      DeleteStack: [ok],
    })
    await stacks(aws.context).propose(proposal)
    expect(aws.calls.at(-1)).toMatchObject({ action: 'DeleteStack', input: { StackName: stackId } })
  })
})

test('a refusal is told with its reason, and nothing is left behind', async () => {
  const aws = await fakeAws({
    DescribeStacks: [none, stackIn('REVIEW_IN_PROGRESS')],
    CreateChangeSet: [made],
    DescribeChangeSet: [refusal('Template error: unresolved dependency [Vpc]')],
    DeleteChangeSet: [ok],
    DeleteStack: [ok],
  })
  await expect(stacks(aws.context).propose(proposal)).rejects.toMatchObject({
    code: 'ChangeSetFailed',
    details: { why: 'Template error: unresolved dependency [Vpc]', state: 'nothing was changed' },
  })
  expect(aws.actions().slice(-3)).toEqual(['DeleteChangeSet', 'DescribeStacks', 'DeleteStack'])
})

test('the answer to CreateChangeSet is lost: the second attempt carries the same token, and its "already exists" is ours', async () => {
  const aws = await fakeAws({
    DescribeStacks: [stackIn('CREATE_COMPLETE')],
    CreateChangeSet: [
      cut,
      failure('AlreadyExistsException', 'ChangeSet mm-1 cannot be created due to a mismatch with existing attribute Template'),
    ],
    DescribeChangeSet: [described('CREATE_COMPLETE', { Changes: [add('A')] })],
  })
  const set = await stacks(aws.context).propose(proposal)
  expect(set).toMatchObject({ id: setId, stackId, changes: [{ logicalId: 'A' }] })
  const [first, second] = aws.calls.filter(call => call.action === 'CreateChangeSet')
  expect(first?.input['ClientToken']).toMatch(/^[0-9a-f]{40}$/)
  expect(first?.input['ClientToken']).toBe(second?.input['ClientToken'])
  expect(first?.input['ChangeSetName']).toBe(second?.input['ChangeSetName'])
  // By name and stack, as its ARN isn't known.
  expect(aws.calls.at(-1)?.input).toMatchObject({ ChangeSetName: first?.input['ChangeSetName'], StackName: 'shop-dev' })
})

test('a body over the limit is refused before anything is asked', async () => {
  const aws = await fakeAws({ DescribeStacks: [none] })
  const body = 'é'.repeat(25_601)
  await expect(stacks(aws.context).propose({ ...proposal, body })).rejects.toMatchObject({
    code: 'TemplateTooLarge',
    message: expect.stringContaining('51202'),
  })
  expect(aws.actions()).toEqual(['DescribeStacks'])
})

test("AWS's complaint about the template comes through in its own words", async () => {
  const aws = await fakeAws({
    DescribeStacks: [none],
    CreateChangeSet: [failure('ValidationError', 'Template format error: Unresolved resource dependencies [X]')],
  })
  await expect(stacks(aws.context).propose(proposal)).rejects.toMatchObject({
    code: 'AwsRefused',
    message: 'AWS refused cloudformation:CreateChangeSet',
    details: { why: 'Template format error: Unresolved resource dependencies [X]' },
  })
})

test('Ctrl-C while CloudFormation compares: the change set and the empty stack are withdrawn', async () => {
  const aws = await fakeAws({
    DescribeStacks: [none, stackIn('REVIEW_IN_PROGRESS')],
    CreateChangeSet: [made],
    DescribeChangeSet: (): Answer => {
      aws.interrupt()
      return described('CREATE_IN_PROGRESS')
    },
    DeleteChangeSet: [ok],
    DeleteStack: [ok],
  })
  await expect(stacks(aws.context).propose(proposal)).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 })
  expect(aws.actions().slice(-3)).toEqual(['DeleteChangeSet', 'DescribeStacks', 'DeleteStack'])
})

test('discarding deletes the stack only while it is empty', async () => {
  const aws = await fakeAws({ DeleteChangeSet: [ok], DescribeStacks: [stackIn('CREATE_IN_PROGRESS')] })
  await stacks(aws.context).discard({ stackName: 'shop-dev', stackId, id: setId, kind: 'create', changes: [] })
  expect(aws.actions()).toEqual(['DeleteChangeSet', 'DescribeStacks'])
})

describe('a template that is too large to be sent', () => {
  const body = 'x'.repeat(51_201)

  test('is read from the bucket', async () => {
    const aws = await fakeAws({
      DescribeStacks: [none],
      PutObject: [ok],
      CreateChangeSet: [made],
      DescribeChangeSet: [described('CREATE_COMPLETE')],
    })
    await stacks(aws.context).propose({ ...proposal, body, bucket: 'artifacts' })
    expect(aws.actions()).toEqual(['DescribeStacks', 'PutObject', 'CreateChangeSet', 'DescribeChangeSet'])
    const [, put, create] = aws.calls
    expect(put?.input['url']).toMatch(/^\/artifacts\/templates\/shop-dev\/[0-9a-f]{32}\.yml/)
    expect(put?.input['body']).toContain(body)
    expect(create?.input).not.toHaveProperty('TemplateBody')
    expect(create?.input['TemplateURL']).toBe(`${aws.url}${String(put?.input['url']).split('?')[0]}`)
  })

  test.each([
    ['without a bucket', { body }, '51200'],
    ['with one, of more than 1,000,000 bytes', { body: 'x'.repeat(1_000_001), bucket: 'artifacts' }, '1000000'],
  ])('is refused %s', async (_, more, limit) => {
    const aws = await fakeAws({ DescribeStacks: [none] })
    await expect(stacks(aws.context).propose({ ...proposal, ...more })).rejects.toMatchObject({
      code: 'TemplateTooLarge',
      details: { why: `CloudFormation takes ${limit}` },
    })
    expect(aws.actions()).toEqual(['DescribeStacks'])
  })
})
