/*
 * What operations need from the world: types only. Adapters in aws/, docker/, workspace/ and ui/ return objects of these
 * shapes; tests pass hand-made ones. Times are epoch milliseconds. Adapters throw MmError and nothing else.
 */

export interface Clock {
  now(): number
  /** Resolves early, without an error, when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

// ---- who we are ----------------------------------------------------------------------------------------------------

export interface Identity {
  /** 12 digits. */
  account: string
  region: string
  arn: string
}

export interface Subnet {
  id: string
  /** Name of the availability zone. */
  zone: string
  vpc: string
}

export interface Account {
  identity(): Promise<Identity>
  /** Names of the region's available zones, e.g. `eu-central-1a`, in a stable order (by zone id); those that lack services last. */
  zones(): Promise<string[]>
  /** Those of the subnets that exist. */
  subnets(ids: string[]): Promise<Subnet[]>
  /** Ids of the public hosted zones of exactly this name. */
  hostedZones(name: string): Promise<string[]>
  /** Id of AWS's own list of the addresses from which CloudFront calls origins. */
  cloudFrontPrefixList(): Promise<string>
  /** Makes the roles that AWS's services act by, as far as they aren't there; what it may not do is left to CloudFormation to tell. */
  ensureServiceRoles(): Promise<void>
  /** Takes all rules from a VPC's default security group, which every VPC has and nothing here uses. */
  closeDefaultGroup(vpc: string): Promise<void>
  /** The newest AMI id of Amazon Linux 2023 for the architecture. */
  amazonLinux(architecture: 'x86_64' | 'arm64'): Promise<string>
}

// ---- CloudFormation ------------------------------------------------------------------------------------------------

export interface Stack {
  name: string
  /** The stack's ARN: unique for ever, also after deletion. */
  id: string
  /** CloudFormation's own word, e.g. `UPDATE_COMPLETE`. */
  status: string
  statusReason?: string
  outputs: Record<string, string>
  parameters: Record<string, string>
  tags: Record<string, string>
  /** CloudFormation refuses to delete it. */
  protected: boolean
  createdAt: number
  updatedAt?: number
}

export interface StackResource {
  logicalId: string
  physicalId?: string
  type: string
  status: string
}

export interface ResourceChange {
  action: 'create' | 'update' | 'replace' | 'delete'
  /** `replace` that CloudFormation itself isn't sure of. */
  conditional: boolean
  logicalId: string
  physicalId?: string
  type: string
  /** What is deleted or replaced leaves the stack, and stays in the account. */
  kept?: boolean
  /** Names of the properties that cause it. */
  properties: string[]
  /** Which running thing is replaced by it, and what that means; absent when nothing is. */
  restart?: string
}

export interface ChangeSet {
  stackName: string
  stackId: string
  /** The change set's ARN. */
  id: string
  kind: 'create' | 'update'
  changes: ResourceChange[]
}

export interface StackEvent {
  id: string
  at: number
  stackName: string
  logicalId: string
  physicalId?: string
  type: string
  /** CloudFormation's own word, e.g. `CREATE_IN_PROGRESS`. */
  status: string
  reason?: string
}

export interface Proposal {
  stackName: string
  /** The template as text, JSON or YAML. */
  body: string
  /** Name of a bucket that a template is read from when it's too large to be sent itself. */
  bucket?: string
  /** `undefined` keeps the value that the stack has. */
  parameters: Record<string, string | undefined>
  tags: Record<string, string>
}

export interface Stacks {
  /** Undefined when there is none (a deleted one counts as none). */
  find(name: string): Promise<Stack | undefined>
  /** Every stack whose tags hold all of these. */
  list(tags: Record<string, string>): Promise<Stack[]>
  resources(name: string): Promise<StackResource[]>
  /** The template text as it was sent. */
  template(name: string): Promise<string>
  /**
   * Makes a change set and waits until it can be read. No changes: an empty `changes`, and no change set is left behind.
   * A stack in REVIEW_IN_PROGRESS or ROLLBACK_COMPLETE must have been removed before (see `remove`).
   */
  propose(proposal: Proposal): Promise<ChangeSet>
  /** Deletes a change set that isn't executed (and the empty stack that its creation made). */
  discard(changeSet: ChangeSet): Promise<void>
  /** Executes and yields each event once, oldest first, until the stack has settled. Ends; the verdict is the caller's. */
  execute(changeSet: ChangeSet): AsyncIterable<StackEvent>
  /** Yields the events of whatever goes on until the stack has settled; ends at once when nothing does. */
  watch(name: string): AsyncIterable<StackEvent>
  /** Termination protection. */
  protect(name: string, on: boolean): Promise<void>
  /** Deletes the stack and yields its events until it's gone. */
  remove(name: string): AsyncIterable<StackEvent>
}

// ---- images --------------------------------------------------------------------------------------------------------

export interface RegistryLogin {
  /** Host (and port) to log in to. */
  server: string
  username: string
  password: string
}

