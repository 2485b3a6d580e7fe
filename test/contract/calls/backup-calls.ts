import { account, arn, region } from '../sample-values.js'
import type { ParsedResource } from '../support.js'
import type { Call } from './call.js'

interface Tag {
  Key: string
  Value: string
}

export interface LifecyclePolicy {
  ExecutionRoleArn: string
  PolicyDetails: { TargetTags: Tag[]; Schedules: { CrossRegionCopyRules?: { Target: string }[] }[] }
}

export interface Selection {
  BackupSelection: { IamRoleArn: string; ListOfTags: { ConditionKey: string; ConditionValue: string }[] }
}

/** ARNs of the volumes that a schedule finds. */
export function volumesWith(wanted: Tag, resources: Record<string, ParsedResource>, prefix: string): string[] {
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
export function scheduleCalls({ PolicyDetails }: LifecyclePolicy, volumes: string[]): Call[] {
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
export const vaultCalls = (prefix: string, volumes: string[]): Call[] => [
  ...find('ec2:DescribeSnapshots', 'ec2:DescribeTags', 'ec2:DescribeVolumes', 'tag:GetResources'),
  ...volumes.map(snapshotOf),
  ...manage('CreateSnapshot', 'CreateTags', 'DeleteSnapshot'),
  {
    action: 'backup:DescribeBackupVault',
    resource: arn('backup', `backup-vault:${prefix}Vault`),
    neighbour: { resource: arn('backup', 'backup-vault:other') },
  },
]
