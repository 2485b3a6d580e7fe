import type { StrictS3 } from '../strict-s3.js'
import type { Premises } from './premises.js'
import type { VirtualClock } from './virtual-clock.js'

export const account = '123456789012'
export const region = 'eu-central-1'
export const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`
export const taskDefinitionArn = (name: string, revision: number) => arn('ecs', `task-definition/${stackOf(name)}:${revision}`)

export interface StackState {
  name: string
  id: string
  status: string
  reason?: string
  createdAt: number
  updatedAt?: number
  tags: Record<string, string>
  parameters: Record<string, string>
  outputs: Record<string, string>
  template: string
  /** Oldest first. */
  events: StackEventState[]
  resources: Map<string, { type: string; physicalId: string; status: string }>
  changeSets: ChangeSetState[]
  /** Of the operation that goes on, or was the last. */
  token?: string
  protected: boolean
  /** What is otherwise than the template says, by logical id. */
  live: Map<string, Live>
  /** What the last look for drift found, and when it began. */
  drift?: { status: string; at: number; found: Map<string, Live> }
  /** The last one that was begun. */
  check?: { id: string; at: number; over: boolean }
}

/** What somebody did to a resource; or that CloudFormation can't tell. */
export type Live = 'deleted' | 'unreadable' | { path: string; expected?: string; actual: string }[]

export interface StackEventState {
  id: string
  at: number
  logicalId: string
  physicalId: string
  type: string
  status: string
  reason?: string
  /** Who began the operation gave it. */
  token?: string
}

export interface ChangeSetState {
  id: string
  name: string
  kind: string
  /** CREATE_COMPLETE or FAILED. */
  status: string
  reason?: string
  execution: 'AVAILABLE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE' | 'OBSOLETE'
  changes: ResourceChangeState[]
  /** What was changed outside is taken back by it. */
  revertsDrift: boolean
}

export interface ResourceChangeState {
  action: string
  logicalId: string
  type: string
  replacement?: string
  properties: string[]
  /** Of a drift-aware one. */
  drift?: 'MODIFIED' | 'DELETED'
  takenBack?: Exclude<Live, string>
}

export interface DeploymentState {
  id: string
  revision: number
  /** IN_PROGRESS, COMPLETED or FAILED. */
  rollout: string
  reason?: string
  failed: number
  at: number
}

export interface TaskState {
  /** As the story calls it. */
  name: string
  id: string
  revision: number
  status: string
  startedAt: number
  stoppedAt?: number
  stopCode?: string
  reason?: string
  exitCode?: number
  /** Of the container. */
  containerReason?: string
  /** Containers besides the service's own. */
  beside?: { name: string; exitCode?: number; reason?: string }[]
}

/** A service of ECS. */
export interface RunningState {
  desired: number
  /** Newest first: the first is ECS's PRIMARY. */
  deployments: DeploymentState[]
  tasks: TaskState[]
  /** Newest first. */
  events: { at: number; message: string }[]
  targets: Map<string, { state: string; reason?: string; description?: string }>
}

/** A service of the application `shop` in `dev`, and what belongs to it. */
export interface ServiceState {
  name: string
  /** From when its stack has made it until that is gone. */
  running?: RunningState | undefined
  /** Those that ECS is to watch during a deployment, by name. */
  alarms: Map<string, 'fires' | 'is ignored'>
  /** What was deployed successfully, oldest first. */
  served: { revision: number; image: string; at: number }[]
  /** What mm sends is what the service's stack has. */
  asManifest: boolean
  /** What an update of the service's stack changes besides. */
  changes: ResourceChangeState[]
  /** Of the task definitions that there have been. */
  newestRevision: number
  /** Of its log group, oldest first. */
  log: { at: number; stream: string; message: string }[]
}

/** What AWS is in the state of. */
export interface AwsState {
  clock: VirtualClock
  stacks: Map<string, StackState>
  /** What the repository's manifests make of the services' stacks, by their name. */
  manifests: Record<string, string>
  /** By name. */
  services: Map<string, ServiceState>
  /** That the image repository of `web` has: the tag by the digest. */
  images: Map<string, string | undefined>
  faults: Fault[]
  premises: Premises
  /** How long CloudFormation looks for drift of a stack. */
  checkMs: number
  /** What happens as soon as mm makes a call of that action, before it's answered. */
  triggers: { action: string; happen: (aws: AwsState) => void }[]
  s3: StrictS3
  /** Signals that mm gets. */
  send: (signal: NodeJS.Signals) => void
}

/** What is wrong with the way to AWS, or with its answers. */
export interface Fault {
  /** Name of an API's action, or `anything`. */
  action: string
  kind: { error: string; message: string } | 'cut' | 'lost' | 'silent'
  /** How many calls it still concerns. */
  times: number
}

/** Around which everything happens unless the story names another one. */
export const mainService = 'web'

export const stackOf = (service: string) => `shop-dev-${service}`
export const logGroupOf = (service: string) => `/shop/dev/${service}`
export const serviceArn = (service: string) => arn('ecs', `service/shop-dev/${service}`)
export const targetsOf = (service: string) => `arn:targets/${service}`

/** What a service's stack puts out. */
export const outputsOf = (service: string, revision: number) => ({
  ServiceName: service,
  LogGroupName: logGroupOf(service),
  TargetGroupArn: targetsOf(service),
  TaskDefinitionArn: taskDefinitionArn(service, revision),
  Url: `http://${service === mainService ? 'shop' : service}.example`,
})

/** The service, as if it had never been deployed when the story hasn't spoken of it. */
export function serviceState({ services }: AwsState, name: string): ServiceState {
  const known = services.get(name)
  if (known) return known
  const service: ServiceState = {
    name,
    alarms: new Map(),
    served: [],
    asManifest: false,
    changes: [],
    newestRevision: 0,
    log: [],
  }
  services.set(name, service)
  return service
}

/** A random UUID would make each run another one. */
export const taskId = (name: string, service: string) =>
  Buffer.from((service === mainService ? name : `${name}.${service}`).padEnd(16, '.')).toString('hex')

export const logStream = (service: string, task: TaskState) => `${service}/${service}/${task.id}`
