import { setTimeout as timer } from 'node:timers/promises'
import { jittered } from '../jitter.js'
import type { AwsContext } from './context.js'

/** Waits between two polls: the context's interval, by chance. Ends early on interruption. */
export const pause = ({ signal, pollMs }: Pick<AwsContext, 'signal' | 'pollMs'>, ms = pollMs): Promise<void> =>
  timer(jittered(ms), undefined, { signal }).catch(() => {})
