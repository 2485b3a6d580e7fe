import { ownAccount, getAtt, ref, resource, sub, type Resource } from '../cfn.js'
import { logBucket } from '../log-bucket.js'

/**
 * A line per request, in a bucket of us-east-1.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 * @param days that they're kept; undefined: none are written
 */
export function accessLogs(days: number | undefined): Record<string, Resource> {
  if (days === undefined) return {}
  const writer = {
    Sid: 'CloudFront',
    Effect: 'Allow',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: sub('${LogBucket.Arn}/AWSLogs/${AWS::AccountId}/*'),
    Condition: ownAccount,
  }
  const name = sub('${App}-${Env}-cdn')
  return {
    ...logBucket([{ prefix: 'AWSLogs', days }], [writer]),
    LogSource: resource('AWS::Logs::DeliverySource', {
      Name: name,
      LogType: 'ACCESS_LOGS',
      ResourceArn: sub('arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}'),
    }),
    LogDestination: resource('AWS::Logs::DeliveryDestination', {
      Name: name,
      DestinationResourceArn: getAtt('LogBucket', 'Arn'),
      OutputFormat: 'json',
    }),
    LogDelivery: resource(
      'AWS::Logs::Delivery',
      { DeliverySourceName: ref('LogSource'), DeliveryDestinationArn: getAtt('LogDestination', 'Arn') },
      { DependsOn: 'LogBucketPolicy' },
    ),
  }
}
