import type { Database } from '../../manifest/database.js'
import { allow, assumedBy, getAtt, ownAccount, policy, resource, sub, tag, type Resource } from '../cfn.js'
import { backupTag } from './names.js'

/** Scheduled snapshots of the current generation's volumes, by Data Lifecycle Manager: a schedule, not a person. */
export function backups({ every, keep }: Database['backup']): Record<string, Resource> {
  return {
    BackupRole: resource('AWS::IAM::Role', {
      AssumeRolePolicyDocument: assumedBy('dlm.amazonaws.com', ownAccount),
      Policies: [
        policy('backups', [
          // Describe actions take no resource.
          allow('Describe', ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 'ec2:DescribeSnapshots'], '*'),
          allow(
            'SnapshotVolumes',
            ['ec2:CreateSnapshot'],
            sub('arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:volume/${Volume0G1}'),
          ),
          allow(
            'ManageSnapshots',
            ['ec2:CreateSnapshot', 'ec2:CreateTags', 'ec2:DeleteSnapshot'],
            sub('arn:${AWS::Partition}:ec2:${AWS::Region}::snapshot/*'),
          ),
        ]),
      ],
    }),
    BackupPolicy: resource('AWS::DLM::LifecyclePolicy', {
      Description: sub('MongoDB ${App} ${Env} ${Db}'),
      State: 'ENABLED',
      ExecutionRoleArn: getAtt('BackupRole', 'Arn'),
      PolicyDetails: {
        PolicyType: 'EBS_SNAPSHOT_MANAGEMENT',
        ResourceTypes: ['VOLUME'],
        TargetTags: [tag('mm:backup', backupTag)],
        Schedules: [
          {
            Name: 'scheduled',
            CopyTags: true,
            TagsToAdd: [tag('mm:kind', 'scheduled')],
            CreateRule: { Interval: every, IntervalUnit: 'HOURS', Times: ['00:10'] },
            RetainRule: { Interval: keep, IntervalUnit: 'DAYS' },
          },
        ],
      },
    }),
  }
}
