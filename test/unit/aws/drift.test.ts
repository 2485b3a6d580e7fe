import { afterEach, describe, expect, test } from '@jest/globals'
import { stacks } from '../../../src/aws/stacks.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { failure, result, type Answer } from '../../fakes/aws-server.js'
import { stackId } from '../../fakes/stack-answers.js'

afterEach(closeFakeAws)

const begun = result({ StackDriftDetectionId: 'd-1' })
const detection = (DetectionStatus: string, more: object = {}) =>
  result({ StackId: stackId, StackDriftDetectionId: 'd-1', DetectionStatus, Timestamp: '2026-11-24T12:00:00Z', ...more })
const busy = failure('ValidationError', `Drift detection is already in progress for stack [${stackId}]`)
const never = new AbortController().signal

describe('a check', () => {
  test('is begun, and asked about until it is over', async () => {
    const aws = await fakeAws({
      DetectStackDrift: [begun],
      DescribeStackDriftDetectionStatus: [
        detection('DETECTION_IN_PROGRESS'),
        detection('DETECTION_IN_PROGRESS'),
        detection('DETECTION_COMPLETE', { StackDriftStatus: 'DRIFTED', DriftedStackResourceCount: 1 }),
      ],
    })
    expect(await stacks(aws.context).checkDrift(stackId, never)).toEqual({
      status: 'DRIFTED',
      checkedAt: Date.parse('2026-11-24T12:00:00Z'),
    })
    expect(aws.calls[0]?.input).toMatchObject({ StackName: stackId })
    expect(aws.calls.at(-1)?.input).toMatchObject({ StackDriftDetectionId: 'd-1' })
    expect(aws.actions()).toHaveLength(4)
  })

  test("waits for somebody else's: a stack has one at a time", async () => {
    const aws = await fakeAws({
      DetectStackDrift: [busy, busy, begun],
      DescribeStackDriftDetectionStatus: [detection('DETECTION_COMPLETE', { StackDriftStatus: 'IN_SYNC' })],
    })
    expect(await stacks(aws.context).checkDrift(stackId, never)).toMatchObject({ status: 'IN_SYNC' })
    expect(aws.actions().filter(action => action === 'DetectStackDrift')).toHaveLength(3)
  })

  test('whose answer is throttled is asked about again', async () => {
    const throttled = failure('Throttling', 'Rate exceeded')
    const aws = await fakeAws({
      DetectStackDrift: [begun],
      DescribeStackDriftDetectionStatus: [
        ...[throttled, throttled, throttled],
        detection('DETECTION_COMPLETE', { StackDriftStatus: 'IN_SYNC' }),
      ],
    })
    expect(await stacks(aws.context).checkDrift(stackId, never)).toMatchObject({ status: 'IN_SYNC' })
    expect(aws.actions()).toHaveLength(5)
  })

  test('that failed for some resources says why', async () => {
    const aws = await fakeAws({
      DetectStackDrift: [begun],
      DescribeStackDriftDetectionStatus: [
        detection('DETECTION_FAILED', { StackDriftStatus: 'UNKNOWN', DetectionStatusReason: 'Failed to detect drift on [A]' }),
      ],
    })
    expect(await stacks(aws.context).checkDrift(stackId, never)).toMatchObject({
      status: 'UNKNOWN',
      failed: 'Failed to detect drift on [A]',
    })
  })

  test.each([
    ['denied', failure('AccessDenied', 'User is not authorized to perform: cloudformation:DetectStackDrift'), 'AccessDenied'],
    ['refused', failure('ValidationError', 'Stack [shop-dev] is in UPDATE_IN_PROGRESS state'), 'AwsRefused'],
  ])('that is %s is an error', async (_, answer, code) => {
    const aws = await fakeAws({ DetectStackDrift: [answer] })
    await expect(stacks(aws.context).checkDrift(stackId, never)).rejects.toMatchObject({ code })
  })

  test.each([
    ['to begin', { DetectStackDrift: [busy] }],
    ['to end', { DetectStackDrift: [begun], DescribeStackDriftDetectionStatus: [detection('DETECTION_IN_PROGRESS')] }],
  ])('nobody waits for any longer %s: nothing is known', async (_, script) => {
    const aws = await fakeAws(script)
    const enough = new AbortController()
    setTimeout(() => enough.abort(), 30)
    expect(await stacks(aws.context).checkDrift(stackId, enough.signal)).toBeUndefined()
  })

  test('is ended by Ctrl-C as everything', async () => {
    const aws = await fakeAws({
      DetectStackDrift: [begun],
      DescribeStackDriftDetectionStatus: (): Answer => {
        aws.interrupt()
        return detection('DETECTION_IN_PROGRESS')
      },
    })
    await expect(stacks(aws.context).checkDrift(stackId, never)).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 })
  })
})