/** ECR. */
export interface Registry {
  login(): Promise<RegistryLogin>
  /** `sha256:…` of a tag; undefined when there is no such tag. */
  digest(repositoryName: string, tag: string): Promise<string | undefined>
}

export interface BuildRequest {
  /** Absolute paths. */
  context: string
  dockerfile: string
  target?: string
  args: Record<string, string>
  platform: string
  /** `repository:tag` */
  reference: string
}

/** A container engine. `onLine` gets each line of its output as it comes. */
export interface Engine {
  /** Throws DockerNotRunning. */
  check(): Promise<void>
  build(request: BuildRequest, onLine: (line: string) => void): Promise<void>
  /** Pushes under a private, temporary client configuration; resolves to the digest `sha256:…`. */
  push(reference: string, login: RegistryLogin, onLine: (line: string) => void): Promise<string>
}

// ---- the running system --------------------------------------------------------------------------------------------

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
  /** Newest first. */
  events: { at: number; message: string }[]
}

export interface StoppedTask {
  /** The task's ARN. */
  id: string
  taskDefinition: string
  stoppedAt?: number
  stopCode?: string
  reason?: string
  containers: { name: string; exitCode?: number; reason?: string }[]
  /** Log stream of the main container, when it has one. */
  logStream?: string
}

export interface Target {
  id: string
  port: number
  /** ELB's word: healthy, unhealthy, initial, draining, unused. */
  state: string
  reason?: string
}

export interface Services {
  describe(cluster: string, service: string): Promise<RunningService | undefined>
  /** Stopped tasks that ECS still shows (about an hour), newest first. */
  stopped(cluster: string, service: string): Promise<StoppedTask[]>
  targets(targetGroupArn: string): Promise<Target[]>
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

export interface Groups {
  /** The instances of an Auto Scaling group. */
  instances(groupName: string): Promise<Instance[]>
}

// ---- logs ----------------------------------------------------------------------------------------------------------

export interface LogLine {
  /** CloudWatch's event id. */
  id: string
  group: string
  stream: string
  at: number
  ingestedAt: number
  message: string
}

export interface LogPage {
  lines: LogLine[]
  /** Absent on the last page. A page may be empty and still have one. */
  next?: string
  /** The server's clock when it answered. */
  serverTime: number
}

export interface LogQuery {
  group: string
  /** Inclusive. */
  since: number
  /** Inclusive. */
  until?: number
  /** Only streams that start with this. */
  streamPrefix?: string
  next?: string
}

export interface Logs {
  /** One page of a group's lines by event time. A group that doesn't exist (yet) has none. */
  page(query: LogQuery): Promise<LogPage>
}

// ---- volumes and snapshots -----------------------------------------------------------------------------------------

export interface Volume {
  id: string
  /** GiB. */
  size: number
  state: string
  encrypted: boolean
  tags: Record<string, string>
}

export interface Snapshot {
  id: string
  volumeId: string
  /** pending, completed or error. */
  state: string
  stateMessage?: string
  /** 0-100. */
  progress: number
  /** GiB of the volume. */
  size: number
  startedAt: number
  tags: Record<string, string>
}

export interface Volumes {
  find(id: string): Promise<Volume | undefined>
  snapshot(request: { volumeId: string; description: string; tags: Record<string, string> }): Promise<Snapshot>
  findSnapshot(id: string): Promise<Snapshot | undefined>
}

// ---- the repository ------------------------------------------------------------------------------------------------

export interface SourceState {
  /** Short hash of HEAD; undefined in a repository without a commit. */
  commit?: string
  /** 12 hex digits over the content of the path's files, when they differ from HEAD. */
  dirty?: string
}

export interface Git {
  /** State of the files below a path (absolute), ignored ones left out. */
  state(path: string): Promise<SourceState>
}

// ---- the person ----------------------------------------------------------------------------------------------------

export interface Step {
  /** A short word about what goes on now, shown beside the step's title. */
  note(text: string): void
  /** A whole line of output (a build's, say), shown while the step runs and kept when it fails. */
  line(text: string): void
}

export interface Progress {
  /** Runs one step, shown with its title and its outcome; the value and the error come through. */
  step<T>(title: string, run: (step: Step) => Promise<T>): Promise<T>
  /** Resource events of a stack while a step runs. */
  event(event: StackEvent): void
  /** Something worth a line that is neither a step nor an error. */
  info(text: string): void
}

/** Everything at once: what wiring makes. An operation asks for just the parts that it uses. */
export interface World {
  account: Account
  balancers: Balancers
  clock: Clock
  engine: Engine
  git: Git
  groups: Groups
  logs: Logs
  progress: Progress
  registry: Registry
  services: Services
  /** Aborted by Ctrl-C and its like: adapters stop waiting. */
  signal: AbortSignal
  stacks: Stacks
  /** Those of us-east-1, where everything about CloudFront must be. */
  cdnStacks: Stacks
  volumes: Volumes
}
