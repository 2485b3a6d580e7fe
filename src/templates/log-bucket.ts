import { accepting, getAtt, ref, resource, retain, sub, type Resource } from './cfn.js'

/** A folder of the bucket: its prefix without a slash, and the days that it's kept. */
export interface LogFolder {
  prefix: string
  days: number
}

/**
 * A bucket for what AWS's services log, with the statements by which they may. Logs of load balancers can't be encrypted with a key of KMS.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function logBucket(folders: LogFolder[], writers: object[]): { LogBucket: Resource; LogBucketPolicy: Resource } {
  return {
    LogBucket: resource(
      'AWS::S3::Bucket',
      {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: { Rules: folders.map(expiry) },
      },
      { ...retain, ...accepting(accepted) },
    ),
    LogBucketPolicy: resource('AWS::S3::BucketPolicy', {
      Bucket: ref('LogBucket'),
      PolicyDocument: { Version: '2012-10-17', Statement: [tlsOnly, ...writers] },
    }),
  }
}

const expiry = ({ prefix, days }: LogFolder) => ({
  Id: prefix,
  Status: 'Enabled',
  Prefix: `${prefix}/`,
  ExpirationInDays: days,
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
})

const tlsOnly = {
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [getAtt('LogBucket', 'Arn'), sub('${LogBucket.Arn}/*')],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
}

const ofLogs = 'it holds access logs; a log of who reads logs would need another bucket'
const accepted = {
  'CT.S3.PR.2': ofLogs,
  CKV_AWS_18: ofLogs,
  'CT.S3.PR.4': 'nothing waits for what is put here',
  'CT.S3.PR.9': 'logs end with their days; a bucket that nobody can empty would keep the environment',
  'CT.S3.PR.10': "load balancers can't write with a key of KMS",
}
