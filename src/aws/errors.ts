import { MmError, interruptedError, notFoundError, usageError } from '../errors.js'
import { credentialsError, deniedError, expiredError, unknownCredentials } from './access-errors.js'
import { cleaned } from './clean-message.js'
import { networkError, tlsError } from './network-errors.js'

/** The fields of an SDK error that tell something; every one may be absent. */
export interface RawError {
  name?: string
  message?: string
  /** Node's word for a broken connection, e.g. `ECONNREFUSED`. */
  code?: string
  address?: string
  port?: number
  hostname?: string
  $metadata?: { requestId?: string; httpStatusCode?: number; attempts?: number }
}

const expired = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/
const unauthenticated =
  /^(InvalidClientTokenId|UnrecognizedClientException|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId|IncompleteSignature)$/
const denied = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|NotAuthorized|OptInRequired)$/
const throttled =
  /^(Throttling|ThrottlingException|ThrottledException|RequestLimitExceeded|TooManyRequestsException|SlowDown|RequestThrottled|RequestThrottledException|EC2ThrottledException)$/
const network = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|TimeoutError)$/
const tls = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/

/** AWS wants to be asked later: it has done nothing. */
export const isThrottling = ({ name = '' }: RawError): boolean => throttled.test(name)

/**
 * Any error of the SDK as an error that a person can act on.
 * @param action the API's name of what was asked, with its service's prefix in IAM, e.g. `cloudformation:CreateChangeSet`
 */
export function translate(error: unknown, action: string): MmError {
  if (error instanceof MmError) return error
  const raw = (error ?? {}) as RawError
  const { name = '', code = '', message = String(error), $metadata: { attempts, httpStatusCode: status, requestId } = {} } = raw

  if (name === 'AbortError') return interruptedError({ cause: error })
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError' || /could not load credentials/i.test(message)) {
    return credentialsError(message, error)
  }
  if (expired.test(name) || /security token .*expired/i.test(message)) return expiredError(message, error)
  if (unauthenticated.test(name)) return unknownCredentials(message, error)
  if (denied.test(name)) return deniedError(message, action, error)
  if (isThrottling(raw)) {
    const times = attempts !== undefined && attempts > 1 ? ` ${attempts} times` : ''
    return new MmError('Throttled', `AWS throttled ${action}${times}`, {
      why: cleaned(message),
      fix: ['run the same command again in a minute'],
      cause: error,
    })
  }
  if (/region is missing/i.test(message)) {
    return usageError('NoRegion', 'no AWS region is set', {
      fix: ['write region: in mm/app.yml, or set AWS_REGION'],
      cause: error,
    })
  }
  if (network.test(code) || network.test(name)) return networkError(raw, action)
  if (tls.test(code)) return tlsError(raw, action)
  if (/NotFound|NoSuch/.test(name)) {
    return notFoundError('AwsNotFound', `AWS has no such thing for ${action}`, { why: cleaned(message), cause: error })
  }
  const request = requestId ? ` (request ${requestId})` : ''
  if (status !== undefined && status >= 500) {
    return new MmError('AwsUnavailable', `AWS failed at ${action}`, {
      why: `${cleaned(message)}${request}`,
      fix: ['run the same command again', 'https://health.aws.amazon.com tells about disturbances'],
      cause: error,
    })
  }
  if (/^Validation(Error|Exception)$/.test(name)) {
    return new MmError('AwsRefused', `AWS refused ${action}`, { why: cleaned(message), cause: error })
  }
  return new MmError('AwsError', `${action} failed`, {
    why: `${name ? `${name}: ` : ''}${cleaned(message)}${request}`,
    cause: error,
  })
}

/** Runs a call and translates what it throws. */
export async function asked<T>(action: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw translate(error, action)
  }
}
