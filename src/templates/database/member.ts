import { accepting, getAtt, ref, resource, retain, retainOnceMade, sub, tag, type Resource } from '../cfn.js'
import { oneByOne } from '../one-by-one.js'
import { alarms } from './alarms.js'
import { launchTemplate } from './launch-template.js'
import type { MemberOf } from './member-of.js'
import { backupTag, databaseTags, hostOf, roleId, volumeId } from './names.js'
import { role } from './role.js'

/** MiB/s at which a volume is filled from its snapshot; else it would read each block from S3 when it's first asked for. 300 is AWS's maximum. */
const initializationRate = 300

/** How long CloudFormation waits for a member to come up: a restored one first reads all of its data from the snapshot, and applies the oplog. */
const bootTimeout = 'PT30M'
const restoreTimeout = 'PT12H'

/**
 * A member: a data volume, a network interface with its name, and an Auto Scaling group of one that brings up an instance which attaches
 * both. The instance is replaceable; the volume and the address are the member. The volume's logical id carries its generation: a restore
 * makes a new one beside it.
 */
export function member(one: MemberOf): Record<string, Resource> {
  const { index, chosen } = one
  return {
    ...role(one),
    [volumeId(index, chosen.generation)]: volume(one),
    [`Interface${index}`]: resource('AWS::EC2::NetworkInterface', {
      SubnetId: ref(`Subnet${index}`),
      GroupSet: [getAtt('SecurityGroup', 'GroupId')],
      Description: sub(`MongoDB \${App} \${Env} \${Db} member ${index}`),
      Tags: databaseTags,
    }),
    [`Record${index}`]: resource('AWS::Route53::RecordSet', {
      HostedZoneId: ref('PrivateZoneId'),
      Name: sub(`${hostOf(index)}.`),
      Type: 'A',
      TTL: '60',
      ResourceRecords: [getAtt(`Interface${index}`, 'PrimaryPrivateIpAddress')],
    }),
    [`LaunchTemplate${index}`]: launchTemplate(one),
    [`Group${index}`]: group(one),
    ...alarms(one),
  }
}

/**
 * Only member 0 is made from a snapshot: the others begin blank and copy from it. Nobody writes before the stack is made, so its first volumes
 * go with a creation that fails; one that came later may be in the majority that a write was acknowledged by.
 */
function volume({ database: { storage }, chosen: { generation, snapshot, first }, index }: MemberOf): Resource {
  const blank = generation === 1 && snapshot === undefined && index < first
  return resource(
    'AWS::EC2::Volume',
    {
      AvailabilityZone: ref(`Zone${index}`),
      Size: storage.size,
      VolumeType: 'gp3',
      Iops: storage.iops,
      Throughput: storage.throughput,
      Encrypted: true,
      ...(snapshot !== undefined && index === 0 ? { SnapshotId: snapshot, VolumeInitializationRate: initializationRate } : {}),
      Tags: [
        ...databaseTags,
        tag('Name', sub(`\${App}-\${Env}-\${Db}-${index}`)),
        tag('mm:member', String(index)),
        tag('mm:generation', String(generation)),
        tag('mm:backup', backupTag(generation)),
      ],
    },
    blank ? retainOnceMade : retain,
  )
}

/**
 * One instance, in the zone of its volume. Every way of replacing it ends the old one first, since both can't hold the volume.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-maintenance-policy.html
 */
function group({ index, database, chosen: { running, snapshot } }: MemberOf): Resource {
  const runs = index < running
  const size = runs ? '1' : '0'
  const timeout = snapshot !== undefined && index === 0 ? restoreTimeout : bootTimeout
  return resource(
    'AWS::AutoScaling::AutoScalingGroup',
    {
      MinSize: size,
      MaxSize: size,
      DesiredCapacity: size,
      VPCZoneIdentifier: [ref(`Subnet${index}`)],
      LaunchTemplate: {
        LaunchTemplateId: ref(`LaunchTemplate${index}`),
        Version: getAtt(`LaunchTemplate${index}`, 'LatestVersionNumber'),
      },
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
        ...(database.members === 1
          ? { 'ZONE.MEMBER': 'members 1: without its zone there is no database until the zone is back or a snapshot is restored' }
          : {}),
      }),
      // After the member before, when it's made and when it's changed: CloudFormation would restart all at once, and the set lose its majority.
      DependsOn: [`Record${index}`, roleId(index), ...(index > 0 ? [`Group${index - 1}`] : [])],
      // A group without an instance has nobody to send a signal.
      ...(runs ? { CreationPolicy: { ResourceSignal: { Count: 1, Timeout: timeout } } } : {}),
      UpdatePolicy: oneByOne(timeout),
    },
  )
}
