import { createHash, randomBytes } from 'node:crypto'
import type { Change, CreateChangeSetInput, DescribeChangeSetOutput } from '@aws-sdk/client-cloudformation'
import { MmError, interruptedError } from '../errors.js'
import type { ChangeSet, Proposal } from '../ops/ports/cloudformation.js'
import type { CloudFormation } from './clients/cloudformation.js'
import type { AwsContext } from './context.js'
import { asked, translate } from './errors.js'
import { storeTemplate } from './large-template.js'
import { pause } from './pause.js'
import { resourceChange } from './resource-changes.js'

export interface Asking {
  client: CloudFormation
  context: AwsContext
}

/** In the call itself, and in a bucket. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const maxBodyBytes = 51_200
const maxStoredBytes = 1_000_000

/** Makes a change set and reads it; one that is empty or refused is withdrawn again. `exists`: there is a stack of this name. */
export async function propose({ client, context }: Asking, proposal: Proposal, exists: boolean): Promise<ChangeSet> {
  const template = await templateFields(context, proposal)
  const set = await create({ client, context }, proposal, { kind: exists ? 'update' : 'create', template })
  let described
  try {
    described = await readable({ client, context }, set, { values: revertsDrift(proposal, exists) })
  } catch (error) {
    await withdraw({ client, context }, set).catch(() => {})
    throw error
  }
  const changes = (described.Changes ?? []).flatMap(change => resourceChange(change) ?? [])
  const read = { ...set, stackId: described.StackId ?? set.stackId, id: described.ChangeSetId ?? set.id, changes }
  if (described.Status !== 'FAILED') return read

  const reason = described.StatusReason ?? 'it gives no reason'
  if (isEmpty(reason)) {
    await withdraw({ client, context }, read)
    return { ...read, changes: [] }
  }
  await withdraw({ client, context }, read).catch(() => {})
  throw new MmError('ChangeSetFailed', `CloudFormation can't make these changes to ${proposal.stackName}`, {
    why: reason,
    state: 'nothing was changed',
  })
}

/** The template as the call takes it. Throws TemplateTooLarge. */
async function templateFields(context: AwsContext, { stackName, body, bucket }: Proposal): Promise<TemplateFields> {
  const size = Buffer.byteLength(body)
  if (size <= maxBodyBytes) return { TemplateBody: body }
  if (bucket !== undefined && size <= maxStoredBytes)
    return { TemplateURL: await storeTemplate(context, { bucket, stackName, body }) }
  throw new MmError('TemplateTooLarge', `the template of ${stackName} has ${size} bytes`, {
    why: `CloudFormation takes ${bucket === undefined ? maxBodyBytes : maxStoredBytes}`,
    state: 'nothing was changed',
    fix: ["make the manifest's overrides, variables or sidecars shorter"],
  })
}

type TemplateFields = { TemplateBody: string } | { TemplateURL: string }

/** Deletes a change set that isn't executed, and the empty stack that its creation made and that would only be in the way. */
export async function withdraw({ client, context }: Asking, set: ChangeSet): Promise<void> {
  const options = { abortSignal: context.late }
  await asked('cloudformation:DeleteChangeSet', client.deleteChangeSet(named(set), options))
  if (set.kind === 'update') return
  const StackName = set.stackId || set.stackName
  const { Stacks: [stack] = [] } = await asked('cloudformation:DescribeStacks', client.describeStacks({ StackName }, options))
  // Somebody may have executed another change set of it in the meantime.
  if (stack?.StackStatus === 'REVIEW_IN_PROGRESS') {
    await asked('cloudformation:DeleteStack', client.deleteStack({ StackName }, options))
  }
}

/** A change set is found by its ARN; by its name, with the stack's, as long as the ARN isn't known. */
const named = (set: ChangeSet) =>
  set.id.startsWith('arn:') ? { ChangeSetName: set.id } : { ChangeSetName: set.id, StackName: set.stackName }

/** As calls take it. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html */
export const role = (RoleARN: string | undefined) => (RoleARN === undefined ? {} : { RoleARN })

/**
 * A change set that knows what was changed outside: it isn't there for creations and imports, nor together with nested stacks.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
 */
const revertsDrift = ({ revertDrift = false }: Proposal, exists: boolean) => revertDrift && exists

/** Not ended at once by an interruption: whether there is a change set to withdraw must be known. */
async function create(
  { client, context }: Asking,
  proposal: Proposal,
  { kind, template }: { kind: ChangeSet['kind']; template: TemplateFields },
): Promise<ChangeSet> {
  const name = `mm-${Date.now().toString(36)}-${randomBytes(2).toString('hex')}`
  try {
    const order: CreateChangeSetInput = {
      StackName: proposal.stackName,
      ChangeSetName: name,
      ChangeSetType: kind === 'create' ? 'CREATE' : 'UPDATE',
      ...(revertsDrift(proposal, kind === 'update') ? { DeploymentMode: 'REVERT_DRIFT' } : {}),
      ...template,
      Parameters: Object.entries(proposal.parameters).map(([ParameterKey, value]) => ({
        ParameterKey,
        ...(value === undefined ? { UsePreviousValue: true } : { ParameterValue: value }),
      })),
      Tags: Object.entries(proposal.tags).map(([Key, Value]) => ({ Key, Value })),
      ...role(proposal.roleArn),
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      ClientToken: createHash('sha256').update(`${name}${proposal.body}`).digest('hex').slice(0, 40),
    }
    const made = await client.createChangeSet(order, { abortSignal: context.late })
    return { stackName: proposal.stackName, stackId: made.StackId ?? '', id: made.Id ?? name, kind, changes: [] }
  } catch (error) {
    // The answer to an earlier attempt was lost: the set of this name is ours.
    if ((error as Error).name === 'AlreadyExistsException') {
      return { stackName: proposal.stackName, stackId: '', id: name, kind, changes: [] }
    }
    throw translate(error, 'cloudformation:CreateChangeSet')
  }
}

/** Every page of the change set, once CloudFormation has worked it out. `values`: with those of the properties, too. */
async function readable(
  { client, context }: Asking,
  set: ChangeSet,
  { values }: { values: boolean },
): Promise<DescribeChangeSetOutput> {
  const ask = (NextToken?: string) =>
    asked(
      'cloudformation:DescribeChangeSet',
      client.describeChangeSet(
        {
          ...named(set),
          ...(NextToken === undefined ? {} : { NextToken }),
          ...(values ? { IncludePropertyValues: true } : {}),
        },
        { abortSignal: context.signal },
      ),
    )
  for (let wait = Math.min(500, context.pollMs); !context.signal.aborted; wait = Math.min(wait * 1.5, context.pollMs)) {
    const first = await ask()
    if (first.Status === 'CREATE_COMPLETE' || first.Status === 'FAILED') {
      const changes: Change[] = [...(first.Changes ?? [])]
      for (let next = first.NextToken; next !== undefined;) {
        const page = await ask(next)
        changes.push(...(page.Changes ?? []))
        next = page.NextToken
      }
      return { ...first, Changes: changes }
    }
    await pause(context, wait)
  }
  throw interruptedError()
}

const isEmpty = (reason: string) => /didn't contain changes|No updates are to be performed/i.test(reason)
