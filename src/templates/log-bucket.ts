import { accepting, retain, type Resource } from './cfn.js'
import { privateBucket } from './private-bucket.js'

/** A folder of the bucket: its prefix without a slash, and the days that it's kept. */
export interface LogFolder {
  prefix: string
  days: number
}

/**
 * A bucket for what AWS's services log, with the statements by which they may. Logs of load balancers can't be encrypted with a key of KMS.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export const logBucket = (folders: LogFolder[], writers: object[]): Record<string, Resource> =>
  privateBucket({
    id: 'LogBucket',
    lifecycle: folders.map(expiry),
    statements: writers,
    policies: retain,
    accepted: accepting(accepted),
  })

const expiry = ({ prefix, days }: LogFolder) => ({
  Id: prefix,
  Status: 'Enabled',
  Prefix: `${prefix}/`,
  ExpirationInDays: days,
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
})

const ofLogs = 'it holds access logs; a log of who reads logs would need another bucket'
const accepted = {
  'CT.S3.PR.2': ofLogs,
  CKV_AWS_18: ofLogs,
  'CT.S3.PR.4': 'nothing waits for what is put here',
  'CT.S3.PR.9': 'logs end with their days; a bucket that nobody can empty would keep the environment',
  'CT.S3.PR.10': "load balancers can't write with a key of KMS",
}
