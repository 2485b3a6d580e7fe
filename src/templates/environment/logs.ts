import type { Environment } from '../../manifest/environment.js'
import { getAtt, ownAccount, ref, resource, sub, type Resource } from '../cfn.js'
import { logBucket } from '../log-bucket.js'

/** Folders of the log bucket. */
export const accessLogPrefix = 'load-balancers'
const flowLogPrefix = 'flow-logs'

/** A bucket for the load balancers' access logs and the network's flow logs, as far as the environment writes them. */
export function logs({ network: { vpc, flowLogs }, http: { accessLogs } }: Environment): Record<string, Resource> {
  const flowDays = 'id' in vpc ? undefined : flowLogs
  if (accessLogs === undefined && flowDays === undefined) return {}
  const folders = [
    ...(accessLogs === undefined ? [] : [{ prefix: accessLogPrefix, days: accessLogs }]),
    ...(flowDays === undefined ? [] : [{ prefix: flowLogPrefix, days: flowDays }]),
  ]
  return {
    ...logBucket(folders, [
      ...(accessLogs === undefined ? [] : accessLogWriter),
      ...(flowDays === undefined ? [] : flowLogWriter),
    ]),
    ...(flowDays === undefined ? {} : { FlowLog: flowLog() }),
  }
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

const write = (sid: string, service: string, prefix: string) => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: { Service: service },
  Action: 's3:PutObject',
  Resource: sub(`\${LogBucket.Arn}/${prefix}/AWSLogs/\${AWS::AccountId}/*`),
})

/**
 * The path holds the account's number; Elastic Load Balancing isn't known to send it besides.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
const accessLogWriter = [write('AccessLogs', 'logdelivery.elasticloadbalancing.amazonaws.com', accessLogPrefix)]

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html */
const flowLogWriter = [
  { ...write('FlowLogs', 'delivery.logs.amazonaws.com', flowLogPrefix), Condition: ownAccount },
  {
    Sid: 'FlowLogsCheck',
    Effect: 'Allow',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Action: ['s3:GetBucketAcl', 's3:ListBucket'],
    Resource: getAtt('LogBucket', 'Arn'),
    Condition: ownAccount,
  },
]
