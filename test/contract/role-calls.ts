import { agentCalls } from './calls/agent-calls.js'
import { scheduleCalls, vaultCalls, volumesWith, type LifecyclePolicy, type Selection } from './calls/backup-calls.js'
import { bootCalls } from './calls/boot-calls.js'
import { ofType, type Call } from './calls/call.js'
import { cloudFormationCalls } from './calls/cloudformation-calls.js'
import { executionCalls, taskCalls, trafficCalls, type Shift } from './calls/task-calls.js'
import { foreignImages } from '../support/golden-services.js'
import { isAllowed, type Statement } from './policy-evaluator.js'
import { deployed } from './sample-values.js'
import { goldenNames, goldenStack, type ParsedStack } from './support.js'

/** Types in all stacks but the shared one, which CloudFormation makes by the caller's rights. */
export const deployedByRole = [
  ...new Set(
    goldenNames
      .filter(name => !name.startsWith('shared/'))
      .flatMap(name => Object.values(goldenStack(name).Resources).map(({ Type }) => Type)),
  ),
]

export interface Caller {
  /** Logical id of the role. */
  role: string
  statements: Statement[]
  /** Undefined: nobody has said here what is done with the role. */
  calls?: Call[]
}

/** Every role of a stack with the calls that are made with it, all in one sample account. */
export function callers(name: string, stack: ParsedStack): Caller[] {
  const { Resources } = deployed(name, stack)
  const prefix = `${name.replaceAll('/', '-')}-`
  const logicalId = (text: unknown) => String(text).split(prefix).at(-1) ?? ''
  const made = new Map<string, Call[]>()
  const add = (role: string, calls: Call[]) => made.set(role, [...(made.get(role) ?? []), ...calls])

  for (const task of ofType(Resources, 'AWS::ECS::TaskDefinition')) {
    add(logicalId(task['ExecutionRoleArn']), executionCalls(task, stack, foreignImages[name]))
    add(logicalId(task['TaskRoleArn']), taskCalls(Resources))
  }
  for (const { LoadBalancers = [] } of ofType(Resources, 'AWS::ECS::Service') as unknown as { LoadBalancers?: Shift[] }[]) {
    for (const each of LoadBalancers) {
      if (each.AdvancedConfiguration)
        add(logicalId(each.AdvancedConfiguration.RoleArn), trafficCalls(each, each.AdvancedConfiguration))
    }
  }
  for (const { LaunchTemplateData: data } of ofType(Resources, 'AWS::EC2::LaunchTemplate') as unknown as LaunchTemplate[]) {
    const profile = Resources[logicalId(data.IamInstanceProfile?.Arn)]?.Properties
    const calls = bootCalls(data.UserData?.['Fn::Base64'] ?? '')
    const agent = data.UserData?.['Fn::Base64'].includes('ECS_CLUSTER=') ? agentCalls(Resources) : undefined
    if (profile && (calls ?? agent)) add(logicalId((profile['Roles'] as string[])[0]), calls ?? agent ?? [])
  }
  for (const policy of ofType(Resources, 'AWS::DLM::LifecyclePolicy') as unknown as LifecyclePolicy[]) {
    const [tag] = policy.PolicyDetails.TargetTags
    add(logicalId(policy.ExecutionRoleArn), scheduleCalls(policy, volumesWith(tag!, Resources, prefix)))
  }
  for (const { BackupSelection } of ofType(Resources, 'AWS::Backup::BackupSelection') as unknown as Selection[]) {
    const [{ ConditionKey: Key, ConditionValue: Value } = { ConditionKey: '', ConditionValue: '' }] = BackupSelection.ListOfTags
    add(logicalId(BackupSelection.IamRoleArn), vaultCalls(prefix, volumesWith({ Key, Value }, Resources, prefix)))
  }
  if (Resources['CloudFormationRole']) add('CloudFormationRole', cloudFormationCalls(deployedByRole))
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([role, { Properties = {} }]) => {
      const calls = made.get(role)
      return {
        role,
        statements: statementsOf(Properties, id => Resources[logicalId(id)]?.Properties ?? {}),
        ...(calls ? { calls } : {}),
      }
    })
}

/** Calls that a role lacks. */
export const refused = ({ role, statements, calls = [] }: Caller): string[] =>
  calls.filter(call => !isAllowed(statements, call)).map(({ action, resource }) => `${role} may not ${action} on ${resource}`)

/** Calls that a role may make on what belongs to others. */
export const reaching = ({ role, statements, calls = [] }: Caller): string[] =>
  calls
    .filter(({ action, neighbour }) => neighbour && isAllowed(statements, { action, ...neighbour }))
    .map(({ action, neighbour }) => `${role} may ${action} on ${neighbour?.resource}`)

/** Of the policies within the role, and of the stack's own that it takes by reference. */
const statementsOf = ({ Policies = [], ManagedPolicyArns = [] }: Record<string, unknown>, managed: (id: string) => object) =>
  [...(Policies as Policy[]), ...(ManagedPolicyArns as string[]).map(id => managed(id) as Policy)].flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  )

interface Policy {
  PolicyDocument: { Statement: Statement[] }
}

interface LaunchTemplate {
  LaunchTemplateData: { IamInstanceProfile?: { Arn: string }; UserData?: { 'Fn::Base64': string } }
}
