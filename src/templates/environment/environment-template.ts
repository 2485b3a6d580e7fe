import type { Environment } from '../../manifest/environment.js'
import { getAtt, join, ref, sub, withBoundary, type Template } from '../cfn.js'
import { alarmTopic } from '../alarm-topic.js'
import { balancers } from './balancers.js'
import { budget } from './budget.js'
import { certificates } from './certificates.js'
import { cluster } from './cluster.js'
import { dashboard } from './dashboard.js'
import { dns, serviceZoneName, usesHostedZone } from './dns.js'
import { ec2Capacity } from './ec2-capacity.js'
import { endpoints } from './endpoints.js'
import { listeners } from './listeners.js'
import { logs } from './logs.js'
import { nat } from './nat.js'
import { routes } from './routes.js'
import { subnetIds, vpcId, vpcResources, zonesOf } from './vpc.js'

export interface EnvironmentContext {
  /** Names of the application's databases: each has a row of the dashboard. */
  databases: string[]
  /** The distribution is there, and callers are to come through it. */
  throughCdn: boolean
}

/** `<app>-<env>`: the network, both load balancers, the cluster and the alarm topic that everything in an environment uses. */
export function environmentTemplate(environment: Environment, { databases, throughCdn }: EnvironmentContext): Template {
  const { network } = environment
  return withBoundary(environment.permissionsBoundary, {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'mm: network, load balancers, cluster and alarm topic of an environment',
    Parameters: parameters(environment, throughCdn),
    Resources: {
      ...vpcResources(network.vpc),
      ...routes(network),
      ...nat(network),
      ...endpoints(environment),
      ...logs(environment),
      ...balancers(environment, throughCdn),
      ...certificates(environment),
      ...listeners(environment),
      ...dns(environment, throughCdn),
      ...cluster(environment),
      ...ec2Capacity(environment),
      ...alarmTopic(environment.alarms),
      ...dashboard(databases),
      ...budget(environment.budget),
    },
    Outputs: outputs(environment, throughCdn),
  })
}

const ordinals = ['First', 'Second', 'Third']

function parameters(environment: Environment, throughCdn: boolean): Template['Parameters'] {
  const { network, capacity, cdn } = environment
  const text = (Description: string) => ({ Type: 'String', Description })
  return {
    App: text('Name of the application'),
    Env: text('Name of the environment'),
    // Chosen once and kept: the order of Fn::GetAZs changes with new zones, which would move subnets.
    ...Object.fromEntries(zonesOf(network.vpc).map(zone => [`Zone${zone}`, text(`${ordinals[zone]} availability zone`)])),
    ...(network.nat === 'instance' && 'cidr' in network.vpc
      ? // Never the "latest" parameter type: a new image would replace the instance on an unrelated update.
        { NatAmiId: { Type: 'AWS::EC2::Image::Id', Description: 'Amazon Linux 2023, chosen at the first deployment' } }
      : {}),
    ...(capacity.type === 'ec2'
      ? { EcsAmi: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Description: 'Where the newest image for ECS is' } }
      : {}),
    ...(usesHostedZone(environment)
      ? { HostedZoneId: { Type: 'AWS::Route53::HostedZone::Id', Description: 'Hosted zone that the domain lies in' } }
      : {}),
    ...(cdn ? { OriginToken: text('What the load balancer knows the distribution by') } : {}),
    ...(throughCdn
      ? {
          CdnDomainName: text("The distribution's own name"),
          CdnPrefixList: text("AWS's list of CloudFront's addresses in this region"),
        }
      : {}),
  }
}

function outputs({ domain, network: { vpc, nat }, capacity }: Environment, throughCdn: boolean): Template['Outputs'] {
  const zones = zonesOf(vpc)
  return {
    VpcId: { Value: vpcId(vpc) },
    ...('cidr' in vpc ? { VpcCidr: { Value: vpc.cidr }, Nat: { Value: nat } } : {}),
    PublicSubnets: { Value: join(',', subnetIds(vpc, 'Public')) },
    PrivateSubnets: { Value: join(',', subnetIds(vpc, 'Private')) },
    DatabaseSubnets: { Value: join(',', subnetIds(vpc, 'Database')) },
    Zones: { Value: sub(zones.map(zone => `\${Zone${zone}}`).join(',')) },
    ClusterName: { Value: ref('Cluster') },
    ...(capacity.type === 'ec2' ? { CapacityProvider: { Value: ref('CapacityProvider') } } : {}),
    PublicUrl: { Value: domain ? `https://${domain.name}` : sub('http://${PublicBalancer.DNSName}') },
    PublicBalancerDnsName: { Value: getAtt('PublicBalancer', 'DNSName') },
    PublicBalancerFullName: { Value: getAtt('PublicBalancer', 'LoadBalancerFullName') },
    PublicListenerArn: { Value: ref(domain ? 'PublicSecureListener' : 'PublicListener') },
    PublicBalancerSecurityGroup: { Value: ref('PublicBalancerSecurityGroup') },
    InternalBalancerDnsName: { Value: getAtt('InternalBalancer', 'DNSName') },
    InternalBalancerZoneId: { Value: getAtt('InternalBalancer', 'CanonicalHostedZoneID') },
    InternalBalancerFullName: { Value: getAtt('InternalBalancer', 'LoadBalancerFullName') },
    InternalListenerArn: { Value: ref('InternalListener') },
    InternalBalancerSecurityGroup: { Value: ref('InternalBalancerSecurityGroup') },
    PrivateZoneId: { Value: ref('PrivateZone') },
    PrivateZoneName: { Value: sub('${Env}.${App}.internal') },
    ...(domain
      ? {
          InternalSecureListenerArn: { Value: ref('InternalSecureListener') },
          ServiceZoneId: { Value: ref('ServiceZone') },
          ServiceZoneName: { Value: serviceZoneName(domain.name) },
        }
      : {}),
    // Services ask for it once they find it here: before, nobody could call them.
    ...(throughCdn ? { OriginToken: { Value: ref('OriginToken') } } : {}),
    AlarmTopicArn: { Value: ref('AlarmTopic') },
  }
}
