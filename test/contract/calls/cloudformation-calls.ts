import { permissionsOf, resourcesOf, type Owner } from '../permissions.js'
import { region } from '../sample-values.js'
import type { Call } from './call.js'

/** What CloudFormation can do with a type, and doesn't for what mm's templates say of it. */
const needless: [actions: RegExp, why: string][] = [
  [/:(Describe|Get)\*$/, 'a wildcard: the ones that there are'],
  [
    /^(acm-pca|autoloop|codewhisperer|firehose|lambda|managed-fleets|payments|s3tables|vpc-lattice|vpce|workmail):/,
    'services that mm has nothing of',
  ],
  [
    /^(amplify|apigateway|apprunner|appsync|bedrock-agentcore|cognito-idp):/,
    'a web ACL before something else than a load balancer',
  ],
  [/^ec2:.*VerifiedAccess/, 'a web ACL before something else than a load balancer'],
  [/^autoscaling:(Attach|Detach)LoadBalancers$/, 'balancers of the former generation'],
  [/^backup:(Put|Delete)BackupVault(AccessPolicy|Notifications)$/, 'vaults have none'],
  [/^cloudfront:(CreateConnectionGroup|UpdateDistributionWithStagingConfig)$/, 'no tenants, no staging'],
  [/^ec2:(AcceptAddressTransfer|CopyVolumes|CreateVpcEncryptionControl|ModifyVpcTenancy)$/, 'not asked for'],
  [/^ec2:.*(Ipv6|PrivateIp|NatGatewayAddress|SubnetCidrBlock|VpnGateway|PublicIpDns)/, 'IPv4 with one address each, no VPN'],
  [/^ec2:CreateSnapshot$/, 'volumes are kept'],
  [/^ecs:PutAccountSetting/, 'a setting of the whole account'],
  [/^elasticloadbalancing:Modify(CapacityReservation|IpPools)$/, 'not asked for'],
  [/^iam:(Attach|Detach)RolePolicy$/, 'roles take no managed policy'],
  [/^logs:(Associate|Disassociate)KmsKey$/, 'log groups have no key of their own'],
  [/^logs:(Put|Delete)(DataProtection|Index|Resource)Policy$/, 'log groups have none'],
  [/^logs:Put(BearerTokenAuthentication|LogGroupDeletionProtection)$/, 'not asked for'],
  [/^route53:(CreateQueryLoggingConfig|DeleteQueryLoggingConfig|UpdateHostedZoneFeatures)$/, 'not asked for'],
  [
    /^(s3:REST\.PUT\.OBJECT|s3:DeleteBucketTagging|cloudfront:CreateDistributionWithTags|backup-storage:Mount)$/,
    "aren't actions of IAM",
  ],
  [/^logs:AllowVendedLogDeliveryForResource$/, 'CloudFront asks for its own'],
  [
    /^s3:(Put|Delete|Create|Update)(Bucket)?(Abac|Accelerate|Acl|Analytics|Cors|IntelligentTiering|Inventory)/i,
    'buckets have none',
  ],
  [
    /^s3:(Put|Delete|Create|Update)(Bucket)?(Logging|Metadata|Metrics|Notification|ObjectLock|Replication|Website)/i,
    'buckets have none',
  ],
  [/^s3:DeleteBucket(Encryption|Lifecycle)/, 'never taken away'],
  [/^s3:(PutObjectAcl|DeleteObject)$/, 'a bucket is made without objects, and kept with them'],
  [/^s3:GetObject$/, 'documents stand in their template'],
  [/^secretsmanager:(ReplicateSecretToRegions|RemoveRegionsFromReplication)$/, 'secrets stay in their region'],
  [/^sns:PutDataProtectionPolicy$/, 'topics have none'],
  [/^wafv2:(Get|Put)PermissionPolicy$/, 'no rule groups of its own'],
  [/^iam:DeleteRolePermissionsBoundary$/, 'only where none is prescribed'],
]

/** What the role may do to another application, since AWS has nothing to tell it by. */
const withoutNeighbour: [actions: RegExp, why: string][] = [
  [/^route53:/, 'of Route 53 IAM sees neither tags nor names'],
  [
    /^kms:(CreateGrant|Decrypt|GenerateDataKey|GenerateDataKeyWithoutPlaintext|ReEncryptFrom|ReEncryptTo|RetireGrant)$/,
    "the account's key is everybody's, by four services",
  ],
  [/^iam:CreateServiceLinkedRole$/, 'one in an account'],
  [/^(cloudfront|cloudwatch|ec2|rds):(Describe|GetVpcOrigin)/, 'tells of everything or of nothing'],
]

/** Things that are there only afterwards, or belong to a network of somebody else: those have no tag of the application. */
const makes =
  /:(Allocate|Create(?!Listener$|Rule$|Route$|BackupSelection$|WebACLAssociation$)|Put|Register(?!Targets)|Request|RunInstances|AddTags|Tag|ModifyBudget)/

const own: Owner = { app: 'shop', env: 'prod' }
/** Its names begin like those of the other, but its tag doesn't. */
const other: Owner = { app: 'shop-admin', env: 'prod' }

const matches = (list: [RegExp, string][], action: string) => list.some(([pattern]) => pattern.test(action))

/** What CloudFormation does with a role of its own, for every type of resource. */
export function cloudFormationCalls(types: string[]): Call[] {
  const actions = [...new Set(types.flatMap(permissionsOf))].filter(action => !matches(needless, action))
  return actions.flatMap(action => {
    const [resources, others] = [resourcesOf(action, own), resourcesOf(action, other)]
    return resources.map((resource, i) => ({
      action,
      resource,
      context: { ...context, ...(makes.test(action) ? creation : tagOf(own)) },
      ...(resource === '*' || makes.test(action) || matches(withoutNeighbour, action)
        ? {}
        : { neighbour: { resource: others[i] ?? '', context: { ...context, ...tagOf(other) } } }),
    }))
  })
}

/** Reasons that no type calls for any more. */
export const staleReasons = (types: string[]): string[] => {
  const all = types.flatMap(permissionsOf)
  return [...needless, ...withoutNeighbour].filter(([pattern]) => !all.some(action => pattern.test(action))).map(([, why]) => why)
}

const tagOf = ({ app }: Owner) => ({ 'aws:ResourceTag/mm:app': app })
const creation = { 'ec2:CreateAction': 'any', 'elasticloadbalancing:CreateAction': 'any' }
const context = {
  'iam:PermissionsBoundary': 'arn:aws:iam::123456789012:policy/developers',
  'aws:RequestedRegion': region,
  'iam:AWSServiceName': 'ecs.amazonaws.com',
  'iam:PassedToService': 'ecs-tasks.amazonaws.com',
  'kms:ViaService': `ec2.${region}.amazonaws.com`,
}
