import type { Progress } from '../ports/progress.js'
import type { World } from '../ports/world.js'

interface Run<T> {
  title: string
  run: (progress: Progress) => Promise<T>
}

/** Runs several things at once, each with a screen of its own; one alone as a command of its own would. Resolves to their ends, in order. */
export async function together<T>(
  { progress }: Pick<World, 'progress'>,
  runs: Run<T>[],
  atOnce: number,
): Promise<PromiseSettledResult<T>[]> {
  const [only, ...more] = runs
  return only && more.length === 0 ? Promise.allSettled([only.run(progress)]) : progress.together(runs, atOnce)
}
