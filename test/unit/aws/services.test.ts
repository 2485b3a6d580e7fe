import { afterEach, describe, expect, test } from '@jest/globals'
import { services } from '../../../src/aws/services.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { failure, result } from '../../fakes/aws-server.js'

afterEach(closeFakeAws)

test('deploy names the revision, and nothing that is to stay; by force only when asked for', async () => {
  const aws = await fakeAws({ UpdateService: [result({ service: {} }), result({ service: {} })] })
  await services(aws.context).deploy('c', 'web', 'td:9', { force: false })
  await services(aws.context).deploy('c', 'web', 'td:9', { force: true })
  const order = { cluster: 'c', service: 'web', taskDefinition: 'td:9' }
  expect(aws.calls.map(({ input }) => input)).toEqual([order, { ...order, forceNewDeployment: true }])
})

test.each([
  ['AccessDeniedException', { code: 'AccessDenied', message: 'AWS denies ecs:UpdateService', exitCode: 4 }],
  ['ClientException', { code: 'AwsError', details: { why: expect.stringContaining('TaskDefinition is inactive') } }],
])('deploy: %s', async (name, expected) => {
  const aws = await fakeAws({ UpdateService: [failure(name, 'TaskDefinition is inactive')] })
  await expect(services(aws.context).deploy('c', 'web', 'td:9', { force: false })).rejects.toMatchObject(expected)
})

describe('describe', () => {
  const at = 1_795_500_000

  test('the newest deployment tells the revision and the rollout', async () => {
    const aws = await fakeAws({
      DescribeServices: [
        result(
          {
            services: [
              {
                serviceName: 'web',
                status: 'ACTIVE',
                desiredCount: 2,
                runningCount: 1,
                pendingCount: 1,
                taskDefinition: 'td:1',
                deployments: [
                  { status: 'ACTIVE', taskDefinition: 'td:1', rolloutState: 'FAILED', rolloutStateReason: 'too bad' },
                  {
                    status: 'PRIMARY',
                    taskDefinition: 'td:2',
                    rolloutState: 'IN_PROGRESS',
                    rolloutStateReason: 'in progress',
                    createdAt: at - 5,
                    desiredCount: 2,
                    runningCount: 1,
                    pendingCount: 1,
                    failedTasks: 3,
                  },
                ],
                events: [{ id: '1', createdAt: at, message: 'started 1 tasks' }],
              },
            ],
          },
          { date: 'Tue, 24 Nov 2026 12:00:00 GMT' },
        ),
      ],
    })
    expect(await services(aws.context).describe('c', 'web')).toEqual({
      name: 'web',
      cluster: 'c',
      status: 'ACTIVE',
      taskDefinition: 'td:2',
      desired: 2,
      running: 1,
      pending: 1,
      rollout: 'IN_PROGRESS',
      rolloutReason: 'in progress',
      deployments: [
        { taskDefinition: 'td:1', desired: 0, running: 0, pending: 0, failed: 0, reason: 'too bad' },
        {
          taskDefinition: 'td:2',
          createdAt: (at - 5) * 1000,
          desired: 2,
          running: 1,
          pending: 1,
          failed: 3,
          reason: 'in progress',
        },
      ],
      events: [{ at: at * 1000, message: 'started 1 tasks' }],
      answeredAt: Date.parse('2026-11-24T12:00:00Z'),
    })
  })

  test.each([
    result({ services: [], failures: [{ reason: 'MISSING' }] }),
    result({ services: [{ serviceName: 'web', status: 'INACTIVE' }] }),
    failure('ClusterNotFoundException', 'Cluster not found.'),
  ])('none: %j', async answer => {
    const aws = await fakeAws({ DescribeServices: [answer] })
    expect(await services(aws.context).describe('c', 'web')).toBeUndefined()
  })
})

