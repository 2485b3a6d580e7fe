import { alarm } from '../alarm.js'
import { accepting, getAtt, ref, resource, sub, tag, type Resource } from '../cfn.js'
import { subnetIds } from './network.js'

/**
 * The public and the internal load balancer, each with a security group and a listener. Services add their own rules, targets and the
 * rules of the chain: internet -> public balancer -> frontend -> internal balancer -> backend.
 */
export function balancers(): Record<string, Resource> {
  return {
    ...balancer({ name: 'Public', scheme: 'internet-facing', subnets: subnetIds('Public'), dependsOn: ['PublicDefaultRoute'] }),
    PublicBalancerFromInternet: resource(
      'AWS::EC2::SecurityGroupIngress',
      {
        GroupId: ref('PublicBalancerSecurityGroup'),
        IpProtocol: 'tcp',
        FromPort: 80,
        ToPort: 80,
        CidrIp: '0.0.0.0/0',
        Description: 'HTTP from the internet',
      },
      accepting({ CKV_AWS_260: httpOnly }),
    ),
    ...balancer({ name: 'Internal', scheme: 'internal', subnets: subnetIds('Private'), dependsOn: [] }),
  }
}

interface Balancer {
  name: 'Public' | 'Internal'
  scheme: string
  subnets: { Ref: string }[]
  dependsOn: string[]
}

/** Without a domain there is no certificate, so both speak HTTP. Neither has a name: a named one can't be replaced. */
function balancer({ name, scheme, subnets, dependsOn }: Balancer): Record<string, Resource> {
  const group = `${name}BalancerSecurityGroup`
  return {
    [group]: resource('AWS::EC2::SecurityGroup', {
      GroupDescription: `${name} load balancer`,
      VpcId: ref('Vpc'),
      SecurityGroupEgress: noEgress,
      Tags: [tag('Name', sub(`\${App}-\${Env}-${name.toLowerCase()}-balancer`))],
    }),
    [`${name}Balancer`]: resource(
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      {
        Type: 'application',
        Scheme: scheme,
        Subnets: subnets,
        SecurityGroups: [ref(group)],
        LoadBalancerAttributes: [
          { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
          { Key: 'routing.http.desync_mitigation_mode', Value: 'defensive' },
        ],
      },
      {
        ...(dependsOn.length > 0 ? { DependsOn: dependsOn } : {}),
        ...accepting({
          'CT.ELASTICLOADBALANCING.PR.5': 'it holds no data, and the environment is deleted only by its name',
          'CT.ELASTICLOADBALANCING.PR.6': noAccessLogs,
          CKV_AWS_91: noAccessLogs,
        }),
      },
    ),
    [`${name}Listener`]: resource(
      'AWS::ElasticLoadBalancingV2::Listener',
      {
        LoadBalancerArn: ref(`${name}Balancer`),
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [
          {
            Type: 'fixed-response',
            FixedResponseConfig: {
              StatusCode: '404',
              ContentType: 'text/plain',
              MessageBody: 'No service answers at this address.',
            },
          },
        ],
      },
      accepting({ 'CT.ELASTICLOADBALANCING.PR.1': httpOnly, CKV_AWS_2: httpOnly, CKV_AWS_103: httpOnly }),
    ),
    // Answers that no service gave: no healthy target, a refused or broken connection. The services' own errors have alarms of their own.
    [`${name}BalancerErrorsAlarm`]: alarm({
      what: `${name} load balancer: more than 10 answers with 5xx of its own a minute`,
      namespace: 'AWS/ApplicationELB',
      metric: 'HTTPCode_ELB_5XX_Count',
      dimensions: [{ Name: 'LoadBalancer', Value: getAtt(`${name}Balancer`, 'LoadBalancerFullName') }],
      statistic: 'Sum',
      above: 10,
      minutes: 3,
      missing: 'notBreaching',
      topic: ref('AlarmTopic'),
    }),
  }
}

/**
 * EC2 lets a group without a rule for outgoing traffic reach everything; a rule that leads nowhere is CloudFormation's way to take that
 * away. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
 */
const noEgress = [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32', Description: 'nothing but what services add' }]

const httpOnly = 'without a domain there is no certificate, and HTTP is the only way in'
const noAccessLogs = 'requests are seen in the metrics and in the logs of the services'
