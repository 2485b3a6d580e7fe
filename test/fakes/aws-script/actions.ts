import { logStream, taskDefinitionArn, taskId, webStack, type AwsState, type StackState, type TaskState } from './world.js'

/** Something that happens in AWS. */
export type Action = (aws: AwsState) => void

type Verb = [RegExp, (...groups: string[]) => Action]

const quoted = '(?: "(.*)")?'

const verbs: Verb[] = [
  [new RegExp(`^stack ([A-Z_]+)${quoted}$`), (status, reason) => aws => stackEvent(aws, web(aws), { status, reason })],
  [
    new RegExp(`^resource (\\w+) ([A-Z_]+)${quoted}$`),
    (logicalId, status, reason) => aws => stackEvent(aws, web(aws), { logicalId, status, reason }),
  ],
  [
    new RegExp(`^rollout :(\\d+) (IN_PROGRESS|COMPLETED|FAILED)${quoted}$`),
    (revision, state, reason) => aws => rollOut(aws, Number(revision), state, reason),
  ],
  [/^desired (\d+)$/, count => aws => void (service(aws).desired = Number(count))],
  [
    /^task (\w+) :(\d+) (PROVISIONING|PENDING|ACTIVATING|RUNNING)$/,
    (name, revision, status) => aws => startTask(aws, name, Number(revision), status),
  ],
  [
    /^task (\w+) logs "(.*)"$/,
    (name, message) => aws => void aws.log.push({ at: aws.clock.now(), stream: logStream(task(aws, name)), message }),
  ],
  [
    /^task (\w+) stops(?: with (\d+))?(?: \((.+?)\))?: (\w+) "(.*)"$/,
    (name, exitCode, containerReason, stopCode, reason) => aws =>
      stopTask(aws, name, { exitCode, containerReason, stopCode, reason }),
  ],
  [
    /^service says "(.*)"$/,
    message => aws => void service(aws).events.unshift({ at: aws.clock.now(), message: `(service web) ${message}` }),
  ],
  [
    new RegExp(`^target (\\w+) (\\w+)(?: (\\w+\\.\\w+))?${quoted}$`),
    (name, state, reason, description) => aws =>
      void service(aws).targets.set(name, { state, ...(reason ? { reason } : {}), ...(description ? { description } : {}) }),
  ],
  [
    /^(\w+) fails(?: (\d+) times?)?: (\w+) "(.*)"$/,
    (action, times, error, message) => aws => void aws.faults.push({ action, kind: { error, message }, times: count(times) }),
  ],
  [
    /^(\w+) is cut(?: (\d+) times?)?$/,
    (action, times) => aws => void aws.faults.push({ action, kind: 'cut', times: count(times) }),
  ],
  [
    /^the answer to (\w+) is lost(?: (\d+) times?)?$/,
    (action, times) => aws => void aws.faults.push({ action, kind: 'lost', times: count(times) }),
  ],
  [/^all is well again$/, () => aws => void (aws.faults.length = 0)],
  [/^mm gets (SIGINT|SIGTERM|SIGHUP)$/, signal => aws => aws.send(signal as NodeJS.Signals)],
]

/** What a line says that happens; undefined when it says nothing known. */
export function parseAction(text: string): Action | undefined {
  for (const [pattern, make] of verbs) {
    const match = pattern.exec(text)
    if (match) return make(...match.slice(1))
  }
  return undefined
}

const count = (times: string | undefined) => (times === undefined ? Infinity : Number(times))

function web(aws: AwsState): StackState {
  const stack = aws.stacks.get(webStack)
  if (!stack) throw new Error('the story speaks of the stack before there is one')
  return stack
}

/** It comes to be with the stack's resource. */
export function service(aws: AwsState): NonNullable<AwsState['service']> {
  return (aws.service ??= { desired: 1, deployments: [], tasks: [], events: [], targets: new Map() })
}

function task(aws: AwsState, name: string): TaskState {
  const found = service(aws).tasks.find(each => each.name === name)
  if (!found) throw new Error(`the story speaks of the task ${name} before it starts`)
  return found
}

