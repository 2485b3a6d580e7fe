import type { MongoDb } from '../../manifest/database.js'
import { getAtt, join, ref, sub, type Parameter, type Template } from '../cfn.js'
import { logGroup } from '../log-group.js'
import { backups } from './backups.js'
import { member } from './member.js'
import { memberDocument } from './member-document.js'
import type { Chosen } from './member-of.js'
import { hostOf, indexes, replicaSet, volumeId } from './names.js'
import { secrets, uriOutputs } from './secrets.js'
import { databaseSecurityGroup } from './security-group.js'
import { bootScript, newestBoot } from './user-data.js'
import { vaultBackups } from './vault.js'

/** A MongoDB replica set on EC2 whose data, addresses and secrets outlive every instance. */
export function replicaSetTemplate(database: MongoDb, chosen: Chosen): Template {
  const { members } = database
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `mm: MongoDB ${database.name}`,
    Parameters: parameters(members),
    Resources: {
      ...secrets(database),
      LogGroup: logGroup(database.logging.retention),
      ...databaseSecurityGroup(members),
      ...memberDocument,
      ...Object.fromEntries(indexes(members).flatMap(index => Object.entries(member({ database, chosen, index })))),
      ...backups(database, chosen),
      ...vaultBackups(database, chosen),
    },
    Outputs: outputs(database, chosen),
    // The part of user data that all members have in common, once: three copies wouldn't fit into a template body of 51,200 bytes.
    Mappings: { Boot: { Script: { ...(chosen.boot ?? newestBoot) } } },
  }
}

function parameters(members: number): Record<string, Parameter> {
  return {
    App: { Type: 'String', Description: 'Name of the application' },
    Env: { Type: 'String', Description: 'Name of the environment' },
    Db: { Type: 'String', Description: 'Name of the database' },
    // Never the "latest" parameter type: a new image would replace the instance on an unrelated update.
    AmiId: { Type: 'AWS::EC2::Image::Id', Description: 'Amazon Linux 2023, chosen at the first deployment' },
    VpcId: { Type: 'AWS::EC2::VPC::Id', Description: 'Network of the environment' },
    ...Object.fromEntries(
      indexes(members).flatMap((index): [string, Parameter][] => [
        [`Subnet${index}`, { Type: 'AWS::EC2::Subnet::Id', Description: `Subnet of member ${index}` }],
        [`Zone${index}`, { Type: 'String', Description: 'Zone of that subnet: a volume can be attached only there' }],
      ]),
    ),
    PrivateZoneId: { Type: 'String', Description: 'Private zone of the environment' },
    PrivateZoneName: { Type: 'String', Description: 'Name of that zone' },
    AlarmTopicArn: { Type: 'String', Description: 'Topic that alarms go to' },
  }
}

/** What services need, what operations find the members by, and what the next deployment is compared with. */
function outputs(database: MongoDb, { generation, snapshot, first }: Chosen): Template['Outputs'] {
  const all = indexes(database.members)
  const { vault } = database.backup
  return {
    ...uriOutputs(database),
    AppSecretArn: { Value: ref('AppSecret') },
    SecurityGroupId: { Value: getAtt('SecurityGroup', 'GroupId') },
    VolumeId: { Value: ref(volumeId(0, generation)) },
    VolumeIds: {
      Value: join(
        ',',
        all.map(index => ref(volumeId(index, generation))),
      ),
    },
    GroupName: { Value: ref('Group0') },
    GroupNames: {
      Value: join(
        ',',
        all.map(index => ref(`Group${index}`)),
      ),
    },
    LogGroupName: { Value: ref('LogGroup') },
    MemberDocument: { Value: ref('MemberDocument') },
    Host: { Value: sub(hostOf(0)) },
    Hosts: { Value: sub(all.map(hostOf).join(',')) },
    ReplicaSet: { Value: replicaSet },
    MongoVersion: { Value: database.version },
    Engine: { Value: 'mongodb' },
    Members: { Value: String(database.members) },
    FirstMembers: { Value: String(first) },
    Generation: { Value: String(generation) },
    BootScript: { Value: bootScript('Version') },
    InstanceType: { Value: database.instance },
    StorageSize: { Value: String(database.storage.size) },
    ...(snapshot === undefined ? {} : { SnapshotId: { Value: snapshot } }),
    ...(vault ? { VaultLock: { Value: vault.lock }, BackupKeep: { Value: String(database.backup.keep) } } : {}),
  }
}
