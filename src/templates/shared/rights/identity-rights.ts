import { allow, sub } from '../../cfn.js'
import { inEnvironments, of } from './scope.js'

/** Services that a role of mm's is passed to: those that may take it on. */
const passedTo = ['backup', 'dlm', 'ec2', 'ecs-tasks', 'ecs'].map(service => `${service}.amazonaws.com`)

/** Services that act by a role which AWS makes for them, once in an account. */
const linked = ['autoscaling', 'backup', 'ecs', 'ecs.application-autoscaling', 'elasticloadbalancing', 'rds', 'wafv2'].map(
  service => `${service}.amazonaws.com`,
)

interface Bounds {
  environments: string[]
  /** ARN of the policy that every role must have. */
  permissionsBoundary?: string | undefined
}

/**
 * Roles of the environments. Who may make a role and pass it on has all its rights: only a boundary bounds them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function identityRights({ environments, permissionsBoundary }: Bounds) {
  const iam = (kind: string) => inEnvironments(environments, `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${kind}/`)
  const bounded =
    permissionsBoundary === undefined ? undefined : { StringEquals: { 'iam:PermissionsBoundary': permissionsBoundary } }
  return [
    allow(
      'MakeRoles',
      of('iam', 'CreateRole', 'DeleteRolePolicy', 'PutRolePermissionsBoundary', 'PutRolePolicy'),
      iam('role'),
      bounded,
    ),
    allow(
      'ChangeRoles',
      of(
        'iam',
        'DeleteRole',
        ...(bounded ? [] : ['DeleteRolePermissionsBoundary']),
        'GetRole',
        'GetRolePolicy',
        'ListAttachedRolePolicies',
        'ListRolePolicies',
        'ListRoleTags',
        'TagRole',
        'UntagRole',
        'UpdateAssumeRolePolicy',
        'UpdateRole',
        'UpdateRoleDescription',
      ),
      iam('role'),
    ),
    allow('PassRoles', ['iam:PassRole'], iam('role'), { StringEquals: { 'iam:PassedToService': passedTo } }),
    allow(
      'Profiles',
      of(
        'iam',
        'AddRoleToInstanceProfile',
        'CreateInstanceProfile',
        'DeleteInstanceProfile',
        'GetInstanceProfile',
        'RemoveRoleFromInstanceProfile',
      ),
      [...iam('instance-profile'), ...iam('role')],
    ),
    allow('ServiceRoles', ['iam:CreateServiceLinkedRole'], serviceRoles, { StringEquals: { 'iam:AWSServiceName': linked } }),
  ]
}

const serviceRoles = sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/*')
