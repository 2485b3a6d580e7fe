import { bootCalls } from './boot-calls.js'
import { isAllowed, type Request, type Statement } from './policy-evaluator.js'
import { arn, deployed, region } from './sample-values.js'
import type { ParsedResource, ParsedStack } from './support.js'

/** A call that is made with a role, and the same one on something that belongs to another application. */
export interface Call extends Request {
  /** Absent for an action that takes no resource. */
  neighbour?: Omit<Request, 'action'>
}

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
    add(logicalId(task['ExecutionRoleArn']), executionCalls(task, stack))
    add(logicalId(task['TaskRoleArn']), taskCalls(Resources))
  }
  for (const { LaunchTemplateData: data } of ofType(Resources, 'AWS::EC2::LaunchTemplate') as unknown as LaunchTemplate[]) {
    const profile = Resources[logicalId(data.IamInstanceProfile?.Arn)]?.Properties
    const calls = bootCalls(data.UserData?.['Fn::Base64'] ?? '')
    const agent = data.UserData?.['Fn::Base64'].includes('ECS_CLUSTER=') ? agentCalls(Resources) : undefined
    if (profile && (calls ?? agent)) add(logicalId((profile['Roles'] as string[])[0]), calls ?? agent ?? [])
  }
  for (const policy of ofType(Resources, 'AWS::DLM::LifecyclePolicy')) {
    add(logicalId(policy['ExecutionRoleArn']), snapshotCalls(policy as unknown as LifecyclePolicy, Resources, prefix))
  }
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([role, { Properties = {} }]) => {
      const calls = made.get(role)
      return { role, statements: statementsOf(Properties), ...(calls ? { calls } : {}) }
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

const ofType = (resources: Record<string, ParsedResource>, type: string) =>
  Object.values(resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties = {} }) => Properties)

const statementsOf = ({ Policies = [] }: Record<string, unknown>) =>
  (Policies as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(({ PolicyDocument }) => PolicyDocument.Statement)

interface Container {
  Secrets?: { ValueFrom: string }[]
  LogConfiguration?: { Options: Record<string, string> }
}

interface LaunchTemplate {
  LaunchTemplateData: { IamInstanceProfile?: { Arn: string }; UserData?: { 'Fn::Base64': string } }
}

interface LifecyclePolicy {
  PolicyDetails: { TargetTags: { Key: string; Value: string }[] }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html: image, logs and secrets. */
function executionCalls(task: Record<string, unknown>, { Parameters }: ParsedStack): Call[] {
  const containers = task['ContainerDefinitions'] as Container[]
  const groups = new Set(containers.flatMap(({ LogConfiguration }) => LogConfiguration?.Options['awslogs-group'] ?? []))
  const secrets = new Set(containers.flatMap(({ Secrets = [] }) => Secrets.map(({ ValueFrom }) => ValueFrom)))
  const stream = (group: string) => arn('logs', `log-group:${group}:log-stream:backend/backend/0123456789abcdef`)
  return [
    // An image of another registry is pulled without AWS's leave.
    ...('RepositoryArn' in Parameters ? [{ action: 'ecr:GetAuthorizationToken', resource: '*' }, ...imageCalls] : []),
    ...[...groups].flatMap(group =>
      ['logs:CreateLogStream', 'logs:PutLogEvents'].map(action => ({
        action,
        resource: stream(group),
        neighbour: { resource: stream('other') },
      })),
    ),
    ...[...secrets].map(secret => ({
      action: secret.includes(':ssm:') ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue',
      // After the ARN of a secret may come a key, a stage and a version.
      resource: secret.split(':').slice(0, 7).join(':'),
      neighbour: { resource: arn('secretsmanager', 'secret:other-AbCdEf') },
    })),
  ]
}

const imageCalls: Call[] = ['BatchCheckLayerAvailability', 'BatchGetImage', 'GetDownloadUrlForLayer'].map(action => ({
  action: `ecr:${action}`,
  resource: arn('ecr', 'repository/shop/backend'),
  neighbour: { resource: arn('ecr', 'repository/other/backend') },
}))

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions */
function taskCalls(resources: Record<string, ParsedResource>): Call[] {
  const exec = ofType(resources, 'AWS::ECS::Service').some(({ EnableExecuteCommand }) => EnableExecuteCommand === true)
  const actions = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel']
  return exec ? actions.map(action => ({ action: `ssmmessages:${action}`, resource: '*' })) : []
}

/**
 * Of the ECS agent on an instance; images and logs are the execution role's.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
function agentCalls(resources: Record<string, ParsedResource>): Call[] {
  const [associations] = ofType(resources, 'AWS::ECS::ClusterCapacityProviderAssociations')
  const cluster = String(associations?.['Cluster'])
  const of = (name: string) => ({ 'ecs:cluster': arn('ecs', `cluster/${name}`) })
  const onCluster = ['RegisterContainerInstance', 'DeregisterContainerInstance', 'SubmitTaskStateChange']
  const more = ['SubmitContainerStateChange', 'SubmitAttachmentStateChanges']
  const onInstance = ['Poll', 'StartTelemetrySession', 'UpdateContainerInstancesState']
  return [
    { action: 'ecs:DiscoverPollEndpoint', resource: '*' },
    ...[...onCluster, ...more].map(action => ({
      action: `ecs:${action}`,
      resource: arn('ecs', `cluster/${cluster}`),
      neighbour: { resource: arn('ecs', 'cluster/other') },
    })),
    ...onInstance.map(action => ({
      action: `ecs:${action}`,
      resource: arn('ecs', `container-instance/${cluster}/0123`),
      context: of(cluster),
      neighbour: { resource: arn('ecs', 'container-instance/other/0123'), context: of('other') },
    })),
  ]
}

/**
 * What Data Lifecycle Manager does for a policy that makes and deletes snapshots of volumes with a tag. A snapshot's id isn't known before it's
 * made, so those of others are within reach of the role: no neighbour here.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDataLifecycleManagerServiceRole.html
 */
function snapshotCalls({ PolicyDetails }: LifecyclePolicy, resources: Record<string, ParsedResource>, prefix: string): Call[] {
  const volumes = Object.entries(resources).filter(([, { Type, Properties = {} }]) => {
    const tags = (Properties['Tags'] ?? []) as { Key: string; Value: string }[]
    const has = ({ Key, Value }: { Key: string; Value: string }) => tags.some(tag => tag.Key === Key && tag.Value === Value)
    return Type === 'AWS::EC2::Volume' && PolicyDetails.TargetTags.some(has)
  })
  if (volumes.length === 0) throw new Error('the backup policy looks for a tag that no volume has')
  const snapshot = `arn:aws:ec2:${region}::snapshot/snap-1`
  return [
    ...['DescribeInstances', 'DescribeVolumes', 'DescribeSnapshots'].map(action => ({ action: `ec2:${action}`, resource: '*' })),
    ...volumes.map(([id]) => ({
      action: 'ec2:CreateSnapshot',
      resource: arn('ec2', `volume/${prefix}${id}`),
      neighbour: { resource: arn('ec2', 'volume/vol-other') },
    })),
    ...['CreateSnapshot', 'CreateTags', 'DeleteSnapshot'].map(action => ({ action: `ec2:${action}`, resource: snapshot })),
  ]
}
