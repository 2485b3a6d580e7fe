import { alarm } from '../alarm.js'
import { accepting, getAtt, ref, resource, sub, tag, type Resource } from '../cfn.js'
import { oneByOne } from '../one-by-one.js'
import { named } from './vpc.js'

/**
 * A NAT instance that is replaced when it fails: the network interface and its address stay, and each instance of the group is launched
 * with them. docs/decisions/0011 says why it's the first interface, and what that costs.
 * https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
 */
export function natInstance(cidr: string): Record<string, Resource> {
  return {
    NatSecurityGroup: resource('AWS::EC2::SecurityGroup', {
      GroupDescription: 'NAT instance',
      VpcId: ref('Vpc'),
      SecurityGroupIngress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: cidr, Description: 'HTTPS from private subnets' },
      ],
      SecurityGroupEgress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', Description: 'HTTPS to the internet' },
      ],
      Tags: named('nat'),
    }),
    NatInterface: resource(
      'AWS::EC2::NetworkInterface',
      {
        SubnetId: ref('PublicSubnet0'),
        GroupSet: [getAtt('NatSecurityGroup', 'GroupId')],
        // What it forwards isn't addressed to it.
        SourceDestCheck: false,
        Description: sub('NAT ${App} ${Env}'),
        Tags: named('nat'),
      },
      accepting({ 'ZONE.EGRESS': 'network.nat instance: when its zone is lost no other has a way out; per-az keeps it' }),
    ),
    NatInstanceAddress: resource(
      'AWS::EC2::EIP',
      { Domain: 'vpc', Tags: named('nat') },
      { DependsOn: 'InternetGatewayAttachment' },
    ),
    NatInstanceAddressAssociation: resource('AWS::EC2::EIPAssociation', {
      AllocationId: getAtt('NatInstanceAddress', 'AllocationId'),
      NetworkInterfaceId: ref('NatInterface'),
    }),
    NatLaunchTemplate: launchTemplate(cidr),
    NatGroup: group(),
    NatAlarm: alarm({
      what: 'NAT instance: none in service, private subnets are cut off from the internet',
      namespace: 'AWS/AutoScaling',
      metric: 'GroupInServiceInstances',
      dimensions: [{ Name: 'AutoScalingGroupName', Value: ref('NatGroup') }],
      statistic: 'Minimum',
      below: 1,
      minutes: 3,
      missing: 'breaching',
      topic: ref('AlarmTopic'),
    }),
  }
}

function launchTemplate(cidr: string): Resource {
  return resource(
    'AWS::EC2::LaunchTemplate',
    {
      LaunchTemplateData: {
        ImageId: ref('NatAmiId'),
        InstanceType: 't4g.nano',
        EbsOptimized: true,
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' },
        BlockDeviceMappings: [
          { DeviceName: '/dev/xvda', Ebs: { VolumeType: 'gp3', VolumeSize: 8, Encrypted: true, DeleteOnTermination: true } },
        ],
        NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: ref('NatInterface'), DeleteOnTermination: false }],
        TagSpecifications: [
          {
            ResourceType: 'instance',
            Tags: [tag('mm:app', ref('App')), tag('mm:env', ref('Env')), tag('mm:role', 'nat'), ...named('nat')],
          },
        ],
        UserData: { 'Fn::Base64': sub(forward(cidr)) },
      },
    },
    accepting({
      'CT.EC2.PR.9': 'its interface is there already, and has the address that makes it a way out',
      'CT.EC2.PR.10': 'metrics by the minute would cost as much as the instance',
    }),
  )
}

/** A group whose launch template names an interface is placed by zone, not by subnet, and has one instance at most. */
function group(): Resource {
  return resource(
    'AWS::AutoScaling::AutoScalingGroup',
    {
      MinSize: '1',
      MaxSize: '1',
      DesiredCapacity: '1',
      AvailabilityZones: [ref('Zone0')],
      LaunchTemplate: { LaunchTemplateId: ref('NatLaunchTemplate'), Version: getAtt('NatLaunchTemplate', 'LatestVersionNumber') },
      HealthCheckType: 'EC2',
      HealthCheckGracePeriod: 120,
      // The interface can be with one instance only: the old one goes first.
      InstanceMaintenancePolicy: { MinHealthyPercentage: 0, MaxHealthyPercentage: 100 },
      MetricsCollection: [{ Granularity: '1Minute', Metrics: ['GroupInServiceInstances'] }],
    },
    {
      ...accepting({
        'CT.AUTOSCALING.PR.1': 'its interface is in one zone; per-az is for those who need several',
        'CT.AUTOSCALING.PR.6': 'any other type costs more than this one',
      }),
      DependsOn: ['NatInstanceAddressAssociation', 'PublicDefaultRoute', 'PublicRouteTableAssociation0'],
      CreationPolicy: { ResourceSignal: { Count: 1, Timeout: 'PT15M' } },
      UpdatePolicy: oneByOne('PT15M'),
    },
  )
}

/** Amazon Linux 2023 comes without a packet filter's tools. Text of Fn::Sub: the shell's own variables have no braces. */
const forward = (cidr: string) => `#!/bin/bash
set -euo pipefail
trap '/opt/aws/bin/cfn-signal -e $? --stack \${AWS::StackName} --resource NatGroup --region \${AWS::Region} || true' EXIT
tries=0
until dnf -y install nftables; do
  tries=$((tries + 1))
  [ $tries -lt 10 ]
  sleep 15
done
echo net.ipv4.ip_forward=1 >/etc/sysctl.d/90-nat.conf
sysctl --system >/dev/null
cat >/etc/sysconfig/nftables.conf <<'RULES'
flush ruleset
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    ip saddr ${cidr} ip daddr != ${cidr} masquerade
  }
}
RULES
systemctl enable --now nftables
`
