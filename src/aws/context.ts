import { readFileSync } from 'node:fs'
import type { CloudFormationClientConfig } from '@aws-sdk/client-cloudformation'

/** What every client is made of. One per process: credentials are resolved once, whatever the number of services. */
export interface AwsContext {
  region: string
  /** Aborted when the person interrupts: waiting ends, and requests that are under way are dropped. */
  signal: AbortSignal
  config: Pick<CloudFormationClientConfig, 'region' | 'maxAttempts' | 'retryMode' | 'customUserAgent' | 'credentials'>
  /** Milliseconds between two questions about something that goes on. */
  pollMs: number
}

/**
 * Credentials come from the SDK's default chain (environment, profile, SSO, container, instance); AWS_ENDPOINT_URL is honoured by the SDK
 * itself. Throttled calls are repeated up to 8 times with full jitter ("standard" mode), so throttling slows and seldom fails.
 */
export function awsContext({ region, signal }: { region: string; signal: AbortSignal }): AwsContext {
  // The SDK warns on Node 20 at the first client; mm says itself which Node it needs.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  return {
    region,
    signal,
    config: { region, maxAttempts: 8, retryMode: 'standard', customUserAgent: [['mm', version()]] },
    pollMs: Number(process.env['MM_POLL_MS'] ?? 2000),
  }
}

/** Makes a value once, at its first use: clients are loaded only by the commands that need them. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

function version(): string {
  // dist/chunks/x.js in the package, src/aws/context.ts in the tests: package.json is two folders up in both.
  try {
    return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version
  } catch {
    return '0'
  }
}
