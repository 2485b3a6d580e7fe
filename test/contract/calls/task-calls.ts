import { arn } from '../sample-values.js'
import type { ParsedResource, ParsedStack } from '../support.js'
import { ofType, type Call } from './call.js'

interface Container {
  Secrets?: { ValueFrom: string }[]
  LogConfiguration?: { Options: Record<string, string> }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html: image, logs and secrets. */
export function executionCalls(task: Record<string, unknown>, { Parameters }: ParsedStack, foreignImage = ''): Call[] {
  const containers = task['ContainerDefinitions'] as Container[]
  const groups = new Set(containers.flatMap(({ LogConfiguration }) => LogConfiguration?.Options['awslogs-group'] ?? []))
  const secrets = new Set(containers.flatMap(({ Secrets = [] }) => Secrets.map(({ ValueFrom }) => ValueFrom)))
  const stream = (group: string) => arn('logs', `log-group:${group}:log-stream:backend/backend/0123456789abcdef`)
  return [
    ...('RepositoryArn' in Parameters ? pullCalls(arn('ecr', 'repository/shop/backend')) : []),
    // An image of any other registry is pulled without AWS's leave.
    ...(foreignImage.includes('.dkr.ecr.') ? pullCalls(repositoryOf(foreignImage)) : []),
    ...[...groups].flatMap(group =>
      ['logs:CreateLogStream', 'logs:PutLogEvents'].map(action => ({
        action,
        resource: stream(group),
        neighbour: { resource: stream('other') },
      })),
    ),
    ...[...secrets].map(secret =>
      secret.includes(':ssm:')
        ? {
            action: 'ssm:GetParameters',
            resource: secret,
            neighbour: { resource: arn('ssm', 'parameter/mm/shop/prod/orders/1a2b3c4d/ca-CaSecret-1a2b3c4d-AbCdEf') },
          }
        : {
            action: 'secretsmanager:GetSecretValue',
            // After the ARN of a secret may come a key, a stage and a version.
            resource: secret.split(':').slice(0, 7).join(':'),
            neighbour: { resource: arn('secretsmanager', 'secret:other-AbCdEf') },
          },
    ),
  ]
}

const pullCalls = (repository: string): Call[] => [
  { action: 'ecr:GetAuthorizationToken', resource: '*' },
  ...['BatchCheckLayerAvailability', 'BatchGetImage', 'GetDownloadUrlForLayer'].map(action => ({
    action: `ecr:${action}`,
    resource: repository,
    neighbour: { resource: repository.replace('repository/', 'repository/other/') },
  })),
]

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html: the account's registry, the region, then the repository's name. */
function repositoryOf(image: string): string {
  const [registry = '', ...path] = image.split('/')
  const [account, , , region] = registry.split('.')
  return `arn:aws:ecr:${region}:${account}:repository/${path.join('/').split(':')[0]}`
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions */
export function taskCalls(resources: Record<string, ParsedResource>): Call[] {
  const exec = ofType(resources, 'AWS::ECS::Service').some(({ EnableExecuteCommand }) => EnableExecuteCommand === true)
  const actions = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel']
  return exec ? actions.map(action => ({ action: `ssmmessages:${action}`, resource: '*' })) : []
}

/** A load balancer of a service whose traffic ECS shifts. */
export interface Shift {
  TargetGroupArn: string
  AdvancedConfiguration?: Traffic
}

interface Traffic {
  AlternateTargetGroupArn: string
  ProductionListenerRule: string
  TestListenerRule?: string
  RoleArn: string
}

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForLoadBalancers.html */
export function trafficCalls({ TargetGroupArn }: Shift, traffic: Traffic): Call[] {
  const { AlternateTargetGroupArn, ProductionListenerRule, TestListenerRule } = traffic
  const on = (action: string, resource: string, other: string) => ({
    action: `elasticloadbalancing:${action}`,
    resource,
    neighbour: { resource: arn('elasticloadbalancing', other) },
  })
  return [
    ...['DescribeListeners', 'DescribeRules', 'DescribeTargetGroups', 'DescribeTargetHealth'].map(action => ({
      action: `elasticloadbalancing:${action}`,
      resource: '*',
    })),
    ...[TargetGroupArn, AlternateTargetGroupArn].flatMap(group =>
      ['RegisterTargets', 'DeregisterTargets'].map(action => on(action, group, 'targetgroup/other/1a2b')),
    ),
    ...[ProductionListenerRule, ...(TestListenerRule === undefined ? [] : [TestListenerRule])].map(rule =>
      on('ModifyRule', rule, 'listener-rule/app/other/1a2b/3c4d/5e6f'),
    ),
  ]
}
