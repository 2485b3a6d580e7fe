import type { Stack as CfnStack } from '@aws-sdk/client-cloudformation'
import type { Stack, StackEvent, Stacks } from '../ops/ports/cloudformation.js'
import { propose, role, withdraw } from './change-sets.js'
import { notPatient, once, type AwsContext } from './context.js'
import { checkDrift, drifts } from './drift.js'
import { asked, translate } from './errors.js'
import { execute } from './execute.js'
import { operationToken } from './operation-token.js'
import { isSettled, stackEvents } from './stack-events.js'

/** CloudFormation. */
export function stacks(context: AwsContext): Stacks {
  const options = { abortSignal: context.signal }
  const told = { abortSignal: context.late }
  const clientOf = async (config: AwsContext['config']) =>
    (await import('./clients/cloudformation.js')).cloudFormationClient(config)
  const client = once(async () => clientOf(context.config))
  // What nobody must know isn't asked for eight times.
  const casual = once(async () => clientOf({ ...notPatient(context), maxAttempts: 3 }))

  async function find(name: string): Promise<Stack | undefined> {
    try {
      const { Stacks: [found] = [] } = await (await client()).describeStacks({ StackName: name }, options)
      return found && found.StackStatus !== 'DELETE_COMPLETE' ? stack(found) : undefined
    } catch (error) {
      if (isMissing(error)) return undefined
      throw translate(error, 'cloudformation:DescribeStacks')
    }
  }

  async function events(name: string, all: boolean): Promise<StackEvent[]> {
    const existing = await find(name)
    return existing ? stackEvents({ client: await client(), context, stack: existing.id }).now(all) : []
  }

  return {
    find,

    async list(tags) {
      const found: Stack[] = []
      let NextToken: string | undefined
      do {
        const page = await asked(
          'cloudformation:DescribeStacks',
          (await client()).describeStacks(NextToken === undefined ? {} : { NextToken }, options),
        )
        found.push(...(page.Stacks ?? []).filter(each => each.StackStatus !== 'DELETE_COMPLETE').map(stack))
        NextToken = page.NextToken
      } while (NextToken !== undefined)
      return found.filter(each => Object.entries(tags).every(([key, value]) => each.tags[key] === value))
    },

    async resources(name) {
      const found = []
      let NextToken: string | undefined
      do {
        const page = await asked(
          'cloudformation:ListStackResources',
          (await client()).listStackResources({ StackName: name, ...(NextToken === undefined ? {} : { NextToken }) }, options),
        )
        found.push(...(page.StackResourceSummaries ?? []))
        NextToken = page.NextToken
      } while (NextToken !== undefined)
      return found.map(each => ({
        logicalId: each.LogicalResourceId ?? '',
        ...(each.PhysicalResourceId ? { physicalId: each.PhysicalResourceId } : {}),
        type: each.ResourceType ?? '',
        status: each.ResourceStatus ?? '',
      }))
    },

    async template(name) {
      const { TemplateBody = '' } = await asked(
        'cloudformation:GetTemplate',
        (await client()).getTemplate({ StackName: name, TemplateStage: 'Original' }, options),
      )
      return TemplateBody
    },

    propose: async (proposal, exists) =>
      propose({ client: await client(), context }, proposal, exists ?? (await find(proposal.stackName)) !== undefined),

    discard: async set => withdraw({ client: await client(), context }, set),

    async *execute(set, execution) {
      yield* execute({ client: await client(), context }, set, execution)
    },

    async *watch(name) {
      const existing = await find(name)
      if (!existing || isSettled(existing.status)) return
      yield* stackEvents({ client: await client(), context, stack: existing.id }).untilSettled()
    },

    checkDrift: async (name, enough) => checkDrift({ client: await casual(), context }, name, enough),

    drifts: async name => drifts({ client: await casual(), context }, name),

    newestOperation: name => events(name, false),

    history: name => events(name, true),

    // The token tells the others who it was. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html
    async cancelUpdate(StackName) {
      const order = { StackName, ClientRequestToken: operationToken() }
      await asked('cloudformation:CancelUpdateStack', (await client()).cancelUpdateStack(order, told))
    },

    async protect(StackName, EnableTerminationProtection) {
      const api = await client()
      await asked(
        'cloudformation:UpdateTerminationProtection',
        api.updateTerminationProtection({ StackName, EnableTerminationProtection }, options),
      )
    },

    async *remove(name, { roleArn, onOrder, onBegun } = {}) {
      const existing = await find(name)
      if (!existing) return
      const api = await client()
      const events = stackEvents({ client: api, context, stack: existing.id })
      await events.skipPast()
      onOrder?.()
      await asked('cloudformation:DeleteStack', api.deleteStack({ StackName: existing.id, ...role(roleArn) }, told))
      onBegun?.()
      yield* events.untilSettled()
    },
  }
}

const isMissing = (error: unknown) =>
  /does not exist/.test((error as Error).message) && (error as Error).name === 'ValidationError'

function stack(found: CfnStack): Stack {
  const { StackDriftStatus: drift = 'NOT_CHECKED', LastCheckTimestamp: checkedAt } = found.DriftInformation ?? {}
  return {
    name: found.StackName ?? '',
    id: found.StackId ?? '',
    status: found.StackStatus ?? '',
    ...(found.StackStatusReason ? { statusReason: found.StackStatusReason } : {}),
    outputs: Object.fromEntries((found.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
    parameters: Object.fromEntries(
      (found.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]),
    ),
    tags: Object.fromEntries((found.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    protected: found.EnableTerminationProtection ?? false,
    ...(found.RoleARN ? { roleArn: found.RoleARN } : {}),
    createdAt: found.CreationTime?.getTime() ?? 0,
    ...(found.LastUpdatedTime ? { updatedAt: found.LastUpdatedTime.getTime() } : {}),
    ...(drift === 'NOT_CHECKED' || !checkedAt ? {} : { drift: { status: drift, checkedAt: checkedAt.getTime() } }),
  }
}
