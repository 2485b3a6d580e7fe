import type { Change, ResourceChange as CfnChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation'
import type { ResourceChange } from '../ops/ports/cloudformation.js'
import type { ChangedOutside } from '../ops/ports/drift.js'
import { pathOf } from './drift.js'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html */
export function resourceChange({ ResourceChange: change }: Change): ResourceChange | undefined {
  if (!change) return undefined
  // A task definition never changes: each change registers another revision of it, to which the service goes over task by task. Nothing is lost by it.
  const revision = change.Action === 'Modify' && change.ResourceType === 'AWS::ECS::TaskDefinition'
  const outside = changedOutside(change)
  return {
    ...(revision ? { action: 'update', conditional: false } : actionOf(change)),
    logicalId: change.LogicalResourceId ?? '',
    ...(change.PhysicalResourceId ? { physicalId: change.PhysicalResourceId } : {}),
    type: change.ResourceType ?? '',
    ...(change.PolicyAction === 'Retain' || change.PolicyAction === 'ReplaceAndRetain' ? { kept: true } : {}),
    ...(revision ? { revision } : {}),
    properties: [...new Set((change.Details ?? []).flatMap(propertyOf))],
    ...(outside ? { outside } : {}),
  }
}

function actionOf({
  Action,
  Replacement = 'False',
  ResourceDriftStatus,
}: CfnChange): Pick<ResourceChange, 'action' | 'conditional'> {
  // What CloudFormation itself can't tell may be a replacement.
  if (Action === 'Dynamic') return { action: 'replace', conditional: true }
  if (Action === 'Add') return { action: 'create', conditional: false }
  if (Action === 'Remove') return { action: 'delete', conditional: false }
  if (Action === 'SyncWithActual') return { action: 'sync', conditional: false }
  if (Replacement !== 'False') return { action: 'replace', conditional: Replacement === 'Conditional' }
  // What isn't there can only be made anew, whatever that is called.
  return { action: ResourceDriftStatus === 'DELETED' ? 'create' : 'update', conditional: false }
}

/**
 * Attribute is `Properties` with the property's name beside it, or itself what changes: Tags, Metadata, UpdatePolicy, … With values there's a path, whose name may be that
 * of something deep inside.
 */
function propertyOf({ Target }: ResourceChangeDetail): string | string[] {
  if (Target?.Path !== undefined && Target.Attribute === 'Properties') return pathOf(Target.Path).split('/')[0] ?? []
  return Target?.Name ?? (Target?.Attribute && Target.Attribute !== 'Properties' ? Target.Attribute : [])
}

/** Of a drift-aware change set. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_LiveResourceDrift.html */
function changedOutside(change: CfnChange): ChangedOutside | undefined {
  const { ResourceDriftStatus: status } = change
  if (status !== 'MODIFIED' && status !== 'DELETED') return undefined
  const managed = (change.ResourceDriftIgnoredAttributes ?? []).flatMap(({ Path, Reason }) =>
    Path !== undefined && Reason === 'MANAGED_BY_AWS' ? pathOf(Path) : [],
  )
  return {
    deleted: status === 'DELETED',
    differences: status === 'DELETED' ? [] : (change.Details ?? []).flatMap(each => takenBack(each) ?? []),
    ...(managed.length > 0 ? { managed } : {}),
  }
}

function takenBack({ Target }: ResourceChangeDetail): ChangedOutside['differences'][number] | undefined {
  if (!Target?.Drift) return undefined
  const { PreviousValue: expected, ActualValue: actual } = Target.Drift
  const { AfterValue: becomes } = Target
  return {
    path: Target.Path === undefined ? (Target.Name ?? Target.Attribute ?? '') : pathOf(Target.Path),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    ...(becomes === undefined || becomes === expected ? {} : { becomes }),
  }
}
