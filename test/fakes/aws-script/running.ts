import { failure, result, type Fields, type Script } from '../aws-server.js'
import { taskRolesOf } from './premises.js'
import { rollOut } from './rollout.js'
import {
  arn,
  logGroupOf,
  serviceArn,
  stackOf,
  targetsOf,
  taskDefinitionArn,
  type AwsState,
  type DeploymentState,
  type RunningState,
  type ServiceState,
  type TaskState,
} from './world.js'

/** How long ECS shows a task that has stopped. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-errors.html */
const shownMs = 3_600_000

const seconds = (at: number) => at / 1000
const deploymentArn = (service: string, revision: number) => arn('ecs', `service-deployment/shop-dev/${service}/:${revision}`)
const revisionArn = (service: string, revision: number) => arn('ecs', `service-revision/shop-dev/${service}/${revision}`)
const taskArn = (task: TaskState) => arn('ecs', `task/shop-dev/${task.id}`)

/**
 * ECS, the targets of its tasks, and their lines: what the story has made of the services.
 * @param begin what follows once ECS is told to deploy a service, of the stack of this name
 */
export function running(aws: AwsState, begin: (stackName: string) => void): Script {
  const all = () => [...aws.services.values()]
  /** By its name or ARN, or by the ARN of a deployment or revision of it. */
  const named = (text: unknown) => all().find(({ name }) => [name, serviceArn(name)].includes(String(text)))
  const within = (text: unknown) => all().find(({ name }) => String(text).includes(`/shop-dev/${name}/`))

  return {
    DescribeServices(input) {
      const found = (input['services'] as string[]).flatMap(each => named(each) ?? [])
      return result({ services: found.flatMap(it => (it.running ? [serviceOf(aws, it, it.running)] : [])), failures: [] })
    },

    ListTasks(input) {
      const stopped = input['desiredStatus'] === 'STOPPED'
      const tasks = (named(input['serviceName'])?.running?.tasks ?? []).filter(task =>
        stopped ? task.stoppedAt !== undefined && aws.clock.now() - task.stoppedAt < shownMs : task.stoppedAt === undefined,
      )
      return result({ taskArns: tasks.map(taskArn) })
    },

    DescribeTasks(input) {
      const wanted = input['tasks'] as string[]
      const tasks = all().flatMap(it =>
        (it.running?.tasks ?? []).filter(task => wanted.includes(taskArn(task))).map(task => taskOf(it, task)),
      )
      return result({ tasks, failures: [] })
    },

    DescribeTaskDefinition(input) {
      const taskDefinition = String(input['taskDefinition'])
      const of = all().find(({ name }) => taskDefinition.includes(`/${stackOf(name)}:`))
      return result({ taskDefinition: definition(taskDefinition, of?.name ?? '') })
    },

    ...deployments({ named, within }),

    UpdateService(input) {
      const it = named(input['service'])
      const service = it?.running
      if (!it || !service) return failure('ServiceNotFoundException', 'Service not found.')
      const wanted = input['taskDefinition'] as string | undefined
      const revision = wanted === undefined ? (service.deployments[0]?.revision ?? 0) : Number(/:(\d+)$/.exec(wanted)?.[1])
      if (!(revision <= it.newestRevision)) return failure('ClientException', 'Unable to describe task definition.')
      if (input['desiredCount'] !== undefined) service.desired = Number(input['desiredCount'])
      if (revision !== service.deployments[0]?.revision || input['forceNewDeployment'] === true) {
        rollOut(aws, it, { revision, state: 'IN_PROGRESS', reason: `ECS deployment ecs-svc/${revision} in progress.` })
        begin(stackOf(it.name))
      }
      return result({ service: serviceOf(aws, it, service) })
    },

    DescribeTargetHealth(input) {
      const group = input['TargetGroupArn']
      const it = all().find(({ name }) => [targetsOf(name), `${stackOf(name)}-TargetGroup`].includes(String(group)))
      return result({
        TargetHealthDescriptions: [...(it?.running?.targets ?? [])].map(([Id, { state, reason, description }]) => ({
          Target: { Id, Port: 3000 },
          TargetHealth: { State: state, Reason: reason, Description: description },
        })),
      })
    },

    FilterLogEvents(input) {
      const { startTime = 0, logStreamNamePrefix = '', logGroupName } = input as Record<string, never>
      const it = all().find(({ name }) => logGroupOf(name) === logGroupName)
      if (!it) return failure('ResourceNotFoundException', 'The specified log group does not exist.')
      const events = it.log.filter(({ at, stream }) => at >= startTime && stream.startsWith(logStreamNamePrefix))
      return result({
        events: events.map(({ at, stream, message }, i) => ({
          eventId: String(i),
          timestamp: at,
          ingestionTime: at,
          logStreamName: stream,
          message,
        })),
      })
    },

    GetCallerIdentity: () => result({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/ci', UserId: 'AIDA' }),
  }
}

type Find = (text: unknown) => ServiceState | undefined

/** ECS's deployments and revisions of a service. */
function deployments({ named, within }: { named: Find; within: Find }): Script {
  return {
    DescribeServiceRevisions(input: Fields) {
      const wanted = input['serviceRevisionArns'] as string[]
      const it = within(wanted[0])
      return result({
        serviceRevisions: (it?.served ?? [])
          .filter(({ revision }) => it && wanted.includes(revisionArn(it.name, revision)))
          .map(({ revision, image }) => ({
            serviceRevisionArn: revisionArn(it?.name ?? '', revision),
            taskDefinition: taskDefinitionArn(it?.name ?? '', revision),
            containerImages: [{ containerName: it?.name, image }],
          })),
        failures: [],
      })
    },

    ListServiceDeployments(input: Fields) {
      const it = named(input['service'])
      if (!it) return result({ serviceDeployments: [] })
      if ((input['status'] as string[] | undefined)?.includes('SUCCESSFUL'))
        return result({
          serviceDeployments: it.served.map(({ revision, at }) => ({
            serviceDeploymentArn: deploymentArn(it.name, revision),
            targetServiceRevisionArn: revisionArn(it.name, revision),
            status: 'SUCCESSFUL',
            finishedAt: seconds(at),
          })),
        })
      const known = it.running?.deployments ?? []
      const wanted = input['status'] === undefined ? known : known.filter(({ rollout }) => rollout === 'IN_PROGRESS').slice(0, 1)
      return result({
        serviceDeployments: wanted.map(({ revision, at, rollout }) => ({
          serviceDeploymentArn: deploymentArn(it.name, revision),
          serviceArn: serviceArn(it.name),
          status: rollout === 'COMPLETED' ? 'SUCCESSFUL' : rollout,
          createdAt: seconds(at),
        })),
      })
    },

    DescribeServiceDeployments(input: Fields) {
      const { alarms } = within((input['serviceDeploymentArns'] as string[])[0]) ?? { alarms: new Map<string, string>() }
      const alarmsIn = (wanted: string) => [...alarms].filter(([, state]) => state === wanted).map(([name]) => name)
      const triggeredAlarmNames = alarmsIn('fires')
      const watched = alarms.size > 0 && alarmsIn('is ignored').length === 0
      return result({
        serviceDeployments: [
          {
            alarms: {
              status: triggeredAlarmNames.length > 0 ? 'TRIGGERED' : watched ? 'MONITORING_COMPLETE' : 'DISABLED',
              alarmNames: [...alarms.keys()],
              triggeredAlarmNames,
            },
          },
        ],
        failures: [],
      })
    },

    StopServiceDeployment(input: Fields) {
      const it = within(input['serviceDeploymentArn'])
      const revision = Number(/:(\d+)$/.exec(String(input['serviceDeploymentArn']))?.[1])
      const going = it?.running?.deployments.find(each => each.revision === revision && each.rollout === 'IN_PROGRESS')
      if (!it || !going)
        return failure('ServiceDeploymentNotFoundException', 'The service deploy ARN that you specified does not exist.')
      Object.assign(going, { rollout: 'FAILED', reason: 'Service deployment stopped by user.' })
      return result({ serviceDeploymentArn: deploymentArn(it.name, revision) })
    },
  }
}

function serviceOf(aws: AwsState, { name }: ServiceState, service: RunningState) {
  const of = (revision: number, status: string) =>
    service.tasks.filter(
      task =>
        task.revision === revision &&
        (status === 'RUNNING' ? task.status === status : !['RUNNING', 'STOPPED'].includes(task.status)),
    ).length
  const deployments = service.deployments.map((each: DeploymentState, i) => ({
    id: each.id,
    status: i === 0 ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: taskDefinitionArn(name, each.revision),
    desiredCount: service.desired,
    runningCount: of(each.revision, 'RUNNING'),
    pendingCount: of(each.revision, 'PENDING'),
    failedTasks: each.failed,
    rolloutState: each.rollout,
    rolloutStateReason: each.reason,
    createdAt: seconds(each.at),
    updatedAt: seconds(aws.clock.now()),
  }))
  const sum = (key: 'runningCount' | 'pendingCount') => deployments.reduce((total, each) => total + each[key], 0)
  return {
    serviceName: name,
    serviceArn: serviceArn(name),
    status: 'ACTIVE',
    desiredCount: service.desired,
    runningCount: sum('runningCount'),
    pendingCount: sum('pendingCount'),
    taskDefinition: deployments[0]?.taskDefinition,
    deployments,
    events: service.events.map(({ at, message }, i) => ({
      id: String(service.events.length - i),
      createdAt: seconds(at),
      message,
    })),
  }
}

const taskOf = ({ name }: ServiceState, task: TaskState) => ({
  taskArn: taskArn(task),
  taskDefinitionArn: taskDefinitionArn(name, task.revision),
  group: `service:${name}`,
  lastStatus: task.status,
  desiredStatus: task.stoppedAt === undefined ? 'RUNNING' : 'STOPPED',
  createdAt: seconds(task.startedAt),
  ...(task.stoppedAt === undefined
    ? {}
    : { stoppedAt: seconds(task.stoppedAt), stopCode: task.stopCode, stoppedReason: task.reason }),
  containers: [
    { name, lastStatus: task.status, exitCode: task.exitCode, reason: task.containerReason },
    ...(task.beside ?? []).map(each => ({ lastStatus: 'STOPPED', ...each })),
  ],
})

const definition = (taskDefinition: string, name: string) => ({
  taskDefinitionArn: taskDefinition,
  ...taskRolesOf(name),
  containerDefinitions: [
    {
      name,
      essential: true,
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': logGroupOf(name), 'awslogs-stream-prefix': name },
      },
    },
  ],
})
