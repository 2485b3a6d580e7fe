import { bootCalls } from './boot-calls.js'
import { isAllowed, type Request, type Statement } from './policy-evaluator.js'
import { account, arn, deployed, region } from './sample-values.js'
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
  for (const policy of ofType(Resources, 'AWS::DLM::LifecyclePolicy') as unknown as LifecyclePolicy[]) {
    const [tag] = policy.PolicyDetails.TargetTags
    add(logicalId(policy.ExecutionRoleArn), scheduleCalls(policy, volumesWith(tag!, Resources, prefix)))
  }
  for (const { BackupSelection } of ofType(Resources, 'AWS::Backup::BackupSelection') as unknown as Selection[]) {
    const [{ ConditionKey: Key, ConditionValue: Value } = { ConditionKey: '', ConditionValue: '' }] = BackupSelection.ListOfTags
    add(logicalId(BackupSelection.IamRoleArn), vaultCalls(prefix, volumesWith({ Key, Value }, Resources, prefix)))
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

interface Tag {
  Key: string
  Value: string
}

interface LifecyclePolicy {
  ExecutionRoleArn: string
  PolicyDetails: { TargetTags: Tag[]; Schedules: { CrossRegionCopyRules?: { Target: string }[] }[] }
}

interface Selection {
  BackupSelection: { IamRoleArn: string; ListOfTags: { ConditionKey: string; ConditionValue: string }[] }
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

/** ARNs of the volumes that a schedule finds. */
function volumesWith(wanted: Tag, resources: Record<string, ParsedResource>, prefix: string): string[] {
  const found = Object.entries(resources).filter(([, { Type, Properties = {} }]) => {
    const tags = (Properties['Tags'] ?? []) as Tag[]
    return Type === 'AWS::EC2::Volume' && tags.some(({ Key, Value }) => Key === wanted.Key && Value === wanted.Value)
  })
  if (found.length === 0) throw new Error(`backups look for the tag ${wanted.Key}=${wanted.Value}, which no volume has`)
  return found.map(([id]) => arn('ec2', `volume/${prefix}${id}`))
}

const find = (...actions: string[]): Call[] => actions.map(action => ({ action, resource: '*' }))

/** A snapshot's id isn't known before it's made, so those of others are within reach of the role: no neighbour here. */
const manage = (...actions: string[]): Call[] =>
  actions.map(action => ({ action: `ec2:${action}`, resource: `arn:aws:ec2:${region}::snapshot/snap-1` }))

const snapshotOf = (volume: string): Call => ({
  action: 'ec2:CreateSnapshot',
  resource: volume,
  neighbour: { resource: arn('ec2', 'volume/vol-other') },
})

/**
 * What Data Lifecycle Manager does for a policy that makes and deletes snapshots of volumes with a tag, and copies them to other regions.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDataLifecycleManagerServiceRole.html
 * https://docs.aws.amazon.com/ebs/latest/userguide/dlm-access-cmk.html
 */
function scheduleCalls({ PolicyDetails }: LifecyclePolicy, volumes: string[]): Call[] {
  const targets = PolicyDetails.Schedules.flatMap(({ CrossRegionCopyRules = [] }) =>
    CrossRegionCopyRules.map(({ Target }) => Target),
  )
  return [
    ...find('ec2:DescribeInstances', 'ec2:DescribeVolumes', 'ec2:DescribeSnapshots'),
    ...volumes.map(snapshotOf),
    ...manage('CreateSnapshot', 'CreateTags', 'DeleteSnapshot'),
    ...targets.flatMap(target => [
      ...['CopySnapshot', 'CreateTags', 'DeleteSnapshot'].map(action => ({
        action: `ec2:${action}`,
        resource: `arn:aws:ec2:${target}::snapshot/snap-2`,
      })),
      ...[region, target].flatMap(where => keyCalls(where)),
    ]),
  ]
}

/** Of the key of an encrypted snapshot, by EC2 on the role's behalf; nobody else may have them. */
const keyCalls = (where: string): Call[] =>
  ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo', 'CreateGrant'].map(
    action => ({
      action: `kms:${action}`,
      resource: `arn:aws:kms:${where}:${account}:key/1a2b`,
      context: { 'kms:ViaService': `ec2.${where}.amazonaws.com`, 'kms:GrantIsForAWSResource': 'true' },
      neighbour: {
        resource: `arn:aws:kms:${where}:${account}:key/1a2b`,
        context: { 'kms:ViaService': `s3.${where}.amazonaws.com`, 'kms:GrantIsForAWSResource': 'true' },
      },
    }),
  )

/** What AWS Backup does for volumes. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html */
const vaultCalls = (prefix: string, volumes: string[]): Call[] => [
  ...find('ec2:DescribeSnapshots', 'ec2:DescribeTags', 'ec2:DescribeVolumes', 'tag:GetResources'),
  ...volumes.map(snapshotOf),
  ...manage('CreateSnapshot', 'CreateTags', 'DeleteSnapshot'),
  {
    action: 'backup:DescribeBackupVault',
    resource: arn('backup', `backup-vault:${prefix}Vault`),
    neighbour: { resource: arn('backup', 'backup-vault:other') },
  },
]
