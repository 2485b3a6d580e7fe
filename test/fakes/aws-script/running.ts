import { failure, result, type Script } from '../aws-server.js'
import { taskRoles } from './premises.js'
import { arn, taskDefinitionArn, type AwsState, type DeploymentState, type TaskState } from './world.js'

/** How long ECS shows a task that has stopped. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-errors.html */
const shownMs = 3_600_000

const seconds = (at: number) => at / 1000
const deploymentArn = (revision: number) => arn('ecs', `service-deployment/shop-dev/web/:${revision}`)
const revisionArn = (revision: number) => arn('ecs', `service-revision/shop-dev/web/${revision}`)
const taskArn = (task: TaskState) => arn('ecs', `task/shop-dev/${task.id}`)

/** ECS, the targets of its tasks, and their lines: what the story has made of the one service. */
export function running(aws: AwsState): Script {
  return {
    DescribeServices() {
      return result({ services: aws.service ? [serviceOf(aws, aws.service)] : [], failures: [] })
    },

    ListTasks(input) {
      const stopped = input['desiredStatus'] === 'STOPPED'
      const tasks = (aws.service?.tasks ?? []).filter(task =>
        stopped ? task.stoppedAt !== undefined && aws.clock.now() - task.stoppedAt < shownMs : task.stoppedAt === undefined,
      )
      return result({ taskArns: tasks.map(taskArn) })
    },

    DescribeTasks(input) {
      const wanted = input['tasks'] as string[]
      return result({
        tasks: (aws.service?.tasks ?? []).filter(task => wanted.includes(taskArn(task))).map(taskOf),
        failures: [],
      })
    },

    DescribeTaskDefinition(input) {
      return result({ taskDefinition: definition(String(input['taskDefinition'])) })
    },

    DescribeServiceRevisions(input) {
      const wanted = input['serviceRevisionArns'] as string[]
      return result({
        serviceRevisions: aws.served
          .filter(({ revision }) => wanted.includes(revisionArn(revision)))
          .map(({ revision, image }) => ({
            serviceRevisionArn: revisionArn(revision),
            taskDefinition: taskDefinitionArn(revision),
            containerImages: [{ containerName: 'web', image }],
          })),
        failures: [],
      })
    },

    ListServiceDeployments(input) {
      if ((input['status'] as string[] | undefined)?.includes('SUCCESSFUL'))
        return result({
          serviceDeployments: aws.served.map(({ revision, at }) => ({
            serviceDeploymentArn: deploymentArn(revision),
            targetServiceRevisionArn: revisionArn(revision),
            status: 'SUCCESSFUL',
            finishedAt: seconds(at),
          })),
        })
      const known = aws.service?.deployments ?? []
      const wanted = input['status'] === undefined ? known : known.filter(({ rollout }) => rollout === 'IN_PROGRESS').slice(0, 1)
      return result({
        serviceDeployments: wanted.map(({ revision, at, rollout }) => ({
          serviceDeploymentArn: deploymentArn(revision),
          serviceArn: arn('ecs', 'service/shop-dev/web'),
          status: rollout === 'COMPLETED' ? 'SUCCESSFUL' : rollout,
          createdAt: seconds(at),
        })),
      })
    },

    DescribeServiceDeployments() {
      const alarmsIn = (wanted: string) => [...aws.alarms].filter(([, state]) => state === wanted).map(([name]) => name)
      const triggeredAlarmNames = alarmsIn('fires')
      const watched = aws.alarms.size > 0 && alarmsIn('is ignored').length === 0
      return result({
        serviceDeployments: [
          {
            alarms: {
              status: triggeredAlarmNames.length > 0 ? 'TRIGGERED' : watched ? 'MONITORING_COMPLETE' : 'DISABLED',
              alarmNames: [...aws.alarms.keys()],
              triggeredAlarmNames,
            },
          },
        ],
        failures: [],
      })
    },

    StopServiceDeployment(input) {
      const revision = Number(/:(\d+)$/.exec(String(input['serviceDeploymentArn']))?.[1])
      const { deployments = [] } = aws.service ?? {}
      const going = deployments.find(each => each.revision === revision && each.rollout === 'IN_PROGRESS')
      if (!going)
        return failure('ServiceDeploymentNotFoundException', 'The service deploy ARN that you specified does not exist.')
      Object.assign(going, { rollout: 'FAILED', reason: 'Service deployment stopped by user.' })
      return result({ serviceDeploymentArn: deploymentArn(revision) })
    },

    DescribeTargetHealth() {
      return result({
        TargetHealthDescriptions: [...(aws.service?.targets ?? [])].map(([Id, { state, reason, description }]) => ({
          Target: { Id, Port: 3000 },
          TargetHealth: { State: state, Reason: reason, Description: description },
        })),
      })
    },

    FilterLogEvents(input) {
      const { startTime = 0, logStreamNamePrefix = '', logGroupName } = input as Record<string, never>
      if (logGroupName !== '/shop/dev/web') return failure('ResourceNotFoundException', 'The specified log group does not exist.')
      const events = aws.log.filter(({ at, stream }) => at >= startTime && stream.startsWith(logStreamNamePrefix))
      return result(
        {
          events: events.map(({ at, stream, message }, i) => ({
            eventId: String(i),
            timestamp: at,
            ingestionTime: at,
            logStreamName: stream,
            message,
          })),
        },
        { date: new Date(aws.clock.now()).toUTCString() },
      )
    },

    GetCallerIdentity: () => result({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/ci', UserId: 'AIDA' }),
  }
}

function serviceOf(aws: AwsState, service: NonNullable<AwsState['service']>) {
  const of = (revision: number, status: string) =>
    service.tasks.filter(
      task =>
        task.revision === revision &&
        (status === 'RUNNING' ? task.status === status : !['RUNNING', 'STOPPED'].includes(task.status)),
    ).length
  const deployments = service.deployments.map((each: DeploymentState, i) => ({
    id: each.id,
    status: i === 0 ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: taskDefinitionArn(each.revision),
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
    serviceName: 'web',
    serviceArn: arn('ecs', 'service/shop-dev/web'),
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

const taskOf = (task: TaskState) => ({
  taskArn: taskArn(task),
  taskDefinitionArn: taskDefinitionArn(task.revision),
  group: 'service:web',
  lastStatus: task.status,
  desiredStatus: task.stoppedAt === undefined ? 'RUNNING' : 'STOPPED',
  createdAt: seconds(task.startedAt),
  ...(task.stoppedAt === undefined
    ? {}
    : { stoppedAt: seconds(task.stoppedAt), stopCode: task.stopCode, stoppedReason: task.reason }),
  containers: [{ name: 'web', lastStatus: task.status, exitCode: task.exitCode, reason: task.containerReason }],
})

const definition = (taskDefinition: string) => ({
  taskDefinitionArn: taskDefinition,
  ...taskRoles,
  containerDefinitions: [
    {
      name: 'web',
      essential: true,
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/shop/dev/web', 'awslogs-stream-prefix': 'web' } },
    },
  ],
})
