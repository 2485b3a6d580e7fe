import { describe, expect, test } from '@jest/globals'
import { tellDrift } from '../../../../src/ops/drift/tell-drift.js'
import type { ResourceChange, Stack } from '../../../../src/ops/ports/cloudformation.js'
import type { FoundDrift } from '../../../../src/ops/ports/drift.js'
import { change, drifted, stack } from '../../../fakes/world.js'

interface Story {
  found: FoundDrift[]
  changes?: ResourceChange[]
  of?: Stack
  scales?: boolean
}

const told = ({ found, changes = [], of = stack('shop-dev-web'), scales = false }: Story) =>
  tellDrift({ stack: of, scales, found, checkedAt: Date.parse('2026-11-24T12:00:00Z'), checkedNow: true }, changes)

test('what was changed, what was deleted, when it was looked for, and how many could not be looked at', () => {
  const found = [
    drifted('LogGroup', { physicalId: 'shop/web' }),
    drifted('Alarm', { type: 'AWS::CloudWatch::Alarm', status: 'DELETED', differences: [] }),
    drifted('Role', { type: 'AWS::IAM::Role', status: 'UNKNOWN', differences: [] }),
  ]
  expect(told({ found })).toEqual({
    checkedAt: '2026-11-24T12:00:00.000Z',
    checkedNow: true,
    resources: [
      {
        ...{ logicalId: 'LogGroup', physicalId: 'shop/web', type: 'AWS::Logs::LogGroup', deleted: false },
        differences: [{ path: 'RetentionInDays', expected: '30', actual: '7', fate: 'stays' }],
      },
      { logicalId: 'Alarm', type: 'AWS::CloudWatch::Alarm', deleted: true, differences: [], fate: 'stays' },
    ],
    unknown: 1,
  })
})

test('nothing, when there is nothing', () => {
  expect(told({ found: [] })).toBeUndefined()
})

test('no value of what looks like a secret, nor of a parameter that is hidden', () => {
  const of = stack('shop-dev-web', { parameters: { OriginToken: 'let-me-through' } })
  const differences = [
    { path: 'Secret', actual: 'hunter2' },
    { path: 'Values/0', actual: 'let-me-through' },
  ]
  expect(told({ found: [drifted('It', { differences })], of })?.resources[0]?.differences).toEqual([
    { path: 'Secret', hidden: true, fate: 'stays' },
    { path: 'Values/0', hidden: true, fate: 'stays' },
  ])
})

describe('what the plan makes of it:', () => {
  test.each<[string, ResourceChange[], string]>([
    ['nothing', [change('Other', { action: 'update' })], 'stays'],
    ['the very property is set', [change('LogGroup', { action: 'update', properties: ['RetentionInDays'] })], 'overwritten'],
    ['another property is set', [change('LogGroup', { action: 'update', properties: ['Tags'] })], 'perhaps overwritten'],
    ['the resource goes', [change('LogGroup', { action: 'delete' })], 'goes'],
    ['the resource is replaced', [change('LogGroup', { action: 'replace', properties: ['RetentionInDays'] })], 'goes'],
    ['it becomes what it is', [change('LogGroup', { action: 'sync' })], 'stays'],
  ])('%s', (_, changes, fate) => {
    expect(told({ found: [drifted('LogGroup')], changes })?.resources[0]?.differences[0]?.fate).toBe(fate)
  })

  test.each<[string, ResourceChange[], string]>([
    ['nothing', [], 'stays'],
    ["a change of what isn't there", [change('LogGroup', { action: 'update' })], 'fails'],
    ['it goes anyway', [change('LogGroup', { action: 'delete' })], 'goes'],
  ])('of what was deleted: %s', (_, changes, fate) => {
    expect(told({ found: [drifted('LogGroup', { status: 'DELETED', differences: [] })], changes })?.resources[0]?.fate).toBe(fate)
  })
})

