import type { StackEvent } from './cloudformation.js'

export interface Step {
  /** A short word about what goes on now, shown beside the step's title. */
  note(text: string): void
  /** A whole line of output (a build's, say), shown while the step runs and kept when it fails. */
  line(text: string): void
}

/** How a service's rollout stands. */
export interface Rollout {
  service: string
  /** The newest first; besides it those that have tasks. */
  revisions: { revision: string; desired: number; running: number; pending: number; failed: number }[]
  /** Of all revisions; absent for a service without a load balancer. */
  targets?: { healthy: number; total: number }
}

/** Milliseconds that something of a stack usually takes, by `<logical id> <CREATE or UPDATE>`; the stack itself goes by its name. */
export type UsualTimes = ReadonlyMap<string, number>

export interface Progress {
  /** Runs one step, shown with its title and its outcome; the value and the error come through. */
  step<T>(title: string, run: (step: Step) => Promise<T>): Promise<T>
  /** Runs several things, at most so many at once, each with a progress of its own; resolves to their ends, in their order. */
  together<T>(
    runs: { title: string; run: (progress: Progress) => Promise<T> }[],
    atOnce: number,
  ): Promise<PromiseSettledResult<T>[]>
  /** Resource events of a stack while a step runs. */
  event(event: StackEvent): void
  /** How a service's rollout stands, whenever it has changed. */
  rollout(rollout: Rollout): void
  /** How long the step's stack and its resources usually take. Absent where it isn't shown: then nobody looks it up. */
  usual?: ((times: UsualTimes) => void) | undefined
  /** Something worth a line that is neither a step nor an error. */
  info(text: string): void
}
