import type { AwsContext } from './context.js'

/** Waits between two polls: the context's interval with a quarter of jitter, so that many mm don't ask in step. Ends early on interruption. */
export function pause(context: AwsContext, ms = context.pollMs): Promise<void> {
  return new Promise(resolve => {
    if (context.signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      context.signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms * (0.75 + Math.random() / 4))
    context.signal.addEventListener('abort', end)
  })
}
