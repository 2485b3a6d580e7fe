import { failure, result, type Fields, type Script } from '../aws-server.js'
import { detailsOf, takingBack } from './drift.js'
import { stackEvent } from './stack-event.js'
import { arn, stackOf, type AwsState, type ChangeSetState, type StackState } from './world.js'

/** What a change set says when the template is another one; the story tells what comes of it. */
const updated: ChangeSetState['changes'] = [
  {
    action: 'Modify',
    logicalId: 'TaskDefinition',
    type: 'AWS::ECS::TaskDefinition',
    replacement: 'True',
    properties: ['ContainerDefinitions'],
  },
  { action: 'Modify', logicalId: 'Service', type: 'AWS::ECS::Service', replacement: 'False', properties: ['TaskDefinition'] },
]
const created: ChangeSetState['changes'] = ['LogGroup', 'TaskDefinition', 'TargetGroup', 'Service'].map(logicalId => ({
  action: 'Add',
  logicalId,
  type:
    logicalId === 'Service' || logicalId === 'TaskDefinition'
      ? `AWS::ECS::${logicalId}`
      : logicalId === 'LogGroup'
        ? 'AWS::Logs::LogGroup'
        : 'AWS::ElasticLoadBalancingV2::TargetGroup',
  properties: [],
}))

