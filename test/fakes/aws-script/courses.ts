import type { Action, Verb } from './actions.js'
import { running } from './rollout.js'
import { stackOf, type AwsState, type ServiceState } from './world.js'

type Moment = [seconds: number, action: Action]

/** Seconds after its beginning, and what happens then. */
type Course = (aws: AwsState, it: ServiceState) => Moment[]

const course =
  (of: Course): Action =>
  (aws, it) => {
    const now = aws.clock.now()
    for (const [after, action] of of(aws, it)) aws.clock.at(now + after * 1000, () => action(aws, it))
  }

/** What goes as it always does, and what a story needn't tell each time; each takes some seconds. */
export function courses(happens: (text: string) => Action): Verb[] {
  const at = (seconds: number, text: string): Moment => [seconds, happens(text)]
  const verbOf = (aws: AwsState, { name }: ServiceState) =>
    aws.stacks.get(stackOf(name))?.status.startsWith('CREATE') ? 'CREATE' : 'UPDATE'

  /** CloudFormation comes to the service, and ECS to its new revision. */
  const begins =
    (revision: number): Course =>
    (aws, it) => {
      const verb = verbOf(aws, it)
      return [
        ...(verb === 'CREATE' ? [at(0, 'resource LogGroup CREATE_COMPLETE'), at(0, 'resource TargetGroup CREATE_COMPLETE')] : []),
        at(1, `resource TaskDefinition ${verb}_COMPLETE`),
        at(2, `resource Service ${verb}_IN_PROGRESS`),
        at(3, `rollout :${revision} IN_PROGRESS "ECS deployment ecs-svc/${revision} in progress."`),
      ]
    }

  const serves =
    (revision: number): Course =>
    (aws, it) => {
      const verb = verbOf(aws, it)
      return [
        [0, (_, it) => allHealthy(it)],
        at(1, `rollout :${revision} COMPLETED "ECS deployment ecs-svc/${revision} completed."`),
        at(1, 'service says "has reached a steady state."'),
        ...(isBusy(aws, it) ? [at(3, `resource Service ${verb}_COMPLETE`), at(4, `stack ${verb}_COMPLETE`)] : []),
      ]
    }

  const triggered = `"Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.""`

  const takenAway = (): Moment[] => [
    at(5, `resource Service CREATE_FAILED ${triggered}`),
    at(6, 'stack ROLLBACK_IN_PROGRESS "The following resource(s) failed to create: [Service]. Rollback requested by user."'),
    [10, (_, it) => void (it.running = undefined)],
    at(11, 'resource Service DELETE_COMPLETE'),
    at(12, 'stack ROLLBACK_COMPLETE'),
  ]

  const backTo = (before: number): Moment[] => [
    at(0, `rollout :${before} IN_PROGRESS "rolling back to ecs-svc/${before}"`),
    at(4, `rollout :${before} COMPLETED`),
  ]

  /** CloudFormation takes its update back, too. */
  const followed = (): Moment[] => [
    at(5, `resource Service UPDATE_FAILED ${triggered}`),
    at(6, 'stack UPDATE_ROLLBACK_IN_PROGRESS "The following resource(s) failed to update: [Service]."'),
    at(9, 'resource Service UPDATE_COMPLETE'),
    at(10, 'stack UPDATE_ROLLBACK_COMPLETE'),
  ]

  /** By the circuit breaker; CloudFormation follows. */
  const takenBack =
    (failed: number, before: number | undefined): Course =>
    (aws, it) => [
      at(0, `rollout :${failed} FAILED "ECS deployment circuit breaker: tasks failed to start."`),
      at(0, `service says "(deployment ecs-svc/${failed}) deployment failed: tasks failed to start."`),
      ...(before === undefined ? takenAway() : [...backTo(before), ...(isBusy(aws, it) ? followed() : [])]),
    ]

  return [
    [/^:(\d+) begins$/, revision => course(begins(Number(revision)))],
    [/^:(\d+) serves$/, revision => course(serves(Number(revision)))],
    [
      /^ECS takes :(\d+) back(?: to :(\d+))?$/,
      (failed, before) => course(takenBack(Number(failed), before === undefined ? undefined : Number(before))),
    ],
  ]
}

/** CloudFormation has to do with it: not so when ECS alone was told. */
const isBusy = (aws: AwsState, { name }: ServiceState) => aws.stacks.get(stackOf(name))?.status.endsWith('_IN_PROGRESS') ?? false

/** ECS calls no deployment completed before as many targets are healthy as there are to be tasks; the old tasks' are gone then. */
function allHealthy(it: ServiceState): void {
  const { targets, desired } = running(it)
  for (const [id] of targets) if (id.startsWith('old')) targets.delete(id)
  const healthy = [...targets.values()].filter(({ state }) => state === 'healthy').length
  for (let i = healthy + 1; i <= desired; i++) targets.set(`10.0.1.${i}`, { state: 'healthy' })
}
