import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation'
import { onlyClockErrors } from './clock-errors.js'
import { patientWhenThrottled } from './throttling.js'
import { version } from '../version.js'

/** What every client is made of. */
export interface AwsContext {
  region: string
  /** Aborted when the person interrupts: waiting ends, and questions that are under way are dropped. */
  signal: AbortSignal
  /** Aborted a little later: what AWS is told to do may still be answered, so that it's known whether it does. */
  late: AbortSignal
  config: Pick<
    CloudFormationClientConfig,
    'region' | 'profile' | 'maxAttempts' | 'retryMode' | 'customUserAgent' | 'requestHandler'
  > & { extensions: (typeof onlyClockErrors | ReturnType<typeof patientWhenThrottled>)[] }
  /** Milliseconds between two questions about something that goes on. */
  pollMs: number
}

interface Choices {
  region: string
  profile?: string
  /** See AwsContext. */
  signal: AbortSignal
  /** Called, more than once, while AWS throttles for longer than a person should wait without a word. */
  onThrottled?: () => void
  /** How long a throttled call is made again, in milliseconds. */
  patienceMs?: number
}

/** Longer than an account's other callers keep it busy, and less than a person would believe that mm has died. */
const throttledMs = 3 * 60_000

/**
 * Credentials come from the SDK's default chain (environment, profile, SSO, container, instance), and the SDK itself honours
 * AWS_ENDPOINT_URL. Throttled calls and broken connections are repeated with full jitter; the throttled ones for minutes (throttling.ts), unless AWS_MAX_ATTEMPTS says
 * how often. "standard" and not "adaptive": the latter assumes that a client asks for one thing only, and a throttled DescribeStackEvents would slow everything else down.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function awsContext({ region, profile, signal, onThrottled = () => {}, patienceMs = throttledMs }: Choices): AwsContext {
  const attempts = positive(process.env['AWS_MAX_ATTEMPTS'], 0)
  // The SDK warns on Node 20 at the first client; mm says itself which Node it needs.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  return {
    region,
    signal,
    late: after(signal, lateMs),
    config: {
      region,
      ...(profile === undefined ? {} : { profile }),
      maxAttempts: attempts || 8,
      retryMode: 'standard',
      extensions: [onlyClockErrors, ...(attempts ? [] : [patientWhenThrottled({ signal, patienceMs, onThrottled })])],
      customUserAgent: [['mm', version]],
      requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    },
    pollMs: positive(process.env['MM_POLL_MS'], 2000),
  }
}

/** For clients whose callers have a patience of their own: what is throttled fails at once. */
export const notPatient = ({ config, signal }: AwsContext): AwsContext['config'] => ({
  ...config,
  extensions: [onlyClockErrors, patientWhenThrottled({ signal, patienceMs: 0, onThrottled: () => {} })],
})

/** How long AWS may take to answer an order when the person has interrupted, in milliseconds: less than a command may take to say its last word (signals.ts). */
const lateMs = 1500

function after(signal: AbortSignal, ms: number): AbortSignal {
  const later = new AbortController()
  signal.addEventListener('abort', () => setTimeout(() => later.abort(signal.reason), ms).unref(), { once: true })
  return later.signal
}

/** Makes a value once, at its first use: clients are loaded only by the commands that need them. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

const positive = (text: string | undefined, otherwise: number) => (Number(text) > 0 ? Number(text) : otherwise)
