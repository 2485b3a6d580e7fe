import { accepting, resource, retain, type Resource } from './cfn.js'

/**
 * Without a name, so that deleting a stack and making it again doesn't meet the old one, which is kept.
 * @param retention days
 */
export function logGroup(retention: number): Resource {
  return resource(
    'AWS::Logs::LogGroup',
    { RetentionInDays: retention },
    {
      ...retain,
      ...accepting({
        ...(retention < 365
          ? { 'CT.CLOUDWATCH.PR.2': "a year isn't needed everywhere: logging.retention is the manifest's to choose" }
          : {}),
        'CT.CLOUDWATCH.PR.3': ownKey,
        CKV_AWS_158: ownKey,
      }),
    },
  )
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const ownKey = 'CloudWatch Logs encrypts by a key of its own; losing a customer key would lose the logs'