describe('what the plan takes back is told there, and not once more:', () => {
  const outside = (path: string) => ({ deleted: false, differences: [{ path }] })

  test.each([
    ['the same', 'RetentionInDays', 'RetentionInDays'],
    ['all of it', 'Tags/1', 'Tags'],
    ['a part of it', 'Tags/1', 'Tags/1/Value'],
  ])('%s', (_, path, takenBack) => {
    const found = [drifted('LogGroup', { differences: [{ path }] })]
    expect(told({ found, changes: [change('LogGroup', { action: 'update', outside: outside(takenBack) })] })).toBeUndefined()
  })

  test('something else is told', () => {
    const changes = [change('LogGroup', { action: 'update', properties: ['Tags'], outside: outside('Tags/10') })]
    const found = [drifted('LogGroup', { differences: [{ path: 'Tags/1', expected: 'a' }] })]
    expect(told({ found, changes })?.resources).toHaveLength(1)
  })

  test('what is made anew', () => {
    const changes = [change('LogGroup', { outside: { deleted: true, differences: [] } })]
    expect(told({ found: [drifted('LogGroup', { status: 'DELETED' })], changes })).toBeUndefined()
  })
})

describe('what AWS and mm do themselves is not told:', () => {
  const service = (path: string) => [
    drifted('Service', { type: 'AWS::ECS::Service', differences: [{ path, expected: '1', actual: '2' }] }),
  ]
  const rule = (actual: string, more = {}) => [
    drifted('Group', { type: 'AWS::EC2::SecurityGroup', differences: [{ path: 'SecurityGroupEgress/1', actual, ...more }] }),
  ]
  const listener = [
    drifted('Rule', { type: 'AWS::ElasticLoadBalancingV2::ListenerRule', differences: [{ path: 'Actions/0/Weight' }] }),
  ]
  const shifting = stack('shop-dev-web', { outputs: { AlternateTargetGroupArn: 'arn' } })
  const toService = '{"DestinationSecurityGroupId":"sg-1","IpProtocol":"tcp"}'
  const tag = (path: string, more = {}) => [
    drifted('LogGroup', { differences: [{ path, actual: '{"Key":"a","Value":"b"}', ...more }] }),
  ]

  test.each<[string, Story, boolean]>([
    ["a service's revision", { found: service('TaskDefinition') }, false],
    ['the number of its tasks, when it scales', { found: service('DesiredCount'), scales: true }, false],
    ['but when it does not scale', { found: service('DesiredCount') }, true],
    ['the weights of a rule that ECS shifts', { found: listener, of: shifting }, false],
    ['but of another rule', { found: listener }, true],
    ['a rule of a service to another group', { found: rule(toService) }, false],
    ['but a rule to the internet', { found: rule('{"CidrIp":"0.0.0.0/0"}') }, true],
    ['but a rule of the template that was changed', { found: rule(toService, { expected: '{}' }) }, true],
    ['a tag that was added', { found: tag('Tags/3') }, false],
    ['but a tag that was changed', { found: tag('Tags/0/Value', { expected: 'c' }) }, true],
    ['but one that was taken away', { found: [drifted('LogGroup', { differences: [{ path: 'Tags/0', expected: 'c' }] })] }, true],
  ])('%s', (_, story, isTold) => {
    expect(told(story) !== undefined).toBe(isTold)
  })

  test('all of a rule that is told in parts', () => {
    const differences = ['FromPort', 'DestinationSecurityGroupId'].map(each => ({
      path: `SecurityGroupEgress/1/${each}`,
      actual: '1',
    }))
    const other = { path: 'SecurityGroupEgress/2/CidrIp', actual: '10.0.0.0/8' }
    const found = [drifted('Group', { type: 'AWS::EC2::SecurityGroup', differences: [...differences, other] })]
    expect(told({ found })?.resources[0]?.differences.map(({ path }) => path)).toEqual(['SecurityGroupEgress/2/CidrIp'])
  })
})
