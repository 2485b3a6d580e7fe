import { allow, getAtt, ref, sub, type Intrinsic } from '../../cfn.js'
import { anywhere, named, of, ours, tagged } from './scope.js'

/** Stacks of the environments, in any region; names of environments have no hyphen. */
const stacks = (environments: string[]): Intrinsic[] =>
  ours('cloudformation', ...environments.flatMap(env => [`stack/\${App}-${env}/*`, `stack/\${App}-${env}-*/*`]))

const changes = of(
  'cloudformation',
  // The way out of a rollback that failed, as errors print it.
  'ContinueUpdateRollback',
  'CreateChangeSet',
  'DeleteChangeSet',
  'DescribeChangeSet',
  'DescribeStackEvents',
  'DescribeStackResourceDrifts',
  'ExecuteChangeSet',
  'GetTemplate',
  'ListStackResources',
  'TagResource',
  'UntagResource',
)

const clusters = (environments: string[]) => ours('ecs', ...environments.map(env => `cluster/\${App}-${env}-*`))

/** What a deployment asks AWS itself; the rest is done by CloudFormation's role. */
export const deployRights = (environments: string[]) => [
  // Which account this is, what the region offers, and what CloudFormation looks up of a template's parameters.
  anywhere('Look', [
    // Without a name it lists every stack, and takes no resource then.
    'cloudformation:DescribeStacks',
    ...of(
      'ec2',
      'DescribeAvailabilityZones',
      'DescribeImages',
      'DescribeManagedPrefixLists',
      'DescribeSecurityGroups',
      'DescribeSubnets',
      'DescribeVpcs',
    ),
    'ecr:GetAuthorizationToken',
    ...of('ecs', 'DescribeTaskDefinition'),
    'elasticloadbalancing:DescribeTargetHealth',
    ...of('route53', 'GetHostedZone', 'ListHostedZones', 'ListHostedZonesByName'),
    // Of every parameter the name, of none the value.
    'ssm:DescribeParameters',
    'servicequotas:GetServiceQuota',
    'sts:GetCallerIdentity',
  ]),
  named('SharedStack', changes, ours('cloudformation', 'stack/${App}-shared/*')),
  named(
    'Stacks',
    [...changes, ...of('cloudformation', 'CancelUpdateStack', 'DeleteStack', 'RollbackStack', 'UpdateTerminationProtection')],
    stacks(environments),
  ),
  allow('HandOver', ['iam:PassRole'], getAtt('CloudFormationRole', 'Arn'), {
    StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
  }),
  allow('LargeTemplates', of('s3', 'GetObject', 'PutObject'), sub('${ArtifactBucket.Arn}/templates/*')),
  // ListBucket without a condition on the prefix, since S3 tells of an object that's gone only who may list (else it says that access is denied), and names no
  // prefix then.
  allow('Locks', of('s3', 'DeleteObject', 'GetObject', 'ListBucket', 'PutObject'), [
    getAtt('ArtifactBucket', 'Arn'),
    sub('${ArtifactBucket.Arn}/locks/*'),
  ]),
  allow('Tasks', of('ecs', 'DescribeTasks', 'ListTasks'), '*', { ArnLike: { 'ecs:cluster': clusters(environments) } }),
  // In one statement, since a template and a policy have their limits: each kind of action knows only its own kinds of resources.
  named(
    'Own',
    [
      ...of(
        'ecs',
        'DescribeServiceDeployments',
        'DescribeServiceRevisions',
        'DescribeServices',
        'ListServiceDeployments',
        'StopServiceDeployment',
        // Of the revision that the stack holds, where another one runs.
        'UpdateService',
      ),
      ...of(
        'ecr',
        'BatchCheckLayerAvailability',
        'BatchGetImage',
        'CompleteLayerUpload',
        'DescribeImages',
        'GetDownloadUrlForLayer',
        'InitiateLayerUpload',
        'PutImage',
        'UploadLayerPart',
        // What the shared stack needs for a new service: no role is passed for it.
        'CreateRepository',
        'DescribeRepositories',
        'GetLifecyclePolicy',
        'GetRepositoryPolicy',
        'ListTagsForResource',
        'PutLifecyclePolicy',
        'TagResource',
      ),
      // Whom the tasks' roles trust.
      'iam:GetRole',
      'logs:FilterLogEvents',
      // Of AWS's own images.
      ...of('ssm', 'GetParameter', 'GetParameters'),
    ],
    [
      ...ours('ecs', 'service/${App}-*', 'service-deployment/${App}-*', 'service-revision/${App}-*'),
      ...ours('ecr', 'repository/${App}/*'),
      sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${App}-*'),
      ...ours('logs', 'log-group:${App}-*'),
      sub('arn:${AWS::Partition}:ssm:*::parameter/aws/service/*'),
    ],
  ),
  // Whether they're there, not what they are.
  tagged('Secrets', ['secretsmanager:DescribeSecret'], ours('secretsmanager', 'secret:*')),
]

/** What a person does besides: checks for drift, snapshots, and taking off the protection of what is to be deleted. */
export const operatorRights = () => [
  anywhere('Look', [
    'autoscaling:DescribeAutoScalingGroups',
    // How types are configured, which a check must know; and what became of it, by its id.
    ...of('cloudformation', 'BatchDescribeTypeConfigurations', 'DescribeStackDriftDetectionStatus'),
    ...of('ec2', 'DescribeInstances', 'DescribeSnapshots', 'DescribeVolumes'),
    'ssm:GetCommandInvocation',
  ]),
  // How members are is asked by the one document of the database's stack. A check for drift of a stack is one of its resources, too; it isn't in DeployPolicy, which has
  // little room, and without the right to read what is there a check is worth little.
  named(
    'Ask',
    ['ssm:SendCommand', ...of('cloudformation', 'DetectStackDrift', 'DetectStackResourceDrift')],
    [...ours('ssm', 'document/${App}-*'), ...ours('cloudformation', 'stack/${App}-*/*')],
  ),
  allow('AskInstances', ['ssm:SendCommand'], ours('ec2', 'instance/*'), {
    StringEquals: { 'ssm:resourceTag/mm:app': ref('App') },
  }),
  tagged('SnapshotVolumes', ['ec2:CreateSnapshot'], ours('ec2', 'volume/*')),
  allow('MakeSnapshots', ['ec2:CreateSnapshot'], snapshots, { StringEquals: { 'aws:RequestTag/mm:app': ref('App') } }),
  allow('TagSnapshots', ['ec2:CreateTags'], snapshots, { StringEquals: { 'ec2:CreateAction': 'CreateSnapshot' } }),
  tagged(
    'UnprotectBalancers',
    ['elasticloadbalancing:ModifyLoadBalancerAttributes'],
    ours('elasticloadbalancing', 'loadbalancer/app/*'),
  ),
  named('UnprotectClusters', ['rds:ModifyDBCluster'], ours('rds', 'cluster:${App}-*', 'cluster-pg:${App}-*')),
]

const snapshots = sub('arn:${AWS::Partition}:ec2:*::snapshot/*')
