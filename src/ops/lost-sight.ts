import { MmError, interruptedError } from '../errors.js'
import type { World } from './ports/world.js'

/** What is known of something in AWS, for who sees no more of it. */
export interface Sight {
  /** What has become of it, as far as mm saw. */
  state: string
  /** What to do then; none: as the error itself says. */
  fix: string[]
  /** It goes on in AWS, or may. */
  goesOn?: boolean
}

/** Of the moment at which an error ended the looking. */
type SightThen = Sight | ((error: unknown) => Sight)

/**
 * Runs what looks at AWS, or tells it to do something. However mm loses sight of that (Ctrl-C and its like, expired credentials, a broken connection, throttling), this
 * is where it's said what has become of it: of a signal as Interrupted, else with the error itself. An error that tells a state has seen what it tells, and comes through.
 */
export async function inSight<T>({ signal }: Pick<World, 'signal'>, sight: SightThen, look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    throw lostSight(error, signal, sight)
  }
}

/** Throws when the person has interrupted; `inSight`, in which it's called, says what goes on. */
export function stopIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw interruptedError()
}

/** AWS has given no answer: whether it has done what it was told isn't known. */
export const isUnanswered = (error: unknown): boolean =>
  !(error instanceof MmError) || ['NetworkUnreachable', 'AwsUnavailable', 'Interrupted'].includes(error.code)

/** AWS wants to be asked later: whoever looks again and again goes on. */
export const isThrottled = (error: unknown): boolean => error instanceof MmError && error.code === 'Throttled'

function lostSight(error: unknown, signal: AbortSignal, sight: SightThen): unknown {
  if (error instanceof MmError && error.details.state !== undefined) return error
  // Whatever broke after a signal broke because of it.
  const lost = signal.aborted ? interruptedError({ cause: error }) : error
  if (!(lost instanceof MmError)) return error
  const { state, fix, goesOn = false } = typeof sight === 'function' ? sight(error) : sight
  const { fix: own = [], ...details } = lost.details
  // Who runs the same command while something goes on only waits for it.
  const kept = fix.length > 0 ? own.filter(each => !/^run the same command/.test(each)) : own
  const message = lost.code === 'Interrupted' && goesOn ? 'interrupted: mm no longer watches' : lost.message
  return new MmError(lost.code, message, { ...details, state, fix: [...kept, ...fix], goesOn })
}
