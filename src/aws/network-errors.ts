import { MmError } from '../errors.js'
import type { RawError } from './errors.js'

/** The connection could not be made, or broke, and the SDK's own repetitions didn't help. */
export function networkError(error: RawError, action: string): MmError {
  const { hostname, address, port, message, code } = error
  const host = hostname ?? (address ? `${address}:${port ?? ''}` : process.env['AWS_ENDPOINT_URL'])
  const reason = (message || code || 'the connection broke off').replace(/^@smithy\S* - (\[\w+\] )?/, '')
  return new MmError('NetworkUnreachable', `AWS could not be reached for ${action}`, {
    why: host && !reason.includes(host) ? `${host}: ${reason}` : reason,
    fix: ['check the network, and AWS_ENDPOINT_URL', 'run the same command again'],
    cause: error,
  })
}

/** Usually a company's proxy that signs with a certificate authority of its own. */
export const tlsError = (error: RawError, action: string) =>
  new MmError('CertificateRefused', `the certificate that answered ${action} isn't trusted`, {
    why: `${error.message ?? ''} (${error.code ?? ''})`.trim(),
    fix: ["behind a proxy that opens TLS: NODE_EXTRA_CA_CERTS=<the proxy's certificate authority, a PEM file>"],
    cause: error,
  })
