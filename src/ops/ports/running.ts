export interface Deployment {
  taskDefinition: string
  /** When it began. */
  createdAt?: number
  desired: number
  running: number
  pending: number
  failed: number
  /** ECS's words for how it stands. */
  reason?: string
}

export interface RunningService {
  /** ECS's name of the service, and the cluster's. */
  name: string
  cluster: string
  status: string
  taskDefinition: string
  desired: number
  running: number
  pending: number
  /** Of the newest deployment: IN_PROGRESS, COMPLETED or FAILED. */
  rollout: string
  rolloutReason?: string
  /** Of each revision that is rolled out or has tasks. */
  deployments: Deployment[]
  /** Newest first. */
  events: { at: number; message: string }[]
  /** When ECS told all this, by its own clock: no time of AWS's may be compared with this machine's. */
  answeredAt: number
}

/** One of a service's tasks. */
export interface Task {
  /** The task's ARN. */
  id: string
  taskDefinition: string
  createdAt?: number
  /** When ECS began to stop it, or saw that an essential container had ended. */
  stoppingAt?: number
  /** When its containers had ended; absent while it's only on its way there. */
  stoppedAt?: number
  stopCode?: string
  reason?: string
  containers: { name: string; exitCode?: number; reason?: string }[]
  /** Log stream of the container that failed, else of the main one, when it has one. */
  logStream?: string
  /** Why its log stream isn't known; absent when it is, or when it has none. */
  logUnknown?: string
}

export interface Target {
  id: string
  port: number
  /** ELB's word: healthy, unhealthy, initial, draining, unused. */
  state: string
  reason?: string
}

export interface ServedRevision {
  taskDefinition: string
  /** As the task definition names it, by container. */
  images: Record<string, string>
  finishedAt: number
}

/** Those that ECS watches during a deployment, by their names. */
export interface DeploymentAlarms {
  names: string[]
  /** Whether it does: not when one was in alarm as the deployment began. */
  watched: boolean
  triggered: string[]
}

export interface Services {
  describe(cluster: string, service: string): Promise<RunningService | undefined>
  /** Tasks that run or are about to, newest first. */
  started(cluster: string, service: string): Promise<Task[]>
  /** Stopped tasks that ECS still shows (about an hour), newest first. */
  stopped(cluster: string, service: string): Promise<Task[]>
  targets(targetGroupArn: string): Promise<Target[]>
  /** Of the newest deployment. */
  alarms(cluster: string, service: string): Promise<DeploymentAlarms>
  /** What was rolled out completely within the last 90 days, newest first. */
  served(cluster: string, service: string): Promise<ServedRevision[]>
  /**
   * Has ECS roll out a task definition (an ARN); everything else of the service stays as it is, the number of its tasks too. `force`: although it's the one that ECS
   * has.
   */
  deploy(cluster: string, service: string, taskDefinition: string, options: { force: boolean }): Promise<void>
  /** Stops the deployment that goes on, and has ECS go back to the revision before. False when none goes on. */
  stopDeployment(cluster: string, service: string): Promise<boolean>
}

export interface Instance {
  id: string
  state: string
  /** Auto Scaling's word: InService, Pending, … */
  lifecycle: string
  healthy: boolean
  launchedAt?: number
}

export interface Balancers {
  /** Switches deletion protection off. */
  unprotect(arn: string): Promise<void>
}

export interface Clusters {
  /** Switches deletion protection off. */
  unprotect(id: string): Promise<void>
}

export interface Groups {
  /** The instances of an Auto Scaling group. */
  instances(groupName: string): Promise<Instance[]>
}
