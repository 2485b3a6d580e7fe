import type { Environment } from '../../manifest/environment.js'
import { accepting, getAtt, ownAccount, ref, resource, retain, sub, type Resource } from '../cfn.js'

/** Folders of the log bucket. */
export const accessLogPrefix = 'load-balancers'
const flowLogPrefix = 'flow-logs'

/** A bucket for the load balancers' access logs and the network's flow logs, as far as the environment writes them. */
export function logs({ network, http }: Environment): Record<string, Resource> {
  const { vpc, flowLogs } = network
  const kept = { [accessLogPrefix]: http.accessLogs, [flowLogPrefix]: 'id' in vpc ? undefined : flowLogs }
  const folders = Object.entries(kept).flatMap(([prefix, days]) => (days === undefined ? [] : [{ prefix, days }]))
  if (folders.length === 0) return {}
  return {
    LogBucket: bucket(folders),
    LogBucketPolicy: resource('AWS::S3::BucketPolicy', {
      Bucket: ref('LogBucket'),
      PolicyDocument: { Version: '2012-10-17', Statement: [tlsOnly, ...folders.flatMap(({ prefix }) => delivery[prefix] ?? [])] },
    }),
    ...(kept[flowLogPrefix] === undefined ? {} : { FlowLog: flowLog() }),
  }
}

/** The load balancers' logs can't be encrypted with a key of KMS. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
function bucket(folders: { prefix: string; days: number }[]): Resource {
  return resource(
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
      LifecycleConfiguration: {
        Rules: folders.map(({ prefix, days }) => ({
          Id: prefix,
          Status: 'Enabled',
          Prefix: `${prefix}/`,
          ExpirationInDays: days,
          NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        })),
      },
    },
    {
      ...retain,
      ...accepting({
        'CT.S3.PR.2': ofLogs,
        CKV_AWS_18: ofLogs,
        'CT.S3.PR.4': 'nothing waits for what is put here',
        'CT.S3.PR.9': 'logs end with their days; a bucket that nobody can empty would keep the environment',
        'CT.S3.PR.10': "load balancers can't write with a key of KMS",
      }),
    },
  )
}

function flowLog(): Resource {
  return resource(
    'AWS::EC2::FlowLog',
    {
      ResourceType: 'VPC',
      ResourceId: ref('Vpc'),
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: sub(`\${LogBucket.Arn}/${flowLogPrefix}`),
    },
    { DependsOn: 'LogBucketPolicy' },
  )
}

const tlsOnly = {
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [getAtt('LogBucket', 'Arn'), sub('${LogBucket.Arn}/*')],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
}

const write = (sid: string, service: string, prefix: string) => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: { Service: service },
  Action: 's3:PutObject',
  Resource: sub(`\${LogBucket.Arn}/${prefix}/AWSLogs/\${AWS::AccountId}/*`),
  Condition: ownAccount,
})

/**
 * Who may write to which folder.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
const delivery: Record<string, object[]> = {
  [accessLogPrefix]: [write('AccessLogs', 'logdelivery.elasticloadbalancing.amazonaws.com', accessLogPrefix)],
  [flowLogPrefix]: [
    write('FlowLogs', 'delivery.logs.amazonaws.com', flowLogPrefix),
    {
      Sid: 'FlowLogsCheck',
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['s3:GetBucketAcl', 's3:ListBucket'],
      Resource: getAtt('LogBucket', 'Arn'),
      Condition: ownAccount,
    },
  ],
}

const ofLogs = 'it holds access logs; a log of who reads logs would need a third bucket'