const types: Record<string, string> = {
  Service: 'AWS::ECS::Service',
  TaskDefinition: 'AWS::ECS::TaskDefinition',
  TargetGroup: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  ListenerRule: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  LogGroup: 'AWS::Logs::LogGroup',
  ExecutionRole: 'AWS::IAM::Role',
  TaskRole: 'AWS::IAM::Role',
  SecurityGroup: 'AWS::EC2::SecurityGroup',
}

const physicalIds: Record<string, string> = {
  LogGroup: '/shop/dev/web',
  Service: 'arn:aws:ecs:eu-central-1:123456789012:service/shop-dev/web',
}

interface Event {
  /** Absent: the stack's own. */
  logicalId?: string
  status: string | undefined
  reason?: string | undefined
}

/** An event of the stack, and what it makes of the stack: CloudFormation tells of nothing that isn't so. */
export function stackEvent(aws: AwsState, stack: StackState, { logicalId, status = '', reason }: Event): void {
  const at = aws.clock.now()
  const type =
    logicalId === undefined ? 'AWS::CloudFormation::Stack' : (types[logicalId] ?? 'AWS::CloudFormation::CustomResource')
  const physicalId = logicalId === undefined ? stack.id : (physicalIds[logicalId] ?? `${stack.name}-${logicalId}`)
  stack.events.push({
    id: `${logicalId ?? stack.name}-${status}-${stack.events.length}`,
    at,
    logicalId: logicalId ?? stack.name,
    physicalId,
    type,
    status,
    ...(reason ? { reason } : {}),
  })
  if (logicalId !== undefined) {
    stack.resources.set(logicalId, { type, physicalId, status })
    return
  }
  Object.assign(stack, { status, updatedAt: at, reason })
  // A stack that has made its changes holds the newest revision; one that took them back holds the one before.
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(status)) stack.outputs['TaskDefinitionArn'] = taskDefinitionArn(newest(aws))
}

const newest = (aws: AwsState) => Math.max(0, ...service(aws).deployments.map(({ revision }) => revision))

/** A revision's rollout; one that begins is ECS's newest deployment, also when it goes back. */
function rollOut(aws: AwsState, revision: number, state = '', reason?: string): void {
  const { deployments } = service(aws)
  const known = deployments.find(each => each.revision === revision)
  if (state === 'IN_PROGRESS') {
    if (known) deployments.splice(deployments.indexOf(known), 1)
    const at = aws.clock.now()
    deployments.unshift({
      id: `ecs-svc/${revision}${at}`,
      revision,
      rollout: state,
      failed: known?.failed ?? 0,
      at,
      ...(reason ? { reason } : {}),
    })
    return
  }
  if (!known) throw new Error(`the story ends the rollout of :${revision} before it begins`)
  Object.assign(known, { rollout: state, reason })
  // ECS forgets the others once one is completed.
  if (state === 'COMPLETED') deployments.splice(0, deployments.length, known)
}

function startTask(aws: AwsState, name = '', revision: number, status = ''): void {
  const { tasks } = service(aws)
  const known = tasks.find(each => each.name === name)
  if (known) known.status = status
  else tasks.push({ name, id: taskId(name), revision, status, startedAt: aws.clock.now() })
}

interface End {
  exitCode: string | undefined
  containerReason: string | undefined
  stopCode: string | undefined
  reason: string | undefined
}

function stopTask(aws: AwsState, name = '', { exitCode, containerReason, stopCode, reason }: End): void {
  const stopped = task(aws, name)
  Object.assign(stopped, {
    status: 'STOPPED',
    stoppedAt: aws.clock.now(),
    stopCode,
    reason,
    ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
    ...(containerReason === undefined ? {} : { containerReason }),
  })
  const deployment = service(aws).deployments.find(({ revision }) => revision === stopped.revision)
  if (deployment && stopCode !== 'ServiceSchedulerInitiated') deployment.failed++
}
