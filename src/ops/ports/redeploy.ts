/** The deployment of the revision that the stack holds, which isn't the one that runs, or whose rollout failed. */
export interface Redeploy {
  /** ARN of the stack's task definition. */
  taskDefinition: string
  /** ARN of the one that ECS has in its place; the stack's own when its rollout failed. */
  running: string
  /** How that stands: IN_PROGRESS, COMPLETED or FAILED, and ECS's own words for it. */
  rollout: string
  reason?: string
}
