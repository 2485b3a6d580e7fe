import { createHash } from 'node:crypto'
import type { Change, CloudFormation, DescribeChangeSetOutput } from '@aws-sdk/client-cloudformation'
import { MmError } from '../errors.js'
import type { ChangeSet, Proposal, ResourceChange } from '../ops/ports.js'
import type { AwsContext } from './context.js'
import { asked, translate } from './errors.js'
import { pause } from './pause.js'

interface Proposing {
  client: CloudFormation
  context: AwsContext
  /** Whether there is a stack of this name. */
  exists: boolean
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const maxBodyBytes = 51_200

/** Makes a change set and reads it; an empty one is deleted again, with the stack that its creation made. */
export async function propose({ client, context, exists }: Proposing, proposal: Proposal): Promise<ChangeSet> {
  const kind = exists ? 'update' : 'create'
  const size = Buffer.byteLength(proposal.body)
  if (size > maxBodyBytes) {
    throw new MmError(
      'TemplateTooLarge',
      `the template of ${proposal.stackName} has ${size} bytes, and CloudFormation takes ${maxBodyBytes}`,
    )
  }
  const name = `mm-${Date.now().toString(36)}`
  const { StackId = '', Id = '' } = await create(client, context, proposal, { name, kind })
  const described = await readable(client, context, Id || name, proposal.stackName)
  const set: ChangeSet = {
    stackName: proposal.stackName,
    stackId: described.StackId ?? StackId,
    id: described.ChangeSetId ?? Id,
    kind,
    changes: changesOf(described),
  }
  if (described.Status !== 'FAILED') return set

  await cleanUp(client, set)
  if (isEmpty(described.StatusReason ?? '')) return { ...set, changes: [] }
  throw new MmError('ChangeSetFailed', `CloudFormation can't make these changes to ${proposal.stackName}`, {
    why: described.StatusReason ?? 'it gives no reason',
    state: 'nothing was changed',
  })
}

async function create(
  client: CloudFormation,
  context: AwsContext,
  proposal: Proposal,
  { name, kind }: { name: string; kind: 'create' | 'update' },
): Promise<{ StackId?: string | undefined; Id?: string | undefined }> {
  try {
    return await client.createChangeSet(
      {
        StackName: proposal.stackName,
        ChangeSetName: name,
        ChangeSetType: kind === 'create' ? 'CREATE' : 'UPDATE',
        TemplateBody: proposal.body,
        Parameters: Object.entries(proposal.parameters).map(([ParameterKey, value]) => ({
          ParameterKey,
          ...(value === undefined ? { UsePreviousValue: true } : { ParameterValue: value }),
        })),
        Tags: Object.entries(proposal.tags).map(([Key, Value]) => ({ Key, Value })),
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
        ClientToken: createHash('sha256').update(`${name}${proposal.body}`).digest('hex').slice(0, 40),
      },
      { abortSignal: context.signal },
    )
  } catch (error) {
    // The answer to an earlier attempt was lost: the set of this name is ours.
    if ((error as Error).name === 'AlreadyExistsException') return {}
    throw translate(error, 'cloudformation:CreateChangeSet')
  }
}

/** Every page of the change set, once CloudFormation has worked it out. */
async function readable(
  client: CloudFormation,
  context: AwsContext,
  ChangeSetName: string,
  StackName: string,
): Promise<DescribeChangeSetOutput> {
  const ask = (NextToken?: string) =>
    asked(
      'cloudformation:DescribeChangeSet',
      client.describeChangeSet(
        {
          ChangeSetName,
          ...(ChangeSetName.startsWith('arn:') ? {} : { StackName }),
          ...(NextToken === undefined ? {} : { NextToken }),
        },
        { abortSignal: context.signal },
      ),
    )
  for (let wait = Math.min(250, context.pollMs); ; wait = Math.min(wait * 1.5, context.pollMs)) {
    const first = await ask()
    if (first.Status === 'CREATE_COMPLETE' || first.Status === 'FAILED') {
      const changes = first.Changes ?? []
      for (let next = first.NextToken; next !== undefined;) {
        const page = await ask(next)
        changes.push(...(page.Changes ?? []))
        next = page.NextToken
      }
      return { ...first, Changes: changes }
    }
    await pause(context, wait)
    context.signal.throwIfAborted()
  }
}

const isEmpty = (reason: string) => /didn't contain changes|No updates are to be performed/i.test(reason)

async function cleanUp(client: CloudFormation, set: ChangeSet): Promise<void> {
  await asked(
    'cloudformation:DeleteChangeSet',
    client.deleteChangeSet({ ChangeSetName: set.id, ...(set.id.startsWith('arn:') ? {} : { StackName: set.stackName }) }),
  )
  if (set.kind === 'create') await asked('cloudformation:DeleteStack', client.deleteStack({ StackName: set.stackId }))
}

function changesOf(described: DescribeChangeSetOutput): ResourceChange[] {
  return (described.Changes ?? []).flatMap(change => resourceChange(change) ?? [])
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html */
export function resourceChange({ ResourceChange: change }: Change): ResourceChange | undefined {
  if (!change) return undefined
  const replacement = change.Replacement ?? 'False'
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
    properties: [...new Set(properties)],
  }
}
