import type { Task } from '../ports/running.js'
import type { World } from '../ports/world.js'

export type Watching = Pick<World, 'services' | 'logs' | 'clock' | 'progress' | 'signal'>

/** The service that is watched: what is known of it when that begins, or learned from its stack's events. */
export interface Watched {
  cluster: string
  /** Of an existing service; a new one's are learned. */
  service: string | undefined
  logGroup: string | undefined
  /** A service that shifts traffic has two. */
  targetGroups: Set<string>
  /** Task definitions that aren't the new one: their tasks' ends are no failures of it. */
  oldRevisions: Set<string>
  /** When the deployment began, in epoch ms. */
  since: number
}

/** Of the new revision. */
export const isNew = ({ oldRevisions }: Watched, { taskDefinition }: Pick<Task, 'taskDefinition'>): boolean =>
  !oldRevisions.has(taskDefinition)
