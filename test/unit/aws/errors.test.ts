import { describe, expect, test } from '@jest/globals'
import { translate } from '../../../src/aws/errors.js'
import { MmError } from '../../../src/errors.js'

const raw = (name: string, message: string, more: object = {}) => Object.assign(new Error(message), { name, ...more })
const node = (code: string, message: string, more: object = {}) => Object.assign(new Error(message), { code, ...more })
const action = 'cloudformation:CreateChangeSet'

test.each([
  [
    raw('ExpiredTokenException', 'The security token included in the request is expired'),
    'CredentialsExpired',
    4,
    'aws sso login',
  ],
  [
    raw('CredentialsProviderError', 'The SSO session associated with this profile has expired.'),
    'CredentialsExpired',
    4,
    'aws sso login',
  ],
  [
    raw('TokenProviderError', 'Token is expired. To refresh this SSO session run aws sso login'),
    'CredentialsExpired',
    4,
    'aws sso login',
  ],
  [raw('CredentialsProviderError', 'Could not load credentials from any providers'), 'NoCredentials', 4, 'aws configure sso'],
  [
    raw('CredentialsProviderError', 'Could not resolve credentials using profile: [x]: profile x was not found'),
    'NoCredentials',
    4,
    'aws configure --profile x',
  ],
  [
    raw('InvalidClientTokenId', 'The security token included in the request is invalid.'),
    'CredentialsInvalid',
    4,
    'aws configure',
  ],
  [raw('AuthFailure', 'AWS was not able to validate the provided access credentials'), 'CredentialsInvalid', 4, 'aws configure'],
  [raw('ThrottlingException', 'Rate exceeded'), 'Throttled', 1, 'run the same command again in a minute'],
  [raw('RequestLimitExceeded', 'Request limit exceeded.'), 'Throttled', 1, 'run the same command again in a minute'],
  [new Error('Region is missing'), 'NoRegion', 2, 'AWS_REGION'],
  [node('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:443'), 'NetworkUnreachable', 1, 'check the network'],
  [
    raw('TimeoutError', 'a request has exceeded the configured 60000 ms requestTimeout'),
    'NetworkUnreachable',
    1,
    'check the network',
  ],
  [
    node('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'),
    'CertificateRefused',
    1,
    'NODE_EXTRA_CA_CERTS',
  ],
  [raw('ClusterNotFoundException', 'Cluster not found.'), 'AwsNotFound', 5, undefined],
  [raw('InvalidVolume.NotFound', "The volume 'vol-1' does not exist."), 'AwsNotFound', 5, undefined],
  [raw('InternalFailure', 'oops', { $metadata: { httpStatusCode: 500 } }), 'AwsUnavailable', 1, 'https://health.aws.amazon.com'],
  [raw('ValidationError', 'Parameters: [Port] must have values'), 'AwsRefused', 1, undefined],
  [raw('LimitExceededException', 'Limit exceeded for resource of type stack'), 'AwsError', 1, undefined],
])('%s is %s', (error, code, exitCode, fix) => {
  const translated = translate(error, action)
  expect(translated).toMatchObject({ code, exitCode })
  expect(translated.details.cause).toBe(error)
  if (fix) expect(translated.details.fix?.join('\n')).toContain(fix)
})

describe('a denied action is named', () => {
  test.each([
    [
      'User: arn:aws:iam::1:user/a is not authorized to perform: ecs:DescribeServices on resource: arn:aws:ecs:x:1:service/c/s because no identity-based policy allows it',
      'AWS denies ecs:DescribeServices',
      'ask for permission to ecs:DescribeServices on arn:aws:ecs:x:1:service/c/s',
    ],
    ['Access Denied', `AWS denies ${action}`, `ask for permission to ${action}`],
    [
      'You are not authorized to perform this operation. User: arn:aws:iam::1:user/a is not authorized to perform: ec2:CreateSnapshot on resource: arn:aws:ec2:x:1:volume/v. Encoded authorization failure message: abcDEF-123',
      'AWS denies ec2:CreateSnapshot',
      'ask for permission to ec2:CreateSnapshot on arn:aws:ec2:x:1:volume/v',
    ],
  ])('%s', (message, what, fix) => {
    const error = translate(raw('AccessDenied', message), action)
    expect(error).toMatchObject({ code: 'AccessDenied', exitCode: 4, message: what })
    expect(error.details.fix).toEqual([fix])
    expect(error.details.more).toContain('docs/permissions.md')
    expect(error.details.why).not.toContain('Encoded')
  })
})

test("AWS's words come without the data of the request", () => {
  const message =
    '1 validation error detected: Value is\n  wrong (Service: Ecs, Status Code: 400, Request ID: 1-2 (SDK Attempt Count: 1))'
  expect(translate(raw('ValidationException', message), action).details.why).toBe('Value is wrong')
})

test('what nobody foresaw names the error, the action and the request', () => {
  const error = translate(raw('StrangeException', 'no', { $metadata: { requestId: 'r-7', httpStatusCode: 400 } }), action)
  expect(error).toMatchObject({ code: 'AwsError', message: `${action} failed` })
  expect(error.details.why).toBe('StrangeException: no (request r-7)')
})

test.each([undefined, null, 'text', 42])('even %p becomes an MmError', thrown => {
  expect(translate(thrown, action)).toBeInstanceOf(MmError)
})

test('an unreachable host is named once', () => {
  const why = (error: Error) => translate(error, action).details.why
  expect(why(node('ENOTFOUND', 'getaddrinfo ENOTFOUND sts.x.amazonaws.com', { hostname: 'sts.x.amazonaws.com' }))).toBe(
    'getaddrinfo ENOTFOUND sts.x.amazonaws.com',
  )
  expect(why(node('ECONNRESET', 'socket hang up', { hostname: 'sts.x.amazonaws.com' }))).toBe(
    'sts.x.amazonaws.com: socket hang up',
  )
  // Node's attempt at several addresses has no message of its own.
  expect(why(node('ECONNREFUSED', '', { address: '127.0.0.1', port: 9 }))).toBe('127.0.0.1:9: ECONNREFUSED')
})

test('an error of mm goes through as it is', () => {
  const error = new MmError('X', 'x')
  expect(translate(error, action)).toBe(error)
})
