import type { IncomingMessage, ServerResponse } from 'node:http'
import { serviceOf } from './aws-actions.js'

interface Failure {
  status: number
  code: string
  message: string
}

/** Errors of AWS's own, by what went wrong. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html */
export const failures = {
  throttle: () => ({ status: 400, code: 'Throttling', message: 'Rate exceeded' }),
  internal: () => ({ status: 500, code: 'InternalFailure', message: 'An internal error has occurred.' }),
  unavailable: () => ({ status: 503, code: 'ServiceUnavailable', message: 'Service is unable to handle request.' }),
  deny: (action: string) => ({
    status: 403,
    code: 'AccessDenied',
    message: `User: arn:aws:iam::123456789012:user/dev is not authorized to perform: cloudformation:${action} because no identity-based policy allows the cloudformation:${action} action`,
  }),
  expire: () => ({ status: 403, code: 'ExpiredToken', message: 'The security token included in the request is expired' }),
} satisfies Record<string, (action: string) => Failure>

export type FailureKind = keyof typeof failures

/** In the names of the services with an error of their own for it. */
const otherwise: Partial<Record<FailureKind, Record<string, Partial<Failure>>>> = {
  throttle: {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    s3: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    ec2: { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' },
    ecs: { code: 'ThrottlingException' },
    ecr: { code: 'ThrottlingException' },
    logs: { code: 'ThrottlingException' },
    ssm: { code: 'ThrottlingException' },
  },
  expire: Object.fromEntries(
    ['ecs', 'ecr', 'logs', 'ssm'].map(service => [service, { status: 400, code: 'ExpiredTokenException' }]),
  ),
}

/** Answers with a failure in the shape of the service that was asked: XML of the query protocol, of EC2 and of S3, JSON of the others. */
export function sendFailure(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { kind, action }: { kind: FailureKind; action: string },
): number {
  const service = serviceOf(incoming)
  const { status, code, message } = { ...failures[kind](action), ...otherwise[kind]?.[service] }
  const error = `<Error><Code>${code}</Code><Message>${message}</Message>`
  if (incoming.headers['x-amz-target']) {
    outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
    outgoing.end(JSON.stringify({ __type: code, message }))
  } else {
    outgoing.writeHead(status, { 'content-type': 'text/xml' })
    if (service === 's3') outgoing.end(`${error}<RequestId>0</RequestId></Error>`)
    else if (service === 'ec2') outgoing.end(`<Response><Errors>${error}</Error></Errors><RequestID>0</RequestID></Response>`)
    else outgoing.end(`<ErrorResponse>${error}<Type>Sender</Type></Error><RequestId>0</RequestId></ErrorResponse>`)
  }
  return status
}
