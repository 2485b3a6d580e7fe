import type { MongoDb, Vault } from '../../manifest/database.js'
import { mathAlarm } from '../alarm.js'
import { accepting, allow, assumedBy, getAtt, ownAccount, policy, ref, resource, retain, sub, type Resource } from '../cfn.js'
import { snapshotStatements } from './backups.js'
import type { Chosen } from './member-of.js'
import { backupTag, namespace, vaultName } from './names.js'

/** Days in which a compliance lock can still be taken back; afterwards nobody can, not even AWS. Three is the least. */
export const graceDays = 3

const tags = { 'mm:app': ref('App'), 'mm:env': ref('Env'), 'mm:db': ref('Db') }

/** A daily snapshot in a vault whose lock outranks administrators: besides, not in the place of, the scheduled ones. */
export function vaultBackups(database: MongoDb, { generation }: Chosen): Record<string, Resource> {
  const { vault, keep } = database.backup
  if (!vault) return {}
  return {
    Vault: lockedVault(vault),
    VaultRole: role(database.members, generation),
    VaultPlan: resource('AWS::Backup::BackupPlan', {
      BackupPlan: {
        BackupPlanName: vaultName,
        BackupPlanRule: [
          {
            RuleName: 'daily',
            TargetBackupVault: ref('Vault'),
            ScheduleExpression: 'cron(30 1 * * ? *)',
            StartWindowMinutes: 60,
            CompletionWindowMinutes: 1440,
            Lifecycle: { DeleteAfterDays: keep },
            RecoveryPointTags: { ...tags, 'mm:kind': 'vault' },
          },
        ],
      },
    }),
    VaultSelection: resource('AWS::Backup::BackupSelection', {
      BackupPlanId: ref('VaultPlan'),
      BackupSelection: {
        SelectionName: 'volumes',
        IamRoleArn: getAtt('VaultRole', 'Arn'),
        ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'mm:backup', ConditionValue: backupTag(generation) }],
      },
    }),
    VaultFailedRule: failedRule(),
    VaultAgeAlarm: ageAlarm,
  }
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html: without days of grace the lock is in governance mode. */
function lockedVault({ lock, minRetention, maxRetention }: Vault): Resource {
  return resource(
    'AWS::Backup::BackupVault',
    {
      BackupVaultName: vaultName,
      BackupVaultTags: tags,
      LockConfiguration: {
        MinRetentionDays: minRetention,
        MaxRetentionDays: maxRetention,
        ...(lock === 'compliance' ? { ChangeableForDays: graceDays } : {}),
      },
    },
    {
      ...retain,
      ...accepting({
        CKV_AWS_166: 'encrypted by the key that AWS Backup has for the account; losing a customer key would lose every backup',
      }),
    },
  )
}

function role(members: number, generation: number): Resource {
  return resource('AWS::IAM::Role', {
    AssumeRolePolicyDocument: assumedBy('backup.amazonaws.com', ownAccount),
    Policies: [
      policy('vault', [
        // They take no resource.
        allow('Find', ['ec2:DescribeSnapshots', 'ec2:DescribeTags', 'ec2:DescribeVolumes', 'tag:GetResources'], '*'),
        ...snapshotStatements(members, generation),
        allow('IntoVault', ['backup:DescribeBackupVault'], getAtt('Vault', 'BackupVaultArn')),
      ]),
    ],
  })
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html */
function failedRule(): Resource {
  return resource('AWS::Events::Rule', {
    Description: sub('MongoDB ${App} ${Env} ${Db}: a backup into the vault failed'),
    EventPattern: {
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change'],
      detail: { state: ['FAILED', 'ABORTED', 'EXPIRED'], backupVaultName: [ref('Vault')] },
    },
    Targets: [
      {
        Id: 'alarms',
        Arn: ref('AlarmTopicArn'),
        InputTransformer: {
          InputPathsMap: { state: '$.detail.state', job: '$.detail.backupJobId' },
          InputTemplate: sub('"MongoDB ${App} ${Env} ${Db}: the backup <job> into the vault ended in <state>"'),
        },
      },
    ],
  })
}

/** Minutes of a day that a member must have been up for a backup to be expected. */
const wholeDay = 1380

/**
 * A plan that finds no volume fails at nothing. Silence is no backup, but only of a day that the first member was up: a new database isn't called
 * late before its first night is over.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
const ageAlarm: Resource = {
  ...mathAlarm({
    what: 'MongoDB: no backup has come into the vault for two days',
    metrics: {
      completed: {
        namespace: 'AWS/Backup',
        metric: 'NumberOfBackupJobsCompleted',
        dimensions: [{ Name: 'BackupVaultName', Value: ref('Vault') }],
        statistic: 'Sum',
      },
      up: { namespace, metric: 'mongod_up', dimensions: [{ Name: 'Member', Value: '0' }], statistic: 'SampleCount' },
    },
    expression: `IF(FILL(up, 0) > ${wholeDay}, FILL(completed, 0), 1)`,
    below: 1,
    minutes: 2880,
    period: 86_400,
    missing: 'breaching',
  }),
  // By then the member sends its pulse.
  DependsOn: 'Group0',
}
