import { setTimeout as timer } from 'node:timers/promises'
import { jittered } from '../jitter.js'
import { isThrottling } from './errors.js'

/** One call's way through its attempts, as the SDK's retry strategies have it. */
interface Token {
  getRetryCount(): number
  getRetryDelay(): number
}

interface ErrorInfo {
  error?: unknown
}

interface Strategy {
  mode?: string
  acquireInitialRetryToken(scope: string): Promise<Token>
  /** Throws when the call isn't to be made again. */
  refreshRetryTokenForRetry(token: Token, info: ErrorInfo): Promise<Token>
  recordSuccess(token: Token): void
}

/** As much of what the SDK's clients let extensions change as is needed here. */
interface Changeable {
  retryStrategy(): () => Promise<unknown>
  setRetryStrategy(strategy: () => Promise<never>): void
}

interface Patience {
  /** Ends the waiting: what is throttled wasn't done. */
  signal: AbortSignal
  /** How long a call is made again, in milliseconds since it was throttled first. */
  patienceMs: number
  /** Called when a call has been throttled for so long that a person should know. */
  onThrottled: () => void
}

/** Between two attempts: double the time at each, by chance, up to so much. */
const firstMs = 1000
const longestMs = 20_000
/** After which a person is told, in milliseconds. */
const quietMs = 10_000

/** A call that was throttled, and waits. The SDK counts only the attempts that failed otherwise. */
interface Throttled extends Token {
  own: Token
  times: number
  since: number
}

/**
 * Throttling slows, and doesn't fail before minutes have passed: the SDK's own eight attempts are over in half a minute, and all of an account's callers share its limits. Whatever else is wrong is left to the SDK. An
 * extension, for every client.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const patientWhenThrottled = (patience: Patience) => ({
  configure(client: Changeable): void {
    const standard = client.retryStrategy()
    let made: Promise<Strategy> | undefined
    const strategy = () => (made ??= standard().then(own => patient(own as Strategy, patience)))
    client.setRetryStrategy(strategy as () => Promise<never>)
  },
})

function patient(standard: Strategy, { signal, patienceMs, onThrottled }: Patience): Strategy {
  const of = (own: Token, times: number, since: number): Throttled => ({
    ...{ own, times, since },
    getRetryCount: () => own.getRetryCount() + times,
    // It has been waited for here, and by the SDK's own strategy there.
    getRetryDelay: () => 0,
  })
  return {
    mode: standard.mode ?? 'standard',
    acquireInitialRetryToken: async scope => of(await standard.acquireInitialRetryToken(scope), 0, 0),
    recordSuccess: token => standard.recordSuccess((token as Throttled).own),

    async refreshRetryTokenForRetry(token, info) {
      const { own, times, since: first } = token as Throttled
      if (!isThrottling(info.error ?? {})) return of(await standard.refreshRetryTokenForRetry(own, info), times, first)
      const since = times === 0 ? Date.now() : first
      const waited = Date.now() - since
      if (waited >= patienceMs) throw new Error('AWS has throttled this call for too long')
      if (waited >= quietMs) onThrottled()
      await timer(jittered(Math.min(firstMs * 2 ** times, longestMs) / 2), undefined, { signal })
      return of(own, times + 1, since)
    },
  }
}
