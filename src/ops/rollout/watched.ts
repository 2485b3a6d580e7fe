import type { RunningService, Task } from '../ports/running.js'
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
  /** When the rollout began, in epoch ms, as AWS has told: only AWS's times may be compared with it. Undefined until it's known. */
  since: number | undefined
}

/** Of the new revision. */
export const isNew = ({ oldRevisions }: Watched, { taskDefinition }: Pick<Task, 'taskDefinition'>): boolean =>
  !oldRevisions.has(taskDefinition)

/** Of the new revision, and of this rollout of it: it may have been rolled out before. */
export const isOfRollout = (watched: Watched, of: Pick<Task, 'taskDefinition' | 'createdAt'>): boolean =>
  isNew(watched, of) && (of.createdAt ?? Infinity) >= (watched.since ?? 0)

/**
 * When a rollout begins that ECS hasn't been told of yet: now, by its own clock; or when it began, of one that goes on already.
 * @param deploys ARN of what is rolled out, where that's known
 */
export function beginningOf(
  { answeredAt, taskDefinition, rollout, deployments }: RunningService,
  deploys: string | undefined,
): number {
  const own = deployments.find(each => each.taskDefinition === deploys)
  const goesOn = taskDefinition === deploys && rollout === 'IN_PROGRESS'
  return goesOn ? (own?.createdAt ?? answeredAt) : answeredAt
}
