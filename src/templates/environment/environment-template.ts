import type { Environment } from '../../manifest/environment.js'
import { getAtt, ref, sub, join, type Template } from '../cfn.js'
import { alarmTopic } from './alarm-topic.js'
import { balancers } from './balancers.js'
import { cluster } from './cluster.js'
import { network, subnetIds } from './network.js'

/** `<app>-<env>`: the network, both load balancers, the cluster and the alarm topic that everything in an environment uses. */
export function environmentTemplate(environment: Environment): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'mm: network, load balancers, cluster and alarm topic of an environment',
    Parameters: {
      App: { Type: 'String', Description: 'Name of the application' },
      Env: { Type: 'String', Description: 'Name of the environment' },
      // Chosen once and kept: the order of Fn::GetAZs changes with new zones, which would move subnets.
      Zone0: { Type: 'String', Description: 'First availability zone' },
      Zone1: { Type: 'String', Description: 'Second availability zone' },
    },
    Resources: {
      ...network(environment.network),
      ...balancers(),
      ...cluster(environment.observability),
      ...alarmTopic(environment.alarms),
    },
    Outputs: {
      VpcId: { Value: ref('Vpc') },
      PublicSubnets: { Value: join(',', subnetIds('Public')) },
      PrivateSubnets: { Value: join(',', subnetIds('Private')) },
      DatabaseSubnets: { Value: join(',', subnetIds('Database')) },
      Zones: { Value: sub('${Zone0},${Zone1}') },
      ClusterName: { Value: ref('Cluster') },
      PublicUrl: { Value: sub('http://${PublicBalancer.DNSName}') },
      PublicBalancerFullName: { Value: getAtt('PublicBalancer', 'LoadBalancerFullName') },
      PublicListenerArn: { Value: ref('PublicListener') },
      PublicBalancerSecurityGroup: { Value: ref('PublicBalancerSecurityGroup') },
      InternalBalancerDnsName: { Value: getAtt('InternalBalancer', 'DNSName') },
      InternalBalancerZoneId: { Value: getAtt('InternalBalancer', 'CanonicalHostedZoneID') },
      InternalBalancerFullName: { Value: getAtt('InternalBalancer', 'LoadBalancerFullName') },
      InternalListenerArn: { Value: ref('InternalListener') },
      InternalBalancerSecurityGroup: { Value: ref('InternalBalancerSecurityGroup') },
      PrivateZoneId: { Value: ref('PrivateZone') },
      PrivateZoneName: { Value: sub('${Env}.${App}.internal') },
      AlarmTopicArn: { Value: ref('AlarmTopic') },
    },
  }
}
