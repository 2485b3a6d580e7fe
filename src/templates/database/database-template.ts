import type { Database } from '../../manifest/database.js'
import { getAtt, ref, sub, type Template } from '../cfn.js'
import { logGroup } from '../log-group.js'
import { backups } from './backups.js'
import { member } from './member.js'
import { replicaSet } from './names.js'
import { role } from './role.js'
import { secrets } from './secrets.js'
import { databaseSecurityGroup } from './security-group.js'

/** `<app>-<env>-<db>`: a MongoDB replica set on EC2 whose data, address and secrets outlive every instance. */
export function databaseTemplate(database: Database): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `mm: MongoDB ${database.name}`,
    Parameters: {
      App: { Type: 'String', Description: 'Name of the application' },
      Env: { Type: 'String', Description: 'Name of the environment' },
      Db: { Type: 'String', Description: 'Name of the database' },
      // Never the "latest" parameter type: a new image would replace the instance on an unrelated update.
      AmiId: { Type: 'AWS::EC2::Image::Id', Description: 'Amazon Linux 2023, chosen at the first deployment' },
      VpcId: { Type: 'AWS::EC2::VPC::Id', Description: 'Network of the environment' },
      Subnet0: { Type: 'AWS::EC2::Subnet::Id', Description: 'Subnet of member 0' },
      Zone0: { Type: 'String', Description: 'Zone of that subnet: a volume can be attached only there' },
      PrivateZoneId: { Type: 'String', Description: 'Private zone of the environment' },
      PrivateZoneName: { Type: 'String', Description: 'Name of that zone' },
      AlarmTopicArn: { Type: 'String', Description: 'Topic that alarms go to' },
    },
    Resources: {
      ...secrets(),
      LogGroup: logGroup(database.logging.retention),
      ...databaseSecurityGroup(),
      ...role(),
      ...member(database),
      ...backups(database.backup),
    },
    Outputs: {
      UriSecretArn: { Value: ref('UriSecret') },
      AppSecretArn: { Value: ref('AppSecret') },
      SecurityGroupId: { Value: getAtt('SecurityGroup', 'GroupId') },
      VolumeId: { Value: ref('Volume0G1') },
      GroupName: { Value: ref('Group0') },
      LogGroupName: { Value: ref('LogGroup') },
      Host: { Value: sub('db-0.${Db}.${PrivateZoneName}') },
      ReplicaSet: { Value: replicaSet },
      MongoVersion: { Value: database.version },
    },
  }
}
