import type { Stack as CfnStack } from '@aws-sdk/client-cloudformation'
import type { Stack, Stacks } from '../ops/ports.js'
import { propose } from './change-sets.js'
import { once, type AwsContext } from './context.js'
import { asked, translate } from './errors.js'
import { stackEvents } from './stack-events.js'

/** CloudFormation. */
export function stacks(context: AwsContext): Stacks {
  const options = { abortSignal: context.signal }
  const client = once(async () => new (await import('@aws-sdk/client-cloudformation')).CloudFormation(context.config))

  async function find(name: string): Promise<Stack | undefined> {
    try {
      const { Stacks: [found] = [] } = await (await client()).describeStacks({ StackName: name }, options)
      return found && found.StackStatus !== 'DELETE_COMPLETE' ? stack(found) : undefined
    } catch (error) {
      if (isMissing(error)) return undefined
      throw translate(error, 'cloudformation:DescribeStacks')
    }
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

    propose: async proposal =>
      propose({ client: await client(), context, exists: (await find(proposal.stackName)) !== undefined }, proposal),

    async discard(set) {
      await asked('cloudformation:DeleteChangeSet', (await client()).deleteChangeSet({ ChangeSetName: set.id }))
      // The change set of a creation has made an empty stack, which would only be in the way.
      if (set.kind === 'create')
        await asked('cloudformation:DeleteStack', (await client()).deleteStack({ StackName: set.stackId }))
    },

    async *execute(set) {
      const api = await client()
      const events = await stackEvents({ client: api, context, stack: set.stackId })
      try {
        await api.executeChangeSet({ ChangeSetName: set.id, ClientRequestToken: `mm-${Date.now().toString(36)}` }, options)
      } catch (error) {
        // A lost answer is asked again by the SDK, and then the change set is already being executed: by us.
        if (!/EXECUTE_IN_PROGRESS|EXECUTE_COMPLETE|UPDATE_IN_PROGRESS|CREATE_IN_PROGRESS/.test((error as Error).message))
          throw translate(error, 'cloudformation:ExecuteChangeSet')
      }
      yield* events.untilSettled()
    },

    async *watch(name) {
      const existing = await find(name)
      if (existing) yield* (await stackEvents({ client: await client(), context, stack: existing.id })).untilSettled()
    },

    async *remove(name) {
      const existing = await find(name)
      if (!existing) return
      const api = await client()
      const events = await stackEvents({ client: api, context, stack: existing.id })
      await asked('cloudformation:DeleteStack', api.deleteStack({ StackName: existing.id }, options))
      yield* events.untilSettled()
    },
  }
}

const isMissing = (error: unknown) =>
  /does not exist/.test((error as Error).message) && (error as Error).name === 'ValidationError'

function stack(found: CfnStack): Stack {
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
    createdAt: found.CreationTime?.getTime() ?? 0,
    ...(found.LastUpdatedTime ? { updatedAt: found.LastUpdatedTime.getTime() } : {}),
  }
}
