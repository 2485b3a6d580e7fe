import { readFileSync } from 'node:fs'
import { account, arn, region } from './sample-values.js'

interface Permissions {
  /** By type and handler: what CloudFormation calls to make, read, change and delete one. */
  types: Record<string, Record<string, string[]>>
  /** By action: ARNs of what it's about; absent when AWS's reference doesn't know it (yet). */
  resources: Record<string, { required: string[]; optional: string[] } | undefined>
}

/** What scripts/generate-permissions.mjs has drawn from AWS's schemas and its service authorization reference. */
export const permissions = JSON.parse(readFileSync(new URL('permissions.json', import.meta.url), 'utf8')) as Permissions

/** Types that have no schema with handlers yet: what their kin needs. */
const byHand: Record<string, string[]> = {
  'AWS::DocDB::DBCluster': [
    'iam:CreateServiceLinkedRole',
    'rds:AddTagsToResource',
    'rds:CreateDBCluster',
    'rds:CreateDBClusterSnapshot',
    'rds:DeleteDBCluster',
    'rds:DescribeDBClusterSnapshots',
    'rds:DescribeDBClusters',
    'rds:ListTagsForResource',
    'rds:ModifyDBCluster',
    'rds:RemoveTagsFromResource',
  ],
  'AWS::DocDB::DBInstance': [
    'rds:AddTagsToResource',
    'rds:CreateDBInstance',
    'rds:DeleteDBInstance',
    'rds:DescribeDBInstances',
    'rds:ListTagsForResource',
    'rds:ModifyDBInstance',
    'rds:RebootDBInstance',
    'rds:RemoveTagsFromResource',
  ],
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': [
    'elasticloadbalancing:AddListenerCertificates',
    'elasticloadbalancing:DescribeListenerCertificates',
    'elasticloadbalancing:RemoveListenerCertificates',
  ],
}

/** Throws when nobody knows what CloudFormation calls for the type. */
export function permissionsOf(type: string): string[] {
  const all = [...new Set(byHand[type] ?? Object.values(permissions.types[type] ?? {}).flat())]
  if (all.length === 0) throw new Error(`say in test/contract/permissions.ts what CloudFormation calls for ${type}`)
  return all
}

/** What AWS's reference, as it is at hand, doesn't know, or knows of other resources than mm's. */
const corrected: Record<string, string[]> = {
  'billing:GetBillingViewData': [arn('billing', 'billingview/${Name}', { global: true })],
  'ecs:DescribeTasks': ['*'],
  'ecs:ListTasks': ['*'],
  'ecs:StopServiceDeployment': [arn('ecs', 'service-deployment/${Name}/${Name}/${Name}')],
  'iam:CreateServiceLinkedRole': [arn('iam', 'role/aws-service-role/${Service}/AWSServiceRoleFor', { global: true })],
  'elasticloadbalancing:CreateWebACLAssociation': [arn('elasticloadbalancing', 'loadbalancer/app/${Name}/${Id}')],
  'elasticloadbalancing:DeleteWebACLAssociation': [arn('elasticloadbalancing', 'loadbalancer/app/${Name}/${Id}')],
  'elasticloadbalancing:GetLoadBalancerWebACL': [arn('elasticloadbalancing', 'loadbalancer/app/${Name}/${Id}')],
  ...Object.fromEntries(
    ['AddTagsToResource', 'ListTagsForResource', 'RemoveTagsFromResource'].map(action => [
      `ssm:${action}`,
      [arn('ssm', 'document/${Name}')],
    ]),
  ),
  'ssm:GetParameter': [`arn:aws:ssm:${region}::parameter/aws/service/ami-amazon-linux-latest`],
  'ssm:GetParameters': [`arn:aws:ssm:${region}::parameter/aws/service/ami-amazon-linux-latest`],
  ...Object.fromEntries(
    ['GetBucketAbac', 'GetBucketMetadataTableConfiguration', 'ListTagsForResource', 'TagResource', 'UntagResource'].map(
      action => [`s3:${action}`, ['arn:aws:s3:::${BucketName}']],
    ),
  ),
}

/** Kinds of resources that an action can be about, and mm's templates have none of. */
const foreign = new RegExp(
  [
    ':(pg|og|secgrp|snapshot|ri|proxy|es|target-group|cev|global-cluster|anomaly-detector|destination):',
    '(loadbalancer|listener|listener-rule)/(net|gwy)/',
    'loadbalancer/\\$\\{LoadBalancerName\\}$',
    'service/\\$\\{ServiceName\\}$',
    '(anycast-ip-list|cluster-endpoint|event-bus|ipset|regexpatternset|rulegroup|task-set|container-instance|connection-group|metric-stream|slo|insight-rule|changeSet)',
    '(apigateway|apprunner|appsync|cognito|verified-access|healthcheck|trafficpolicy|recovery-?point|framework)',
    '(ipam|vpn|reserved|capacity-reservation|placement-group|key-pair|elastic-(gpu|inference)|image|license|carrier)',
  ].join('|'),
  'i',
)

/** Whose resources: their names begin with those of its stacks. */
export interface Owner {
  app: string
  env: string
}

/** ARNs that an action is about: those that it must have, else one of which a right is enough. */
export function resourcesOf(action: string, owner: Owner): string[] {
  const { required = [], optional = [] } = permissions.resources[action] ?? {}
  const fitting = (arns: string[]) => arns.filter(each => !foreign.test(each))
  const [found = []] = [corrected[action] ?? [], fitting(required), fitting(optional).slice(0, 1)].filter(each => each.length > 0)
  return found.length > 0 ? found.map(each => fill(each, owner)) : ['*']
}

const fill = (pattern: string, { app, env }: Owner) =>
  pattern
    .replaceAll('${Partition}', 'aws')
    .replaceAll('${Region}', region)
    .replaceAll('${Account}', account)
    .replace(/repository\/\$\{[^}]+\}/, `repository/${app}/web`)
    .replace(/\$\{ObjectName\}/, `templates/${app}-${env}-db/1.yml`)
    .replace(/\$\{[^}]+\}/g, `${app}-${env}-Thing-1A2B3C`)
