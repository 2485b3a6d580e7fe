import { isThrottled, stopIfInterrupted } from './lost-sight.js'
import type { World } from './ports/world.js'

/** Between two looks at something that goes on in AWS, in milliseconds, on average. */
export const everyMs = 2000

type Looking = Pick<World, 'clock' | 'signal'>

/**
 * Looks again and again until there's something to see; undefined when patience is over, if it has an end. That AWS throttles ends nothing, and costs no patience: it says nothing of
 * what is looked at. Throws Interrupted, and what a look throws.
 */
export function lookUntil<T>(world: Looking, look: () => Promise<T | undefined>): Promise<T>
export function lookUntil<T>(world: Looking, look: () => Promise<T | undefined>, patienceMs: number): Promise<T | undefined>
export async function lookUntil<T>(
  { clock, signal }: Looking,
  look: () => Promise<T | undefined>,
  patienceMs = Infinity,
): Promise<T | undefined> {
  let patience = patienceMs
  for (;;) {
    stopIfInterrupted(signal)
    try {
      const seen = await look()
      if (seen !== undefined) return seen
      if (patience <= 0) return undefined
      patience -= everyMs
    } catch (error) {
      if (!isThrottled(error)) throw error
    }
    await clock.pause(everyMs, signal)
  }
}
