import { accepting, allow, assumedBy, getAtt, policy, ref, resource, sub, type Resource } from '../cfn.js'
import type { MemberOf } from './member-of.js'
import { markersArn, namespace, profileId, roleId, volumeId } from './names.js'
import { instanceSecrets } from './secrets.js'

const arn = (path: string) => sub(`arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:${path}`)

/** Only instances of this very database: the tags come from its launch template. */
const ownInstances = {
  StringEquals: {
    'aws:ResourceTag/mm:app': ref('App'),
    'aws:ResourceTag/mm:env': ref('Env'),
    'aws:ResourceTag/mm:db': ref('Db'),
  },
}

/** What the boot script and the pulse do, call by call, and what Session Manager and Run Command need. Of volumes and addresses a member may take only its own. */
export function role({ index, chosen: { generation } }: MemberOf): Record<string, Resource> {
  const statements = [
    // Describe actions take no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    allow(
      'Describe',
      ['ec2:DescribeVolumes', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeInstances', 'ec2:DescribeSnapshots'],
      '*',
    ),
    allow('AttachData', ['ec2:AttachVolume', 'ec2:DetachVolume'], arn(`volume/\${${volumeId(index, generation)}}`)),
    allow('AttachAddress', ['ec2:AttachNetworkInterface'], arn(`network-interface/\${Interface${index}}`)),
    allow(
      'ToOwnInstances',
      ['ec2:AttachVolume', 'ec2:DetachVolume', 'ec2:AttachNetworkInterface'],
      arn('instance/*'),
      ownInstances,
    ),
    allow(
      'ReplaceMe',
      ['autoscaling:SetInstanceHealth'],
      sub('arn:${AWS::Partition}:autoscaling:${AWS::Region}:${AWS::AccountId}:autoScalingGroup:*:autoScalingGroupName/*'),
      ownInstances,
    ),
    allow('ReadSecrets', ['secretsmanager:GetSecretValue'], instanceSecrets),
    allow('Markers', ['ssm:GetParameter', 'ssm:PutParameter'], markersArn),
    allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], getAtt('LogGroup', 'Arn')),
    allow('Pulse', ['cloudwatch:PutMetricData'], '*', { StringEquals: { 'cloudwatch:namespace': namespace } }),
    // Run Command comes by the same channels.
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
    allow(
      'SessionManager',
      [
        'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      '*',
    ),
  ]
  return {
    [roleId(index)]: resource(
      'AWS::IAM::Role',
      {
        AssumeRolePolicyDocument: assumedBy('ec2.amazonaws.com'),
        Policies: [policy('member', statements)],
      },
      accepting({
        CKV_AWS_111: "Session Manager's agent and metrics: these calls take no resource; metrics are held to one namespace",
      }),
    ),
    [profileId(index)]: resource('AWS::IAM::InstanceProfile', { Roles: [ref(roleId(index))] }),
  }
}
