import type { Clock } from '../ports/clock.js'
import type { ChangeSet } from '../ports/cloudformation.js'

/**
 * What a deployment's time goes into: `creation` or `update` of an environment or a database, `rollout` of a service, and `health`, which is what comes after
 * ECS has called the new revision completed.
 */
export type PhaseName = 'build' | 'push' | 'change set' | 'creation' | 'update' | 'rollout' | 'health'

export interface Phase {
  name: PhaseName
  seconds: number
}

export interface Phases {
  /** In their order, each once. */
  readonly past: Phase[]
  /** What a phase takes, in all its parts. */
  time<T>(name: PhaseName, run: () => Promise<T>): Promise<T>
  /** One that was measured elsewhere, in ms. */
  add(name: PhaseName, ms: number): void
}

/** Measures phases, and not what lies between them: a person may think long about a question. */
export function phases(clock: Pick<Clock, 'now'>): Phases {
  const taken = new Map<PhaseName, number>()
  const add = (name: PhaseName, ms: number) => void taken.set(name, (taken.get(name) ?? 0) + ms)
  return {
    get past() {
      return [...taken].map(([name, ms]) => ({ name, seconds: Math.round(ms / 100) / 10 }))
    },
    add,
    async time(name, run) {
      const start = clock.now()
      const value = await run()
      add(name, clock.now() - start)
      return value
    },
  }
}

/** What executing a change set is. */
export const workOf = ({ kind }: Pick<ChangeSet, 'kind'>): PhaseName => (kind === 'create' ? 'creation' : 'update')

export const total = (all: Phase[]): number => Math.round(all.reduce((sum, { seconds }) => sum + seconds, 0) * 10) / 10
