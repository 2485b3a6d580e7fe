import { MmError, exitCodes, notFoundError, usageError } from '../errors.js'

/** The fields of an SDK error that tell something; every one may be absent. */
interface RawError {
  name?: string
  message?: string
  code?: string
  address?: string
  port?: number
  hostname?: string
  $metadata?: { requestId?: string; httpStatusCode?: number; attempts?: number }
}

const expired = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/
const unauthenticated =
  /^(InvalidClientTokenId|UnrecognizedClientException|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId)$/
const denied = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|NotAuthorized|OptInRequired)$/
const throttled =
  /^(Throttling|ThrottlingException|ThrottledException|RequestLimitExceeded|TooManyRequestsException|SlowDown|RequestThrottled)$/
const network = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|TimeoutError)$/

/**
 * Any error of the SDK as an error that a person can act on.
 * @param action the API's name of what was asked, with its service's prefix in IAM, e.g. `cloudformation:CreateChangeSet`
 */
export function translate(error: unknown, action: string): MmError {
  if (error instanceof MmError) return error
  const raw = (error ?? {}) as RawError
  const name = raw.name ?? ''
  const message = raw.message ?? String(error)
  const code = raw.code ?? ''

  if (name === 'AbortError') return new MmError('Interrupted', 'interrupted', { exitCode: exitCodes.interrupted, cause: error })
  if (name === 'CredentialsProviderError' || /could not load credentials|no credentials/i.test(message))
    return credentialsError(message, error)
  if (expired.test(name) || /token .*(is |has )?expired/i.test(message)) {
    return accessError('CredentialsExpired', 'the AWS credentials have expired', {
      why: message,
      fix: ['aws sso login', 'or set fresh AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN'],
      cause: error,
    })
  }
  if (unauthenticated.test(name)) {
    return accessError('CredentialsInvalid', "AWS doesn't know these credentials", {
      why: message,
      fix: ['aws sts get-caller-identity', 'aws configure'],
      cause: error,
    })
  }
  if (denied.test(name)) return deniedError(message, action, error)
  if (throttled.test(name)) {
    return new MmError('Throttled', `AWS throttled ${action} ${raw.$metadata?.attempts ?? 'several'} times`, {
      why: message,
      fix: ['run the same command again in a minute'],
      cause: error,
    })
  }
  if (/region is missing/i.test(message))
    return usageError('NoRegion', 'no AWS region is set', {
      fix: ['write region: in mm/app.yml, or set AWS_REGION'],
      cause: error,
    })
  if (network.test(code) || network.test(name)) {
    const host = raw.hostname ?? (raw.address ? `${raw.address}:${raw.port ?? ''}` : process.env['AWS_ENDPOINT_URL'])
    return new MmError('NetworkUnreachable', `AWS could not be reached for ${action}`, {
      why: `${host ? `${host}: ` : ''}${message || code}`,
      fix: ['check the network, a proxy, and AWS_ENDPOINT_URL', 'run the same command again'],
      cause: error,
    })
  }
  if (/NotFound|NoSuch/.test(name))
    return notFoundError('AwsNotFound', `AWS has no such thing for ${action}`, { why: message, cause: error })
  const request = raw.$metadata?.requestId
  return new MmError('AwsError', `AWS refused ${action}`, {
    why: `${name ? `${name}: ` : ''}${message}${request ? ` (request ${request})` : ''}`,
    cause: error,
  })
}

function credentialsError(message: string, cause: unknown): MmError {
  if (/sso|token is expired|session.*expired/i.test(message)) {
    return accessError('CredentialsExpired', 'the SSO session has expired', { why: message, fix: ['aws sso login'], cause })
  }
  return accessError('NoCredentials', 'there are no AWS credentials', {
    why: "neither the environment (AWS_ACCESS_KEY_ID, AWS_PROFILE) nor ~/.aws nor this machine's role has any",
    fix: ['aws configure sso', 'or set AWS_PROFILE to a profile of ~/.aws/config'],
    cause,
  })
}

/** The action that is missing: AWS names it in the message of most services; else it's the one that was asked. */
function deniedError(message: string, action: string, cause: unknown): MmError {
  const named = /perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1] ?? action
  const resource = /on resource:? (\S+)/.exec(message)?.[1]
  return accessError('AccessDenied', `AWS denies ${named}`, {
    why: message,
    fix: [`ask for permission to ${named}${resource ? ` on ${resource}` : ''}`],
    cause,
  })
}

const accessError = (code: string, message: string, details: { why: string; fix: string[]; cause: unknown }) =>
  new MmError(code, message, { ...details, exitCode: exitCodes.access })

/** Runs a call and translates what it throws. */
export async function asked<T>(action: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw translate(error, action)
  }
}
