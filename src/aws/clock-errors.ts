import type { RawError } from './errors.js'

interface Signer {
  errorHandler?: (properties: Record<string, unknown>) => (error: never) => never
}

/** As much of what the SDK's clients let extensions change as is needed here. */
interface Changeable {
  httpAuthSchemes(): { signer: Signer }[]
}

/**
 * What AWS says to a signature of another time.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
 */
const clockErrors =
  /^(AuthFailure|InvalidSignatureException|RequestExpired|RequestInTheFuture|RequestTimeTooSkewed|SignatureDoesNotMatch)$/

/**
 * On a machine whose clock is minutes wrong, the SDK takes each error for one of the clock's and repeats the call, up to eight times, until nothing is left of what
 * it allows itself for broken connections: it corrects its clock by each answer (@aws-sdk/core, AwsSdkSigV4Signer). That a stack doesn't exist, or that a condition
 * doesn't hold, is no such error. An extension, for every client.
 */
export const onlyClockErrors = {
  configure(client: Changeable): void {
    for (const { signer } of client.httpAuthSchemes()) {
      const handler = signer.errorHandler
      if (!handler) continue
      signer.errorHandler = properties => (error: never) => {
        try {
          return handler(properties)(error)
        } catch (thrown) {
          const { name = '', $metadata: metadata } = thrown as RawError & { $metadata?: { clockSkewCorrected?: boolean } }
          if (metadata && !clockErrors.test(name)) delete metadata.clockSkewCorrected
          throw thrown
        }
      }
    }
  },
}
