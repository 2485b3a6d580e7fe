import type { Change } from '@aws-sdk/client-cloudformation'
import type { ResourceChange } from '../ops/ports/cloudformation.js'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html */
export function resourceChange({ ResourceChange: change }: Change): ResourceChange | undefined {
  if (!change) return undefined
  // A task definition never changes: each change registers another revision of it, to which the service goes over task by task. Nothing is lost by it.
  const revision = change.Action === 'Modify' && change.ResourceType === 'AWS::ECS::TaskDefinition'
  const replacement = revision ? 'False' : (change.Replacement ?? 'False')
  // Attribute is `Properties` with the property's name beside it, or itself what changes: Tags, Metadata, UpdatePolicy, …
  const properties = (change.Details ?? []).flatMap(
    ({ Target }) => Target?.Name ?? (Target?.Attribute && Target.Attribute !== 'Properties' ? Target.Attribute : []),
  )
  return {
    action:
      change.Action === 'Add' ? 'create' : change.Action === 'Remove' ? 'delete' : replacement === 'False' ? 'update' : 'replace',
    conditional: replacement === 'Conditional',
    logicalId: change.LogicalResourceId ?? '',
    ...(change.PhysicalResourceId ? { physicalId: change.PhysicalResourceId } : {}),
    type: change.ResourceType ?? '',
    ...(change.PolicyAction === 'Retain' || change.PolicyAction === 'ReplaceAndRetain' ? { kept: true } : {}),
    ...(revision ? { revision } : {}),
    properties: [...new Set(properties)],
  }
}