describe('stopped', () => {
  const task = (id: string, stoppedAt: number) => ({
    taskArn: `arn:aws:ecs:x:1:task/c/${id}`,
    taskDefinitionArn: 'td:2',
    stoppedAt,
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [
      { name: 'web', exitCode: 1 },
      { name: 'sidecar', reason: 'OutOfMemoryError' },
    ],
  })

  test('every page, newest first, with the stream of the main container', async () => {
    const aws = await fakeAws({
      ListTasks: [result({ taskArns: ['old'], nextToken: 'two' }), result({ taskArns: ['new'] })],
      DescribeTasks: [result({ tasks: [task('old', 1000)] }), result({ tasks: [task('new', 2000)] })],
      DescribeTaskDefinition: [
        result({
          taskDefinition: {
            containerDefinitions: [
              { name: 'sidecar', essential: false },
              { name: 'web', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-stream-prefix': 'app' } } },
            ],
          },
        }),
      ],
    })
    const found = await services(aws.context).stopped('c', 'arn:aws:ecs:x:1:service/c/web')
    expect(found.map(each => each.logStream)).toEqual(['app/web/new', 'app/web/old'])
    expect(found[0]).toMatchObject({
      id: 'arn:aws:ecs:x:1:task/c/new',
      stoppedAt: 2_000_000,
      stopCode: 'EssentialContainerExited',
      reason: 'Essential container in task exited',
      containers: [
        { name: 'web', exitCode: 1 },
        { name: 'sidecar', reason: 'OutOfMemoryError' },
      ],
    })
    expect(aws.calls[0]?.input).toMatchObject({ cluster: 'c', serviceName: 'web', desiredStatus: 'STOPPED' })
    expect(aws.actions().filter(action => action === 'DescribeTaskDefinition')).toHaveLength(1)
  })

  test('has ended with its containers, which Fargate tells long before the task is stopped', async () => {
    const deprovisioning = { ...task('one', 0), stoppedAt: undefined, stoppingAt: 970, executionStoppedAt: 1000 }
    const aws = await fakeAws({
      ListTasks: [result({ taskArns: ['one'] })],
      DescribeTasks: [result({ tasks: [deprovisioning] })],
      DescribeTaskDefinition: [result({ taskDefinition: { containerDefinitions: [] } })],
    })
    expect((await services(aws.context).stopped('c', 'web'))[0]).toMatchObject({
      stoppingAt: 970_000,
      stoppedAt: 1_000_000,
    })
  })

  test('with the stream of the container that failed, whichever it is', async () => {
    const options = { logDriver: 'awslogs', options: { 'awslogs-stream-prefix': 'web' } } as const
    const containers = [
      { name: 'web', exitCode: undefined },
      { name: 'db_ca', exitCode: 2 },
    ]
    const aws = await fakeAws({
      ListTasks: [result({ taskArns: ['one'] })],
      DescribeTasks: [result({ tasks: [{ ...task('one', 1000), containers }] })],
      DescribeTaskDefinition: [
        result({
          taskDefinition: {
            containerDefinitions: [
              { name: 'web', logConfiguration: options },
              { name: 'db_ca', essential: false, logConfiguration: options },
            ],
          },
        }),
      ],
    })
    const [found] = await services(aws.context).stopped('c', 'web')
    expect(found?.logStream).toBe('web/db_ca/one')
  })

  test('whose definition may not be read: all but where their logs are, and why not', async () => {
    const aws = await fakeAws({
      ListTasks: [result({ taskArns: ['one'] })],
      DescribeTasks: [result({ tasks: [task('one', 1000)] })],
      DescribeTaskDefinition: [failure('AccessDeniedException', 'not you')],
    })
    const [found] = await services(aws.context).stopped('c', 'web')
    expect(found).toMatchObject({ stoppedAt: 1_000_000, containers: [{ name: 'web', exitCode: 1 }, {}] })
    expect(found?.logUnknown).toBe('AWS denies ecs:DescribeTaskDefinition: not you')
    expect(found).not.toHaveProperty('logStream')
  })

  test('none: nothing more is asked', async () => {
    const aws = await fakeAws({ ListTasks: [result({ taskArns: [] })] })
    expect(await services(aws.context).stopped('c', 'web')).toEqual([])
    expect(aws.actions()).toEqual(['ListTasks'])
  })
})

test('targets in the words of the balancer', async () => {
  const aws = await fakeAws({
    DescribeTargetHealth: [
      result({
        TargetHealthDescriptions: [
          { Target: { Id: '10.0.0.1', Port: 3000 }, TargetHealth: { State: 'healthy' } },
          { Target: { Id: '10.0.0.2', Port: 3000 }, TargetHealth: { State: 'unhealthy', Description: 'Request timed out' } },
        ],
      }),
    ],
  })
  expect(await services(aws.context).targets('arn:tg')).toEqual([
    { id: '10.0.0.1', port: 3000, state: 'healthy' },
    { id: '10.0.0.2', port: 3000, state: 'unhealthy', reason: 'Request timed out' },
  ])
})

describe('what served', () => {
  test('newest first, with the image of each container', async () => {
    const aws = await fakeAws({
      ListServiceDeployments: [
        result({
          serviceDeployments: [
            { targetServiceRevisionArn: 'rev:1', status: 'SUCCESSFUL', finishedAt: 1000 },
            { targetServiceRevisionArn: 'rev:2', status: 'SUCCESSFUL', finishedAt: 2000 },
          ],
        }),
      ],
      DescribeServiceRevisions: [
        result({
          serviceRevisions: [
            {
              serviceRevisionArn: 'rev:1',
              taskDefinition: 'td:1',
              containerImages: [{ containerName: 'web', image: 'r@sha256:1' }],
            },
            {
              serviceRevisionArn: 'rev:2',
              taskDefinition: 'td:2',
              containerImages: [{ containerName: 'web', image: 'r@sha256:2' }],
            },
          ],
        }),
      ],
    })
    expect(await services(aws.context).served('c', 'web')).toEqual([
      { taskDefinition: 'td:2', images: { web: 'r@sha256:2' }, finishedAt: 2_000_000 },
      { taskDefinition: 'td:1', images: { web: 'r@sha256:1' }, finishedAt: 1_000_000 },
    ])
    expect(aws.calls[0]?.input).toMatchObject({ status: ['SUCCESSFUL'] })
  })

  test('nothing: no revision is asked about', async () => {
    const aws = await fakeAws({ ListServiceDeployments: [result({ serviceDeployments: [] })] })
    expect(await services(aws.context).served('c', 'web')).toEqual([])
    expect(aws.actions()).toEqual(['ListServiceDeployments'])
  })
})
