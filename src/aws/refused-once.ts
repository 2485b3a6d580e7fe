import type { RawError } from './errors.js'

interface Client {
  middlewareStack: { addRelativeTo(middleware: unknown, options: { relation: 'before'; toMiddleware: string }): void }
}
type Send = (args: unknown) => Promise<unknown>

/**
 * On a machine whose clock is minutes wrong, the SDK takes each error for one of the clock's and repeats the call, up to eight times: it corrects its clock by each
 * answer (@aws-sdk/core, AwsSdkSigV4Signer). A condition that doesn't hold is no such error.
 */
export function refusedOnce<C extends Client>(client: C): C {
  const middleware =
    (send: Send): Send =>
    async args => {
      try {
        return await send(args)
      } catch (error) {
        const { $metadata: metadata = {} } = error as { $metadata?: RawError['$metadata'] & { clockSkewCorrected?: boolean } }
        if ([404, 409, 412].includes(metadata.httpStatusCode ?? 0)) delete metadata.clockSkewCorrected
        throw error
      }
    }
  client.middlewareStack.addRelativeTo(middleware, { relation: 'before', toMiddleware: 'httpSigningMiddleware' })
  return client
}
