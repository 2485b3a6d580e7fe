import { expect, test } from '@jest/globals'
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