/** @param begin what follows once a change set of a stack is executed */
export function cloudFormation(aws: AwsState, begin: (stackName: string) => void): Script {
  const found = (name: string) => aws.stacks.get(name) ?? [...aws.stacks.values()].find(({ id }) => id === name)
  const known = (input: Fields) => found(String(input['StackName'])) ?? byChangeSet(aws, input)?.stack
  const missing = (input: Fields) => failure('ValidationError', `Stack with id ${String(input['StackName'])} does not exist`)

  return {
    DescribeStacks(input) {
      if (input['StackName'] === undefined) return result({ Stacks: [...aws.stacks.values()].map(shown) })
      const stack = known(input)
      return stack ? result({ Stacks: [shown(stack)] }) : missing(input)
    },

    DescribeStackEvents(input) {
      const stack = known(input)
      if (!stack) return missing(input)
      return result({ StackEvents: stack.events.map(event => eventOf(stack, event)).reverse() })
    },

    ListStackResources(input) {
      const stack = known(input)
      if (!stack) return missing(input)
      return result({
        StackResourceSummaries: [...stack.resources].map(([LogicalResourceId, { type, physicalId, status }]) => ({
          LogicalResourceId,
          PhysicalResourceId: physicalId,
          ResourceType: type,
          ResourceStatus: status,
          LastUpdatedTimestamp: iso(aws.clock.now()),
        })),
      })
    },

    GetTemplate(input) {
      const stack = known(input)
      return stack ? result({ TemplateBody: stack.template }) : missing(input)
    },

    CreateChangeSet(input) {
      const name = String(input['StackName'])
      const kind = String(input['ChangeSetType'])
      let stack = found(name)
      if (kind === 'UPDATE' && !stack) return missing(input)
      const revertsDrift = input['DeploymentMode'] === 'REVERT_DRIFT'
      if (kind !== 'UPDATE' && revertsDrift) return failure('ValidationError', `DeploymentMode is not supported for ${kind}`)
      if (kind === 'CREATE' && stack && stack.status !== 'REVIEW_IN_PROGRESS')
        return failure('ValidationError', `Stack [${name}] already exists and cannot be created again with the changeSet.`)
      if (stack?.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS')
        return failure('ValidationError', `Stack:${stack.id} is in ${stack.status} state and can not be updated.`)
      stack ??= newStack(aws, name)
      const id = arn('cloudformation', `changeSet/${String(input['ChangeSetName'])}/1`)
      const parameters = parametersOf(input, stack)
      const service = [...aws.services.values()].find(it => stackOf(it.name) === name)
      const { asManifest = false, changes: more = [] } = service ?? {}
      const same =
        asManifest ||
        (stack.template === input['TemplateBody'] && JSON.stringify(stack.parameters) === JSON.stringify(parameters))
      const ordinary = same ? [] : kind === 'CREATE' ? created : [...updated, ...more]
      const changes = revertsDrift ? takingBack(stack, ordinary) : ordinary
      stack.changeSets.push({
        id,
        name: String(input['ChangeSetName']),
        kind,
        status: changes.length === 0 ? 'FAILED' : 'CREATE_COMPLETE',
        ...(changes.length === 0
          ? { reason: "The submitted information didn't contain changes. Submit different information to create a change set." }
          : {}),
        execution: 'AVAILABLE',
        changes,
        revertsDrift,
      })
      Object.assign(stack, {
        proposed: { template: String(input['TemplateBody']), parameters, tags: listOf(input, 'Tags', 'Key', 'Value') },
      })
      return result({ Id: id, StackId: stack.id })
    },

    DescribeChangeSet(input) {
      const at = byChangeSet(aws, input)
      if (!at) return failure('ChangeSetNotFound', `ChangeSet [${String(input['ChangeSetName'])}] does not exist`, 404)
      const { stack, set } = at
      return result({
        ChangeSetId: set.id,
        ChangeSetName: set.name,
        StackId: stack.id,
        StackName: stack.name,
        Status: set.status,
        StatusReason: set.reason,
        ExecutionStatus: set.execution,
        DeploymentMode: set.revertsDrift ? 'REVERT_DRIFT' : undefined,
        Changes: set.changes.map(change => ({
          Type: 'Resource',
          ResourceChange: {
            Action: change.action,
            LogicalResourceId: change.logicalId,
            ResourceType: change.type,
            Replacement: change.replacement,
            ResourceDriftStatus: change.drift ?? (set.revertsDrift ? 'IN_SYNC' : undefined),
            Details: detailsOf(change, input['IncludePropertyValues'] === 'true'),
          },
        })),
      })
    },

    DeleteChangeSet(input) {
      const at = byChangeSet(aws, input)
      if (at) at.stack.changeSets.splice(at.stack.changeSets.indexOf(at.set), 1)
      return result({})
    },

    ExecuteChangeSet(input) {
      const at = byChangeSet(aws, input)
      if (!at) return failure('ChangeSetNotFound', `ChangeSet [${String(input['ChangeSetName'])}] does not exist`, 404)
      const { stack, set } = at
      if (set.execution !== 'AVAILABLE') {
        return failure(
          'InvalidChangeSetStatus',
          `ChangeSet [${set.id}] cannot be executed in its current execution status of [${set.execution}]`,
        )
      }
      set.execution = 'EXECUTE_IN_PROGRESS'
      for (const other of stack.changeSets) if (other !== set) other.execution = 'OBSOLETE'
      Object.assign(stack, (stack as StackState & { proposed?: object }).proposed)
      stack.token = String(input['ClientRequestToken'])
      stackEvent(aws, stack, {
        status: set.kind === 'CREATE' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS',
        reason: 'User Initiated',
      })
      begin(stack.name)
      return result({})
    },

    CancelUpdateStack(input) {
      const stack = known(input)
      if (!stack) return missing(input)
      if (stack.status !== 'UPDATE_IN_PROGRESS')
        return failure('ValidationError', 'CancelUpdateStack cannot be called from current stack status')
      // An operation of its own: its events carry its token.
      const token = input['ClientRequestToken'] as string | undefined
      if (token !== undefined) stack.token = token
      stackEvent(aws, stack, { status: 'UPDATE_ROLLBACK_IN_PROGRESS', reason: 'User Initiated' })
      return result({})
    },

    DeleteStack(input) {
      const stack = known(input)
      if (stack) aws.stacks.delete(stack.name)
      return result({})
    },

    UpdateTerminationProtection(input) {
      const stack = known(input)
      if (!stack) return missing(input)
      stack.protected = input['EnableTerminationProtection'] === 'true'
      return result({ StackId: stack.id })
    },
  }
}

function byChangeSet(aws: AwsState, input: Fields): { stack: StackState; set: ChangeSetState } | undefined {
  const wanted = input['ChangeSetName']
  for (const stack of aws.stacks.values()) {
    const set = stack.changeSets.find(({ id, name }) => id === wanted || (name === wanted && stack.name === input['StackName']))
    if (set) return { stack, set }
  }
  return undefined
}

/** As a change set makes it: there's nothing in it yet. */
export function newStack(aws: AwsState, name: string): StackState {
  const stack: StackState = {
    name,
    id: arn('cloudformation', `stack/${name}/00000000-0000-0000-0000-000000000001`),
    status: 'REVIEW_IN_PROGRESS',
    createdAt: aws.clock.now(),
    tags: {},
    parameters: {},
    outputs: {},
    template: '',
    events: [],
    resources: new Map(),
    changeSets: [],
    protected: false,
    live: new Map(),
  }
  aws.stacks.set(name, stack)
  return stack
}

function parametersOf(input: Fields, stack: StackState): Record<string, string> {
  const kept = listOf(input, 'Parameters', 'ParameterKey', 'UsePreviousValue')
  return Object.fromEntries(
    Object.entries(listOf(input, 'Parameters', 'ParameterKey', 'ParameterValue')).map(([key, value]) => [
      key,
      kept[key] === 'true' ? (stack.parameters[key] ?? '') : value,
    ]),
  )
}

/** `Tags.member.1.Key` and its like. */
function listOf(input: Fields, list: string, key: string, value: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (let i = 1; input[`${list}.member.${i}.${key}`] !== undefined; i++) {
    found[String(input[`${list}.member.${i}.${key}`])] = String(input[`${list}.member.${i}.${value}`])
  }
  return found
}

const iso = (at: number) => new Date(at).toISOString()
const pairs = (of: Record<string, string>, key: string, value: string) =>
  Object.entries(of).map(([name, each]) => ({ [key]: name, [value]: each }))

function shown(stack: StackState) {
  return {
    StackName: stack.name,
    StackId: stack.id,
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    CreationTime: iso(stack.createdAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : iso(stack.updatedAt),
    EnableTerminationProtection: stack.protected,
    DriftInformation: {
      StackDriftStatus: stack.drift?.status ?? 'NOT_CHECKED',
      LastCheckTimestamp: stack.drift === undefined ? undefined : iso(stack.drift.at),
    },
    Outputs: pairs(stack.outputs, 'OutputKey', 'OutputValue'),
    Parameters: pairs(stack.parameters, 'ParameterKey', 'ParameterValue'),
    Tags: pairs(stack.tags, 'Key', 'Value'),
  }
}

const eventOf = (stack: StackState, event: StackState['events'][number]) => ({
  EventId: event.id,
  StackId: stack.id,
  StackName: stack.name,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  ResourceStatus: event.status,
  ResourceStatusReason: event.reason,
  ClientRequestToken: event.token,
  Timestamp: iso(event.at),
})
