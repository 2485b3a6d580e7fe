import type { DocumentDb } from '../../manifest/database.js'
import { getAtt, ref, resource, sub, tag, type Parameter, type Resource, type Template } from '../cfn.js'
import { documentDbAlarms } from './documentdb-alarms.js'
import { databaseTags, indexes } from './names.js'
import { appPassword, generated, uriSecret } from './secrets.js'

/**
 * A cluster of Amazon DocumentDB with the outputs that services take from a replica set. The user is the cluster's master user: AWS can't put a
 * password that it manages itself into a connection string.
 */
export function documentDbTemplate(database: DocumentDb): Template {
  const all = indexes(database.members)
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `mm: DocumentDB ${database.name}`,
    Parameters: parameters(all),
    Resources: {
      AppSecret: generated('application user', '{"username":"app","dbname":"app"}', 'password', 32),
      UriSecret: uriSecret(sub(uri)),
      SecurityGroup: securityGroup(),
      SubnetGroup: resource('AWS::DocDB::DBSubnetGroup', {
        DBSubnetGroupDescription: sub('DocumentDB ${App} ${Env} ${Db}'),
        SubnetIds: ref('Subnets'),
        Tags: databaseTags,
      }),
      ParameterGroup: parameterGroup(database.version),
      Cluster: cluster(database),
      ...Object.fromEntries(all.map(index => [`Instance${index}`, instance(database, index)])),
      ...documentDbAlarms(database),
    },
    Outputs: {
      UriSecretArn: { Value: ref('UriSecret') },
      AppSecretArn: { Value: ref('AppSecret') },
      SecurityGroupId: { Value: getAtt('SecurityGroup', 'GroupId') },
      ClusterId: { Value: ref('Cluster') },
      Host: { Value: getAtt('Cluster', 'Endpoint') },
      ReaderHost: { Value: getAtt('Cluster', 'ReadEndpoint') },
      LogGroupName: { Value: sub('/aws/docdb/${Cluster}/audit') },
      ReplicaSet: { Value: 'rs0' },
      MongoVersion: { Value: database.version },
      Engine: { Value: 'documentdb' },
      Members: { Value: String(database.members) },
      InstanceType: { Value: database.instance },
      // Its certificates are signed by an authority that Node.js doesn't know by itself.
      CaBundle: { Value: 'rds-global' },
    },
  }
}

/** https://docs.aws.amazon.com/documentdb/latest/devguide/connect-to-replica-set.html: retryable writes are among what it doesn't have. */
const uri =
  `mongodb://app:${appPassword}@\${Cluster.Endpoint}:27017/app` +
  '?tls=true&replicaSet=rs0&authSource=admin&readPreference=secondaryPreferred&retryWrites=false'

const parameters = (all: number[]): Record<string, Parameter> => ({
  App: { Type: 'String', Description: 'Name of the application' },
  Env: { Type: 'String', Description: 'Name of the environment' },
  Db: { Type: 'String', Description: 'Name of the database' },
  VpcId: { Type: 'AWS::EC2::VPC::Id', Description: 'Network of the environment' },
  Subnets: { Type: 'List<AWS::EC2::Subnet::Id>', Description: 'Subnets of the cluster, in two zones at least' },
  ...Object.fromEntries(all.map(index => [`Zone${index}`, { Type: 'String', Description: `Zone of instance ${index}` }])),
  AlarmTopicArn: { Type: 'String', Description: 'Topic that alarms go to' },
})

/** No way in but what each service adds for itself. A list without a rule would let everything out: this one leads nowhere. */
const securityGroup = () =>
  resource('AWS::EC2::SecurityGroup', {
    GroupDescription: 'DocumentDB cluster',
    VpcId: ref('VpcId'),
    SecurityGroupEgress: [
      { IpProtocol: 'tcp', FromPort: 27017, ToPort: 27017, CidrIp: '127.0.0.1/32', Description: 'The cluster calls nobody' },
    ],
    Tags: [tag('Name', sub('${App}-${Env}-${Db}'))],
  })

/** https://docs.aws.amazon.com/documentdb/latest/devguide/cluster_parameter_groups-list_of_parameters.html */
const parameterGroup = (version: string) =>
  resource('AWS::DocDB::DBClusterParameterGroup', {
    Family: `docdb${version.split('.').slice(0, 2).join('.')}`,
    Description: sub('DocumentDB ${App} ${Env} ${Db}'),
    Parameters: { audit_logs: 'enabled', profiler: 'enabled', tls: 'enabled' },
    Tags: databaseTags,
  })

function cluster({ version, backup }: DocumentDb): Resource {
  return resource(
    'AWS::DocDB::DBCluster',
    {
      EngineVersion: version,
      DBSubnetGroupName: ref('SubnetGroup'),
      DBClusterParameterGroupName: ref('ParameterGroup'),
      VpcSecurityGroupIds: [getAtt('SecurityGroup', 'GroupId')],
      Port: 27017,
      MasterUsername: 'app',
      MasterUserPassword: sub(appPassword),
      StorageEncrypted: true,
      DeletionProtection: true,
      BackupRetentionPeriod: backup.keep,
      CopyTagsToSnapshot: true,
      EnableCloudwatchLogsExports: ['audit', 'profiler'],
      Tags: databaseTags,
    },
    // Not Retain: a cluster that is left would hold on to the subnets and the security group that go.
    { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' },
  )
}

const instance = (database: DocumentDb, index: number) =>
  resource(
    'AWS::DocDB::DBInstance',
    {
      DBClusterIdentifier: ref('Cluster'),
      DBInstanceClass: database.instance,
      AvailabilityZone: ref(`Zone${index}`),
      AutoMinorVersionUpgrade: true,
      CACertificateIdentifier: 'rds-ca-rsa2048-g1',
      Tags: databaseTags,
    },
    // The data is the cluster's.
    { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' },
  )
