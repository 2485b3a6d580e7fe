import { lock } from './lock.js'
import { premiseVerbs } from './premises.js'
import { logStream, taskDefinitionArn, taskId, webStack, type AwsState, type StackState, type TaskState } from './world.js'

/** Something that happens in AWS. */
export type Action = (aws: AwsState) => void

type Verb = [RegExp, (...groups: string[]) => Action]

const quoted = '(?: "(.*)")?'

/** What goes as it always does, and what a story needn't tell each time; each takes some seconds. */
const courses: Verb[] = [
  [/^:(\d+) begins$/, revision => course(begins(Number(revision)))],
  [/^:(\d+) serves$/, revision => course(serves(Number(revision)))],
  [
    /^ECS takes :(\d+) back(?: to :(\d+))?$/,
    (failed, before) => course(takenBack(Number(failed), before === undefined ? undefined : Number(before))),
  ],
]

const verbs: Verb[] = [
  ...courses,
  ...premiseVerbs,
  [new RegExp(`^stack ([A-Z_]+)${quoted}$`), (status, reason) => aws => stackEvent(aws, web(aws), { status, reason })],
  [
    new RegExp(`^resource (\\w+) ([A-Z_]+)${quoted}$`),
    (logicalId, status, reason) => aws => stackEvent(aws, web(aws), { logicalId, status, reason }),
  ],
  [
    new RegExp(`^rollout :(\\d+) (IN_PROGRESS|COMPLETED|FAILED)${quoted}$`),
    (revision, state, reason) => aws => rollOut(aws, Number(revision), state, reason),
  ],
  [
    /^revision (\d+) served "(.+)"$/,
    (revision, image) => aws =>
      void aws.served.unshift({ revision: Number(revision), image: image ?? '', at: aws.clock.now() - 2 * 86_400_000 }),
  ],
  [
    /^the deployed template gives (\w+) "(.*)"$/,
    (name = '', value = '') =>
      aws =>
        give(web(aws), name, value),
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
  [/^alarm (\S+) (fires|is ignored)$/, (name, state) => aws => void aws.alarms.set(name, state as 'fires' | 'is ignored')],
  [
    /^service says "(.*)"$/,
    message => aws => void service(aws).events.unshift({ at: aws.clock.now(), message: `(service web) ${message}` }),
  ],
  [
    new RegExp(`^target (\\S+) (\\w+)(?: (\\w+\\.\\w+))?${quoted}$`),
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
  [
    /^with (\w+), (.+)$/,
    (action = '', text = '') =>
      aws =>
        void aws.triggers.push({ action, happen: happens(text) }),
  ],
  [/^(\w+) takes the lock$/, owner => aws => lock(aws).taken(owner)],
  [/^(\w+) falls silent$/, () => aws => lock(aws).silent()],
  [/^the lock is (?:given back|broken)$/, () => aws => lock(aws).gone()],
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

/** Makes the stack's template one of a small service, with a variable more. */
function give(stack: StackState, Name: string, Value: string): void {
  type Small = { Resources: { TaskDefinition: { Properties: { ContainerDefinitions: { Environment: object[] }[] } } } }
  const before = stack.template.startsWith('{')
    ? (JSON.parse(stack.template) as Small).Resources.TaskDefinition.Properties.ContainerDefinitions[0]?.Environment
    : []
  const Properties = { Cpu: '128', ContainerDefinitions: [{ Name: 'web', Environment: [...(before ?? []), { Name, Value }] }] }
  stack.template = JSON.stringify({ Resources: { TaskDefinition: { Type: types['TaskDefinition'], Properties } } })
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
    ...(stack.token === undefined ? {} : { token: stack.token }),
  })
  if (logicalId !== undefined) {
    stack.resources.set(logicalId, { type, physicalId, status })
    return
  }
  Object.assign(stack, { status, updatedAt: at, reason })
  // A stack that has made its changes holds the newest revision; one that took them back holds the one before.
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(status)) stack.outputs['TaskDefinitionArn'] = taskDefinitionArn(aws.newestRevision)
}

