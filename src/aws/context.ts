import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation'
import { onlyClockErrors } from './clock-errors.js'
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
  > & { extensions: (typeof onlyClockErrors)[] }
  /** Milliseconds between two questions about something that goes on. */
  pollMs: number
}

/**
 * Credentials come from the SDK's default chain (environment, profile, SSO, container, instance), and the SDK itself honours
 * AWS_ENDPOINT_URL. Throttled calls and broken connections are repeated with full jitter. "standard" and not "adaptive": the latter
 * assumes that a client asks for one thing only, and a throttled DescribeStackEvents would slow everything else down.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function awsContext({ region, profile, signal }: { region: string; profile?: string; signal: AbortSignal }): AwsContext {
  // The SDK warns on Node 20 at the first client; mm says itself which Node it needs.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  return {
    region,
    signal,
    late: after(signal, lateMs),
    config: {
      region,
      ...(profile === undefined ? {} : { profile }),
      maxAttempts: positive(process.env['AWS_MAX_ATTEMPTS'], 8),
      retryMode: 'standard',
      extensions: [onlyClockErrors],
      customUserAgent: [['mm', version]],
      requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    },
    pollMs: positive(process.env['MM_POLL_MS'], 2000),
  }
}

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
