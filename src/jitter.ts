/**
 * A time by chance, `meanMs` on average: full jitter, so that many mm that look at one account don't ask in step.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const jittered = (meanMs: number): number => 2 * meanMs * Math.random()
