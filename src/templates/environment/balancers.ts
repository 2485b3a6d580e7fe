import { createHash } from 'node:crypto'
import type { Environment } from '../../manifest/environment.js'
import { alarm } from '../alarm.js'
import { accepting, getAtt, ref, resource, sub, tag, type Resource } from '../cfn.js'
import type { Side } from './certificates.js'
import { webAcl } from '../web-acl.js'
import { accessLogPrefix } from './logs.js'
import { noEgress } from './no-egress.js'
import { subnetIds, vpcId } from './vpc.js'

/**
 * The public and the internal load balancer, each with a security group. Services add their own rules, targets and the rules of the chain:
 * internet -> public balancer -> frontend -> internal balancer -> backend.
 * @param throughCdn only CloudFront may call the public one
 */
export function balancers(environment: Environment, throughCdn: boolean): Record<string, Resource> {
  return {
    ...balancer(environment, 'Public'),
    ...(throughCdn ? { PublicBalancerFromCdn: fromCdn } : fromInternet(environment)),
    ...balancer(environment, 'Internal'),
    // With a distribution it's there that requests are filtered.
    ...(environment.waf && !throughCdn ? firewall() : {}),
  }
}

/** Neither has a name: a named one can't be replaced. */
function balancer({ production, network: { vpc }, http }: Environment, side: Side): Record<string, Resource> {
  const group = `${side}BalancerSecurityGroup`
  const dependsOn = [
    ...(side === 'Public' && 'cidr' in vpc ? ['PublicDefaultRoute'] : []),
    ...(http.accessLogs === undefined ? [] : ['LogBucketPolicy']),
  ]
  return {
    [group]: resource('AWS::EC2::SecurityGroup', {
      GroupDescription: `${side} load balancer`,
      VpcId: vpcId(vpc),
      SecurityGroupEgress: noEgress,
      Tags: [tag('Name', sub(`\${App}-\${Env}-${side.toLowerCase()}-balancer`))],
    }),
    [`${side}Balancer`]: resource(
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      {
        Type: 'application',
        Scheme: side === 'Public' ? 'internet-facing' : 'internal',
        Subnets: subnetIds(vpc, side === 'Public' ? 'Public' : 'Private'),
        SecurityGroups: [ref(group)],
        LoadBalancerAttributes: attributes(production, http.accessLogs !== undefined),
      },
      {
        ...(dependsOn.length > 0 ? { DependsOn: dependsOn } : {}),
        ...accepting({
          ...(production ? {} : { 'CT.ELASTICLOADBALANCING.PR.5': 'production only: other environments come and go' }),
          ...(http.accessLogs === undefined ? { 'CT.ELASTICLOADBALANCING.PR.6': noAccessLogs, CKV_AWS_91: noAccessLogs } : {}),
        }),
      },
    ),
    // Answers that no service gave: no healthy target, a refused or broken connection. The services' own errors have alarms of their own.
    [`${side}BalancerErrorsAlarm`]: alarm({
      what: `${side} load balancer: more than 10 answers with 5xx of its own a minute`,
      namespace: 'AWS/ApplicationELB',
      metric: 'HTTPCode_ELB_5XX_Count',
      dimensions: [{ Name: 'LoadBalancer', Value: getAtt(`${side}Balancer`, 'LoadBalancerFullName') }],
      statistic: 'Sum',
      above: 10,
      minutes: 3,
      missing: 'notBreaching',
      topic: ref('AlarmTopic'),
    }),
  }
}

/**
 * One that is left out keeps the value that the load balancer has, so what is off is written, too.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 */
function attributes(production: boolean, accessLogs: boolean) {
  return [
    { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
    { Key: 'routing.http.desync_mitigation_mode', Value: 'defensive' },
    { Key: 'deletion_protection.enabled', Value: String(production) },
    { Key: 'access_logs.s3.enabled', Value: String(accessLogs) },
    ...(accessLogs
      ? [
          { Key: 'access_logs.s3.bucket', Value: ref('LogBucket') },
          { Key: 'access_logs.s3.prefix', Value: accessLogPrefix },
        ]
      : []),
  ]
}

/**
 * AWS's own list of CloudFront's addresses counts as 55 of the 60 rules that a group may have, so there's room for one port.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
 */
const fromCdn = resource('AWS::EC2::SecurityGroupIngress', {
  GroupId: ref('PublicBalancerSecurityGroup'),
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  SourcePrefixListId: ref('CdnPrefixList'),
  Description: 'HTTPS from CloudFront',
})

function firewall(): Record<string, Resource> {
  return {
    WebAcl: webAcl('REGIONAL'),
    WebAclOfBalancer: resource('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: ref('PublicBalancer'),
      WebACLArn: getAtt('WebAcl', 'Arn'),
    }),
  }
}

/** Without a domain there is no certificate, so it speaks HTTP. With one port 80 is open for the redirect only. */
function fromInternet({ domain, http: { public: open } }: Environment): Record<string, Resource> {
  const ports = [
    ...(domain && !open.redirect ? [] : [{ port: 80, what: domain ? 'HTTP, to be redirected,' : 'HTTP' }]),
    ...(domain ? [{ port: 443, what: 'HTTPS' }] : []),
  ]
  return Object.fromEntries(
    ports.flatMap(({ port, what }) =>
      open.sourceIps.map(range => [
        `PublicBalancerFrom${source(range)}${port === 443 ? 'Secure' : ''}`,
        resource(
          'AWS::EC2::SecurityGroupIngress',
          {
            GroupId: ref('PublicBalancerSecurityGroup'),
            IpProtocol: 'tcp',
            FromPort: port,
            ToPort: port,
            CidrIp: range,
            Description: `${what} from ${range === everywhere ? 'the internet' : range}`,
          },
          accepting(
            port === 80 && range === everywhere
              ? {
                  CKV_AWS_260: domain
                    ? 'it only redirects to HTTPS'
                    : 'without a domain there is no certificate, and HTTP is the only way in',
                }
              : {},
          ),
        ),
      ]),
    ),
  )
}

const noAccessLogs = "http.public.access_logs is the manifest's to choose: they're paid by what is kept"

const everywhere = '0.0.0.0/0'

/** Named after the range: an index would make the later ones anew when an earlier one is removed. */
const source = (range: string) =>
  range === everywhere ? 'Internet' : `Range${createHash('sha256').update(range).digest('hex').slice(0, 8)}`
