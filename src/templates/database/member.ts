import type { Database } from '../../manifest/database.js'
import { accepting, getAtt, ref, resource, retain, sub, tag, type Resource } from '../cfn.js'
import { alarms } from './alarms.js'
import { backupTag, databaseTags } from './names.js'
import { userData } from './user-data.js'

/**
 * Member 0: a data volume, a network interface with its name, and an Auto Scaling group of one that brings up an instance which attaches
 * both. The instance is replaceable; the volume and the address are the member. The volume's logical id carries its generation: a restore
 * makes a new one beside it.
 */
export function member(database: Database): Record<string, Resource> {
  return {
    Volume0G1: volume(database),
    Interface0: resource('AWS::EC2::NetworkInterface', {
      SubnetId: ref('Subnet0'),
      GroupSet: [getAtt('SecurityGroup', 'GroupId')],
      Description: sub('MongoDB ${App} ${Env} ${Db} member 0'),
      Tags: databaseTags,
    }),
    Record0: resource('AWS::Route53::RecordSet', {
      HostedZoneId: ref('PrivateZoneId'),
      Name: sub('db-0.${Db}.${PrivateZoneName}.'),
      Type: 'A',
      TTL: '60',
      ResourceRecords: [getAtt('Interface0', 'PrimaryPrivateIpAddress')],
    }),
    LaunchTemplate0: launchTemplate(database),
    Group0: group(),
    ...alarms(database),
  }
}

function volume({ storage }: Database): Resource {
  return resource(
    'AWS::EC2::Volume',
    {
      AvailabilityZone: ref('Zone0'),
      Size: storage.size,
      VolumeType: 'gp3',
      Iops: storage.iops,
      Throughput: storage.throughput,
      Encrypted: true,
      Tags: [
        ...databaseTags,
        tag('Name', sub('${App}-${Env}-${Db}-0')),
        tag('mm:member', '0'),
        tag('mm:generation', '1'),
        tag('mm:backup', backupTag),
      ],
    },
    retain,
  )
}

function launchTemplate(database: Database): Resource {
  const instanceTags = [...databaseTags, tag('Name', sub('${App}-${Env}-${Db}-0'))]
  return resource('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: {
      ImageId: ref('AmiId'),
      InstanceType: database.instance,
      EbsOptimized: true,
      Monitoring: { Enabled: true },
      IamInstanceProfile: { Arn: getAtt('InstanceProfile', 'Arn') },
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeType: 'gp3', VolumeSize: 16, Encrypted: true, DeleteOnTermination: true } },
      ],
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          AssociatePublicIpAddress: false,
          Groups: [getAtt('SecurityGroup', 'GroupId')],
          DeleteOnTermination: true,
        },
      ],
      TagSpecifications: [
        { ResourceType: 'instance', Tags: instanceTags },
        { ResourceType: 'volume', Tags: instanceTags },
      ],
      UserData: userData(database),
    },
  })
}

/**
 * One instance, in the zone of its volume. Every way of replacing it ends the old one first, since both can't hold the volume.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-maintenance-policy.html
 */
function group(): Resource {
  return resource(
    'AWS::AutoScaling::AutoScalingGroup',
    {
      MinSize: '1',
      MaxSize: '1',
      DesiredCapacity: '1',
      VPCZoneIdentifier: [ref('Subnet0')],
      LaunchTemplate: { LaunchTemplateId: ref('LaunchTemplate0'), Version: getAtt('LaunchTemplate0', 'LatestVersionNumber') },
      // EC2's own checks and, besides, whether the volumes answer.
      HealthCheckType: 'EBS',
      HealthCheckGracePeriod: 300,
      InstanceMaintenancePolicy: { MinHealthyPercentage: 0, MaxHealthyPercentage: 100 },
      MetricsCollection: [{ Granularity: '1Minute', Metrics: ['GroupInServiceInstances'] }],
      Tags: databaseTags.map(each => ({ ...each, PropagateAtLaunch: false })),
    },
    {
      ...accepting({
        'CT.AUTOSCALING.PR.1': 'a volume is in one zone, and its member with it; several zones are several members',
        'CT.AUTOSCALING.PR.6': 'the member keeps the size that it was given; no other type may take its place',
        'ZONE.MEMBER': 'members 1: when its zone is lost there is no database until the zone is back or a snapshot is restored',
      }),
      DependsOn: ['Record0', 'Role'],
      CreationPolicy: { ResourceSignal: { Count: 1, Timeout: 'PT30M' } },
      UpdatePolicy: {
        AutoScalingRollingUpdate: {
          MinInstancesInService: 0,
          MaxBatchSize: 1,
          PauseTime: 'PT30M',
          WaitOnResourceSignals: true,
          SuspendProcesses: [
            'HealthCheck',
            'ReplaceUnhealthy',
            'AZRebalance',
            'AlarmNotification',
            'ScheduledActions',
            'InstanceRefresh',
          ],
        },
      },
    },
  )
}
