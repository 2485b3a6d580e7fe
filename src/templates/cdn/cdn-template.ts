import type { Environment } from '../../manifest/environment.js'
import { alarm } from '../alarm.js'
import { alarmTopic } from '../alarm-topic.js'
import { getAtt, ref, resource, type Resource, type Template } from '../cfn.js'
import { webAcl } from '../web-acl.js'
import { accessLogs } from './access-logs.js'
import { distribution } from './distribution.js'

/** An environment that has a distribution, and so a domain. */
export type CdnEnvironment = Environment & Required<Pick<Environment, 'cdn' | 'domain'>>

export const hasCdn = (environment: Environment): environment is CdnEnvironment =>
  environment.cdn !== undefined && environment.domain !== undefined

/** `<app>-<env>-cdn`, in us-east-1: the distribution, its certificate and web ACL, and a topic for its alarm, which must be where it is. */
export function cdnTemplate(environment: CdnEnvironment): Template {
  const { domain, cdn, waf, http, alarms } = environment
  const text = (Description: string) => ({ Type: 'String', Description })
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'mm: CloudFront in front of an environment',
    Parameters: {
      App: text('Name of the application'),
      Env: text('Name of the environment'),
      ...(cdn.certificate === undefined
        ? { HostedZoneId: { Type: 'AWS::Route53::HostedZone::Id', Description: 'Hosted zone that the domain lies in' } }
        : {}),
      OriginToken: text('What the load balancer knows the distribution by'),
    },
    Resources: {
      ...(cdn.certificate === undefined ? { Certificate: certificate(domain.name) } : {}),
      ...(waf ? { WebAcl: webAcl('CLOUDFRONT') } : {}),
      Distribution: distribution(domain.name, environment),
      ...accessLogs(http.accessLogs),
      ...alarmTopic(alarms),
      ErrorsAlarm: alarm({
        what: 'CloudFront: more than 5 % of the answers are 5xx',
        namespace: 'AWS/CloudFront',
        metric: '5xxErrorRate',
        dimensions: [
          { Name: 'DistributionId', Value: ref('Distribution') },
          { Name: 'Region', Value: 'Global' },
        ],
        statistic: 'Average',
        above: 5,
        minutes: 5,
        missing: 'notBreaching',
        topic: ref('AlarmTopic'),
      }),
    },
    Outputs: {
      DistributionId: { Value: ref('Distribution') },
      DomainName: { Value: getAtt('Distribution', 'DomainName') },
    },
  }
}

const certificate = (domain: string): Resource =>
  resource('AWS::CertificateManager::Certificate', {
    DomainName: domain,
    ValidationMethod: 'DNS',
    DomainValidationOptions: [{ DomainName: domain, HostedZoneId: ref('HostedZoneId') }],
  })