test('what the last check found: every page, what is otherwise on which side, and nothing of what is as it should be', async () => {
  const drift = (LogicalResourceId: string, StackResourceDriftStatus: string, more: object = {}) => ({
    StackId: stackId,
    LogicalResourceId,
    PhysicalResourceId: `physical-${LogicalResourceId}`,
    ResourceType: 'AWS::Logs::LogGroup',
    StackResourceDriftStatus,
    Timestamp: '2026-11-24T12:00:00Z',
    ...more,
  })
  const PropertyDifferences = [
    { PropertyPath: '/RetentionInDays', ExpectedValue: '30', ActualValue: '7', DifferenceType: 'NOT_EQUAL' },
    { PropertyPath: '/Tags/3', ExpectedValue: 'null', ActualValue: '{"Key":"a","Value":"b"}', DifferenceType: 'ADD' },
    { PropertyPath: '/KmsKeyId', ExpectedValue: 'key', ActualValue: 'null', DifferenceType: 'REMOVE' },
  ]
  const aws = await fakeAws({
    DescribeStackResourceDrifts: [
      result({ StackResourceDrifts: [drift('A', 'MODIFIED', { PropertyDifferences })], NextToken: 'two' }),
      result({ StackResourceDrifts: [drift('B', 'DELETED'), drift('C', 'UNKNOWN', { DriftStatusReason: 'denied' })] }),
    ],
  })
  const found = await stacks(aws.context).drifts('shop-dev')
  expect(found).toEqual([
    {
      ...{ logicalId: 'A', physicalId: 'physical-A', type: 'AWS::Logs::LogGroup', status: 'MODIFIED' },
      differences: [
        { path: 'RetentionInDays', expected: '30', actual: '7' },
        { path: 'Tags/3', actual: '{"Key":"a","Value":"b"}' },
        { path: 'KmsKeyId', expected: 'key' },
      ],
    },
    { logicalId: 'B', physicalId: 'physical-B', type: 'AWS::Logs::LogGroup', status: 'DELETED', differences: [] },
    { logicalId: 'C', physicalId: 'physical-C', type: 'AWS::Logs::LogGroup', status: 'UNKNOWN', differences: [] },
  ])
  expect(aws.calls[0]?.input).toMatchObject({
    StackName: 'shop-dev',
    'StackResourceDriftStatusFilters.member.1': 'MODIFIED',
    'StackResourceDriftStatusFilters.member.2': 'DELETED',
    'StackResourceDriftStatusFilters.member.3': 'UNKNOWN',
  })
  expect(aws.calls[1]?.input).toMatchObject({ NextToken: 'two' })
})

describe('a stack', () => {
  const found = async (DriftInformation: object | undefined) => {
    const stack = {
      StackName: 'shop-dev',
      StackId: stackId,
      StackStatus: 'UPDATE_COMPLETE',
      CreationTime: '2026-11-24T12:00:00Z',
    }
    const aws = await fakeAws({ DescribeStacks: [result({ Stacks: [{ ...stack, DriftInformation }] })] })
    return stacks(aws.context).find('shop-dev')
  }

  test('knows what its last check found, and when that was', async () => {
    const drift = { StackDriftStatus: 'DRIFTED', LastCheckTimestamp: '2026-11-20T12:00:00Z' }
    expect(await found(drift)).toMatchObject({ drift: { status: 'DRIFTED', checkedAt: Date.parse('2026-11-20T12:00:00Z') } })
  })

  test.each([[undefined], [{ StackDriftStatus: 'NOT_CHECKED' }]])('that was never checked knows nothing: %j', async drift => {
    expect(await found(drift)).not.toHaveProperty('drift')
  })
})
