import { architectureOf } from '../../instance-architecture.js'
import type { Capacity, Environment } from '../../manifest/environment.js'
import { alarm } from '../alarm.js'
import { accepting, allow, assumedBy, getAtt, policy, ref, resource, sub, tag, type Resource } from '../cfn.js'
import { named, subnetIds, vpcId } from './vpc.js'

type Ec2 = Extract<Capacity, { type: 'ec2' }>

/**
 * Instances for tasks, as many as the tasks need between min and max: ECS sets the group's size and empties an instance before it goes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html
 */
export function ec2Capacity({ capacity, network: { vpc } }: Environment): Record<string, Resource> {
  if (capacity.type !== 'ec2') return {}
  return {
    ...instanceRole(),
    InstanceSecurityGroup: resource('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Instances that tasks run on; tasks have groups of their own',
      VpcId: vpcId(vpc),
      SecurityGroupEgress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', Description: 'HTTPS: AWS and image registries' },
      ],
      Tags: named('instances'),
    }),
    InstanceLaunchTemplate: launchTemplate(capacity),
    InstanceGroup: group(capacity, subnetIds(vpc, 'Private')),
    CapacityProvider: resource('AWS::ECS::CapacityProvider', {
      AutoScalingGroupProvider: {
        AutoScalingGroupArn: ref('InstanceGroup'),
        ManagedScaling: { Status: 'ENABLED', TargetCapacity: 100 },
        ManagedDraining: 'ENABLED',
        // Draining is enough; instances that are protected, too, would keep the group from being deleted.
        ManagedTerminationProtection: 'DISABLED',
      },
    }),
    InstancesAlarm: alarm({
      what: `Instances for tasks: fewer than ${capacity.min} in service`,
      namespace: 'AWS/AutoScaling',
      metric: 'GroupInServiceInstances',
      dimensions: [{ Name: 'AutoScalingGroupName', Value: ref('InstanceGroup') }],
      statistic: 'Minimum',
      below: capacity.min,
      minutes: 10,
      missing: 'breaching',
      topic: ref('AlarmTopic'),
    }),
  }
}

/** The path of Parameter Store where AWS keeps the newest image for ECS. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html */
export const ecsImageParameter = ({ instance }: Ec2): string =>
  `/aws/service/ecs/optimized-ami/amazon-linux-2023${architectureOf(instance) === 'arm64' ? '/arm64' : ''}/recommended/image_id`

function launchTemplate({ instance }: Ec2): Resource {
  const tags = [tag('mm:app', ref('App')), tag('mm:env', ref('Env')), tag('mm:role', 'instance'), ...named('instance')]
  return resource('AWS::EC2::LaunchTemplate', {
    LaunchTemplateData: {
      ImageId: ref('EcsAmi'),
      InstanceType: instance,
      EbsOptimized: true,
      Monitoring: { Enabled: true },
      IamInstanceProfile: { Arn: getAtt('InstanceProfile', 'Arn') },
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeType: 'gp3', VolumeSize: 30, Encrypted: true, DeleteOnTermination: true } },
      ],
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          AssociatePublicIpAddress: false,
          Groups: [getAtt('InstanceSecurityGroup', 'GroupId')],
          DeleteOnTermination: true,
        },
      ],
      TagSpecifications: [
        { ResourceType: 'instance', Tags: tags },
        { ResourceType: 'volume', Tags: tags },
      ],
      // Tasks must not borrow the instance's role. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
      UserData: {
        'Fn::Base64': sub(
          '#!/bin/bash\nprintf "%s\\n" ECS_CLUSTER=${Cluster} ECS_AWSVPC_BLOCK_IMDS=true >>/etc/ecs/ecs.config\n',
        ),
      },
    },
  })
}

function group({ min, max }: Ec2, subnets: ReturnType<typeof subnetIds>): Resource {
  return resource(
    'AWS::AutoScaling::AutoScalingGroup',
    {
      MinSize: String(min),
      MaxSize: String(max),
      VPCZoneIdentifier: subnets,
      LaunchTemplate: {
        LaunchTemplateId: ref('InstanceLaunchTemplate'),
        Version: getAtt('InstanceLaunchTemplate', 'LatestVersionNumber'),
      },
      HealthCheckType: 'EC2',
      HealthCheckGracePeriod: 120,
      MetricsCollection: [{ Granularity: '1Minute', Metrics: ['GroupInServiceInstances'] }],
      // ECS finds the instances that it may end by this tag.
      Tags: [{ Key: 'AmazonECSManaged', Value: 'true', PropagateAtLaunch: true }],
    },
    {
      ...accepting({
        'CT.AUTOSCALING.PR.1': 'it has a subnet in every zone; the rule reads zones only',
        'CT.AUTOSCALING.PR.6': "capacity.instance is the manifest's to choose, and tasks are placed by its size",
      }),
      UpdatePolicy: {
        AutoScalingRollingUpdate: {
          MinInstancesInService: Math.min(min, max - 1),
          MaxBatchSize: 1,
          SuspendProcesses: ['AZRebalance', 'AlarmNotification', 'ScheduledActions'],
        },
      },
    },
  )
}

/** What the ECS agent does, call by call. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html */
function instanceRole(): Record<string, Resource> {
  const cluster = getAtt('Cluster', 'Arn')
  const instances = sub('arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:container-instance/${Cluster}/*')
  const ofCluster = { ArnEquals: { 'ecs:cluster': cluster } }
  return {
    InstanceRole: resource('AWS::IAM::Role', {
      AssumeRolePolicyDocument: assumedBy('ec2.amazonaws.com'),
      Policies: [
        policy('ecs-agent', [
          // It takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
          allow('Discover', ['ecs:DiscoverPollEndpoint'], '*'),
          allow('Register', ['ecs:RegisterContainerInstance', 'ecs:DeregisterContainerInstance'], cluster),
          allow(
            'Report',
            ['ecs:SubmitContainerStateChange', 'ecs:SubmitTaskStateChange', 'ecs:SubmitAttachmentStateChanges'],
            cluster,
          ),
          allow('Listen', ['ecs:Poll', 'ecs:StartTelemetrySession', 'ecs:UpdateContainerInstancesState'], instances, ofCluster),
        ]),
      ],
    }),
    InstanceProfile: resource('AWS::IAM::InstanceProfile', { Roles: [ref('InstanceRole')] }),
  }
}
