import { describe, expect, test } from '@jest/globals'
import type { ResourceChange as CfnChange } from '@aws-sdk/client-cloudformation'
import { resourceChange } from '../../../src/aws/resource-changes.js'

const base: CfnChange = { LogicalResourceId: 'Service', ResourceType: 'AWS::ECS::Service' }
const mapped = (change: CfnChange) => resourceChange({ ResourceChange: { ...base, ...change } })

test.each<[CfnChange, string, boolean]>([
  [{ Action: 'Add' }, 'create', false],
  [{ Action: 'Remove', PhysicalResourceId: 'p' }, 'delete', false],
  [{ Action: 'Modify', Replacement: 'False' }, 'update', false],
  [{ Action: 'Modify', Replacement: 'True' }, 'replace', false],
  [{ Action: 'Modify', Replacement: 'Conditional' }, 'replace', true],
  [{ Action: 'Modify' }, 'update', false],
])('%j', (change, action, conditional) => {
  expect(mapped(change)).toMatchObject({ action, conditional, logicalId: 'Service', type: 'AWS::ECS::Service' })
})

test('the properties that cause it, each once and in order; of tags the attribute', () => {
  const Details = [
    { Target: { Attribute: 'Properties' as const, Name: 'TaskDefinition' } },
    { Target: { Attribute: 'Tags' as const } },
    { Target: { Attribute: 'Properties' as const, Name: 'TaskDefinition' } },
    { Target: { Attribute: 'Properties' as const } },
  ]
  expect(mapped({ Action: 'Modify', Details })?.properties).toEqual(['TaskDefinition', 'Tags'])
})

test("another revision of a task definition isn't called a replacement; its first and its last are what they are", () => {
  const of = (change: CfnChange) => mapped({ ResourceType: 'AWS::ECS::TaskDefinition', ...change })
  expect(of({ Action: 'Modify', Replacement: 'True' })).toMatchObject({ action: 'update', revision: true, conditional: false })
  expect(of({ Action: 'Modify', Replacement: 'Conditional' })).toMatchObject({ action: 'update', conditional: false })
  expect(of({ Action: 'Add' })).not.toHaveProperty('revision')
  expect(of({ Action: 'Remove' })).toMatchObject({ action: 'delete' })
  expect(mapped({ Action: 'Modify', Replacement: 'True' })).toMatchObject({ action: 'replace' })
})

test('a hook is no change of a resource', () => {
  expect(resourceChange({ Type: 'Resource' })).toBeUndefined()
})

test.each(['Retain', 'ReplaceAndRetain'] as const)('what CloudFormation keeps (%s) is told', PolicyAction => {
  expect(mapped({ Action: 'Remove', PolicyAction })).toMatchObject({ action: 'delete', kept: true })
  expect(mapped({ Action: 'Remove', PolicyAction: 'Delete' })).not.toHaveProperty('kept')
})

describe('of a drift-aware change set', () => {
  const target = (more: object) => ({ Target: { Attribute: 'Properties' as const, ...more } })
  const retention = {
    Name: 'RetentionInDays',
    Path: '/Properties/RetentionInDays',
    BeforeValue: '7',
    AfterValue: '30',
    BeforeValueFrom: 'ACTUAL_STATE' as const,
    Drift: { PreviousValue: '30', ActualValue: '7' },
  }

  test('what was changed outside and is taken back', () => {
    const Details = [target(retention), target({ Name: 'KmsKeyId', Path: '/Properties/KmsKeyId', AfterValue: 'key' })]
    expect(mapped({ Action: 'Modify', Replacement: 'False', ResourceDriftStatus: 'MODIFIED', Details })).toMatchObject({
      action: 'update',
      properties: ['RetentionInDays', 'KmsKeyId'],
      outside: { deleted: false, differences: [{ path: 'RetentionInDays', expected: '30', actual: '7' }] },
    })
  })

  test('what the template changes besides, and what becomes of it', () => {
    const Details = [target({ ...retention, AfterValue: '60' })]
    expect(mapped({ Action: 'Modify', ResourceDriftStatus: 'MODIFIED', Details })?.outside?.differences).toEqual([
      { path: 'RetentionInDays', expected: '30', actual: '7', becomes: '60' },
    ])
  })

  test('what was added, deep inside: the property is named by the path', () => {
    const Path = '/Properties/SecurityGroupEgress/1/CidrIp'
    const Details = [target({ Name: 'CidrIp', Path, Drift: { ActualValue: '0.0.0.0/0' } })]
    expect(mapped({ Action: 'Modify', ResourceDriftStatus: 'MODIFIED', Details })).toMatchObject({
      properties: ['SecurityGroupEgress'],
      outside: { differences: [{ path: 'SecurityGroupEgress/1/CidrIp', actual: '0.0.0.0/0' }] },
    })
  })

  test('what was deleted is created again', () => {
    expect(mapped({ Action: 'Add', ResourceDriftStatus: 'DELETED', Details: [target(retention)] })).toMatchObject({
      action: 'create',
      outside: { deleted: true, differences: [] },
    })
  })

  test.each([
    ['Modify', 'False', 'create'],
    ['Modify', 'True', 'replace'],
    ['Remove', undefined, 'delete'],
  ] as const)('also when that is called %s, Replacement %s', (Action, Replacement, action) => {
    const more = Replacement ? { Replacement } : {}
    expect(mapped({ Action, ...more, ResourceDriftStatus: 'DELETED' })).toMatchObject({ action, outside: { deleted: true } })
  })

  test('what is already as the template now says it only gets to know', () => {
    const Details = [target({ ...retention, AfterValue: '7', AttributeChangeType: 'SyncWithActual' })]
    expect(mapped({ Action: 'SyncWithActual', ResourceDriftStatus: 'MODIFIED', Details })).toMatchObject({
      action: 'sync',
      conditional: false,
      outside: { differences: [{ becomes: '7' }] },
    })
  })

  test('what AWS sets itself stays; what it never tells is no news', () => {
    const ResourceDriftIgnoredAttributes = [
      { Path: '/Properties/DesiredCount', Reason: 'MANAGED_BY_AWS' as const },
      { Path: '/Properties/SecretString', Reason: 'WRITE_ONLY_PROPERTY' as const },
    ]
    expect(mapped({ Action: 'Modify', ResourceDriftStatus: 'MODIFIED', ResourceDriftIgnoredAttributes })?.outside).toEqual({
      deleted: false,
      differences: [],
      managed: ['DesiredCount'],
    })
  })

  test.each(['IN_SYNC', 'UNKNOWN', 'UNSUPPORTED', undefined] as const)('nothing was changed outside: %s', ResourceDriftStatus => {
    expect(mapped({ Action: 'Modify', ...(ResourceDriftStatus ? { ResourceDriftStatus } : {}) })).not.toHaveProperty('outside')
  })

  test('what CloudFormation itself cannot tell may be a replacement', () => {
    expect(mapped({ Action: 'Dynamic' })).toMatchObject({ action: 'replace', conditional: true })
  })
})
