import { setTimeout as timer } from 'node:timers/promises'
import type { AwsContext } from './context.js'

/** Waits between two polls: the context's interval with a quarter of jitter, so that many mm don't ask in step. Ends early on interruption. */
export const pause = ({ signal, pollMs }: AwsContext, ms = pollMs): Promise<void> =>
  timer(ms * (0.75 + Math.random() / 4), undefined, { signal }).catch(() => {})
