import type { MongoDb } from '../../manifest/database.js'
import { allow, assumedBy, getAtt, ownAccount, policy, ref, resource, sub, tag, type Resource } from '../cfn.js'
import type { Chosen } from './member-of.js'
import { backupTag, indexes, volumeId } from './names.js'

/** Scheduled snapshots of the current generation's volumes, by Data Lifecycle Manager: a schedule, not a person. */
export function backups(database: MongoDb, { generation }: Chosen): Record<string, Resource> {
  const { every, keep, copyTo } = database.backup
  return {
    BackupRole: resource('AWS::IAM::Role', {
      AssumeRolePolicyDocument: assumedBy('dlm.amazonaws.com', ownAccount),
      Policies: [
        policy('backups', [
          // Describe actions take no resource.
          allow('Describe', ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 'ec2:DescribeSnapshots'], '*'),
          ...snapshotStatements(database.members, generation),
          ...(copyTo.length > 0 ? copyStatements(copyTo) : []),
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
        TargetTags: [tag('mm:backup', backupTag(generation))],
        Schedules: [
          {
            Name: 'scheduled',
            CopyTags: true,
            TagsToAdd: [tag('mm:kind', 'scheduled')],
            CreateRule: { Interval: every, IntervalUnit: 'HOURS', Times: ['00:10'] },
            RetainRule: { Interval: keep, IntervalUnit: 'DAYS' },
            ...(copyTo.length > 0 ? { CrossRegionCopyRules: copyTo.map(target => copyRule(target, keep)) } : {}),
          },
        ],
      },
    }),
    SnapshotFailedRule: snapshotFailedRule(database.members, generation),
  }
}

/**
 * May snapshot the volumes of the current generation, and manage the snapshots: all of the account's in the region, as in AWS's own policies, which
 * have no condition on either service's deletions.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDataLifecycleManagerServiceRole.html
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html (EBSTagAndDeletePermissions)
 */
export function snapshotStatements(members: number, generation: number): object[] {
  const [first, ...others] = indexes(members).map(index =>
    sub(`arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:volume/\${${volumeId(index, generation)}}`),
  )
  return [
    allow('SnapshotVolumes', ['ec2:CreateSnapshot'], others.length > 0 ? [first, ...others] : first),
    allow(
      'ManageSnapshots',
      ['ec2:CreateSnapshot', 'ec2:CreateTags', 'ec2:DeleteSnapshot'],
      sub('arn:${AWS::Partition}:ec2:${AWS::Region}::snapshot/*'),
    ),
  ]
}

/** Encrypted with the other region's default key, as every copy of an encrypted snapshot is. */
const copyRule = (target: string, keep: number) => ({
  Target: target,
  Encrypted: true,
  CopyTags: true,
  RetainRule: { Interval: keep, IntervalUnit: 'DAYS' },
})

/**
 * The key of a volume is `aws/ebs` unless the account has chosen another as its default; EC2 uses it on the role's behalf, here and there.
 * https://docs.aws.amazon.com/ebs/latest/userguide/dlm-access-cmk.html
 */
function copyStatements(regions: string[]): object[] {
  const service = (region: string) => sub(`ec2.${region}.\${AWS::URLSuffix}`)
  const key = sub('arn:${AWS::Partition}:kms:*:${AWS::AccountId}:key/*')
  const byEc2 = { StringEquals: { 'kms:ViaService': [service('${AWS::Region}'), ...regions.map(service)] } }
  return [
    allow(
      'CopyToOtherRegions',
      ['ec2:CopySnapshot', 'ec2:CreateTags', 'ec2:DeleteSnapshot'],
      ['${AWS::Region}', ...regions].map(region => sub(`arn:\${AWS::Partition}:ec2:${region}::snapshot/*`)),
    ),
    allow(
      'EncryptCopies',
      [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      key,
      byEc2,
    ),
    allow('GrantForCopies', ['kms:CreateGrant'], key, { ...byEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
  ]
}

/**
 * A snapshot that fails, whoever ordered it. The event's `source` is the volume's ARN, whose first part isn't written as elsewhere: so only its
 * end is compared. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-cloud-watch-events.html
 */
function snapshotFailedRule(members: number, generation: number): Resource {
  return resource('AWS::Events::Rule', {
    Description: sub('MongoDB ${App} ${Env} ${Db}: a snapshot of a data volume failed'),
    EventPattern: {
      source: ['aws.ec2'],
      'detail-type': ['EBS Snapshot Notification'],
      detail: {
        event: ['createSnapshot'],
        result: ['failed'],
        source: indexes(members).map(index => ({ suffix: sub(`volume/\${${volumeId(index, generation)}}`) })),
      },
    },
    Targets: [
      {
        Id: 'alarms',
        Arn: ref('AlarmTopicArn'),
        InputTransformer: {
          InputPathsMap: { snapshot: '$.detail.snapshot_id', volume: '$.detail.source' },
          InputTemplate: sub('"MongoDB ${App} ${Env} ${Db}: the snapshot <snapshot> of <volume> failed"'),
        },
      },
    ],
  })
}