/** A revision's rollout; one that begins is ECS's newest deployment, also when it goes back. */
function rollOut(aws: AwsState, revision: number, state = '', reason?: string): void {
  const { deployments } = service(aws)
  aws.newestRevision = Math.max(aws.newestRevision, revision)
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

/** Seconds after its beginning, and what happens then. */
type Course = (aws: AwsState) => [number, Action][]

const course =
  (of: Course): Action =>
  aws => {
    const now = aws.clock.now()
    for (const [after, action] of of(aws)) aws.clock.at(now + after * 1000, () => action(aws))
  }

const happens = (text: string): Action => {
  const action = parseAction(text)
  if (!action) throw new Error(`"${text}" is nothing that can happen`)
  return action
}

/** CloudFormation comes to the service, and ECS to its new revision. */
const begins =
  (revision: number): Course =>
  aws => {
    const verb = web(aws).status.startsWith('CREATE') ? 'CREATE' : 'UPDATE'
    return [
      ...(verb === 'CREATE'
        ? [
            [0, happens('resource LogGroup CREATE_COMPLETE')] as [number, Action],
            [0, happens('resource TargetGroup CREATE_COMPLETE')] as [number, Action],
          ]
        : []),
      [1, happens(`resource TaskDefinition ${verb}_COMPLETE`)],
      [2, happens(`resource Service ${verb}_IN_PROGRESS`)],
      [3, happens(`rollout :${revision} IN_PROGRESS "ECS deployment ecs-svc/${revision} in progress."`)],
    ]
  }

const serves =
  (revision: number): Course =>
  aws => {
    const verb = web(aws).status.startsWith('CREATE') ? 'CREATE' : 'UPDATE'
    return [
      [0, aws => void allHealthy(aws)],
      [1, happens(`rollout :${revision} COMPLETED "ECS deployment ecs-svc/${revision} completed."`)],
      [1, happens('service says "has reached a steady state."')],
      [3, happens(`resource Service ${verb}_COMPLETE`)],
      [4, happens(`stack ${verb}_COMPLETE`)],
    ]
  }

/** ECS calls no deployment completed before as many targets are healthy as there are to be tasks; the old tasks' are gone then. */
function allHealthy(aws: AwsState): void {
  const { targets, desired } = service(aws)
  for (const [id] of targets) if (id.startsWith('old')) targets.delete(id)
  const healthy = [...targets.values()].filter(({ state }) => state === 'healthy').length
  for (let i = healthy + 1; i <= desired; i++) targets.set(`10.0.1.${i}`, { state: 'healthy' })
}

/** By the circuit breaker; CloudFormation follows. */
const takenBack =
  (failed: number, before: number | undefined): Course =>
  () => [
    [0, happens(`rollout :${failed} FAILED "ECS deployment circuit breaker: tasks failed to start."`)],
    [0, happens(`service says "(deployment ecs-svc/${failed}) deployment failed: tasks failed to start."`)],
    ...(before === undefined
      ? ([
          [
            5,
            happens(
              `resource Service CREATE_FAILED "Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.""`,
            ),
          ],
          [
            6,
            happens(
              'stack ROLLBACK_IN_PROGRESS "The following resource(s) failed to create: [Service]. Rollback requested by user."',
            ),
          ],
          [10, aws => void (aws.service = undefined)],
          [11, happens('resource Service DELETE_COMPLETE')],
          [12, happens('stack ROLLBACK_COMPLETE')],
        ] as [number, Action][])
      : ([
          [0, happens(`rollout :${before} IN_PROGRESS "rolling back to ecs-svc/${before}"`)],
          [4, happens(`rollout :${before} COMPLETED`)],
          [
            5,
            happens(
              `resource Service UPDATE_FAILED "Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.""`,
            ),
          ],
          [6, happens('stack UPDATE_ROLLBACK_IN_PROGRESS "The following resource(s) failed to update: [Service]."')],
          [9, happens('resource Service UPDATE_COMPLETE')],
          [10, happens('stack UPDATE_ROLLBACK_COMPLETE')],
        ] as [number, Action][])),
  ]
