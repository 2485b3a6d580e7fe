import { describe, expect, test } from '@jest/globals'
import type { Environment } from '../../../src/manifest/environment.js'
import type { Deployment } from '../../../src/manifest/service-deployment.js'
import type { Service } from '../../../src/manifest/service.js'
import { serviceTemplate } from '../../../src/templates/service/service-template.js'
import { backend, environment, frontend } from '../../support/values.js'

const prod = environment({ name: 'prod', production: true })
const resources = (service: Service, of: Environment = environment()) =>
  serviceTemplate(service, { backends: [], environment: of }).Resources
const properties = (service: Service, id: string, of?: Environment) =>
  (resources(service, of)[id]?.Properties ?? {}) as Record<string, unknown>
const configuration = (deployment: Deployment, of?: Environment) =>
  properties(frontend({ deployment }), 'Service', of)['DeploymentConfiguration'] as Record<string, unknown>
const rolling: Deployment = { strategy: 'rolling', recreate: false, rollback: { names: [] } }
const blueGreen: Deployment = { strategy: 'blue_green', bakeTime: 5, rollback: { names: [] } }
const worker = (more: Partial<Service> = {}) => {
  const service = backend(more)
  delete service.http
  return service
}

describe('the alarms that take a deployment back', () => {
  const own = [{ Ref: 'ErrorsAlarm' }, { Ref: 'ConnectionErrorsAlarm' }, { Ref: 'RollbackHealthAlarm' }]
  const names = (service: Service, of: Environment) => {
    const { Alarms } = properties(service, 'Service', of)['DeploymentConfiguration'] as {
      Alarms: { AlarmNames: unknown[]; Enable: boolean; Rollback: boolean }
    }
    expect([Alarms.Enable, Alarms.Rollback]).toEqual(Array(2).fill(Alarms.AlarmNames.length > 0))
    return Alarms.AlarmNames
  }
  const withRollback = (rollback: Deployment['rollback']) => frontend({ deployment: { ...rolling, rollback } })

  test.each<[string, Service, Environment, unknown[]]>([
    ['in production', frontend(), prod, own],
    ['elsewhere only when they are asked for', frontend(), environment(), []],
    ['asked for', withRollback({ own: true, names: [] }), environment(), own],
    ['not wanted in production', withRollback({ own: false, names: [] }), prod, []],
    ['when traffic is shifted', frontend({ deployment: blueGreen }), environment(), own],
    ['of one without requests', worker(), prod, []],
    ['of one without tasks', frontend({ count: 0 }), prod, own.slice(0, 2)],
    ["someone else's", withRollback({ names: ['x'] }), environment(), ['x']],
    [
      'of CPU and memory',
      withRollback({ names: [], cpu: 80, memory: 90 }),
      environment(),
      [{ 'Fn::Sub': '${App}-${Env}-frontend-rollback-cpu' }, { 'Fn::Sub': '${App}-${Env}-frontend-rollback-memory' }],
    ],
  ])('%s', (_, service, of, expected) => {
    expect(names(service, of)).toEqual(expected)
  })

  test('exist in the stack, under the names that the service knows', () => {
    expect(properties(withRollback({ names: [], cpu: 80 }), 'RollbackCpuAlarm')).toMatchObject({
      AlarmName: { 'Fn::Sub': '${App}-${Env}-frontend-rollback-cpu' },
      MetricName: 'CPUUtilization',
      Threshold: 80,
      EvaluationPeriods: 2,
    })
    for (const { Ref } of own) expect(resources(frontend(), prod)).toHaveProperty(Ref)
  })

  // A cycle: the service waits for an alarm that waits for the service.
  test('know nothing of the service itself, unless they are named', () => {
    for (const { Ref } of own) expect(JSON.stringify(resources(frontend(), prod)[Ref])).not.toContain('"Service"')
  })

  test("are about the service alone: what the balancer counts for all of its services isn't among them", () => {
    const stack = resources(frontend({ deployment: blueGreen }))
    for (const { Ref } of own) {
      const { Metrics } = stack[Ref]?.Properties as { Metrics: { MetricStat?: { Metric: { Dimensions: { Name: string }[] } } }[] }
      const metrics = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
      expect(metrics).toHaveLength(2)
      for (const { Dimensions } of metrics) expect(Dimensions.map(({ Name }) => Name)).toEqual(['LoadBalancer', 'TargetGroup'])
    }
  })

  test('count no refused connections where nobody is meant to take any for a while', () => {
    const service = frontend({ deployment: { ...rolling, recreate: true } })
    expect(names(service, prod)).toEqual([own[0], own[2]])
    expect(resources(service, prod)).not.toHaveProperty('ConnectionErrorsAlarm')
  })

  test.each([
    [0, 2],
    [60, 3],
    [150, 5],
    [2_147_483_647, 1440],
  ])('a task that may take %i s to start is not called unhealthy before %i minutes', (gracePeriod, minutes) => {
    const { http } = frontend()
    const service = frontend({ http: { ...http!, healthcheck: { ...http!.healthcheck, gracePeriod } } })
    // No target yet is no alarm: otherwise the first deployment would fail.
    expect(properties(service, 'RollbackHealthAlarm', prod)).toMatchObject({
      EvaluationPeriods: minutes,
      TreatMissingData: 'notBreaching',
    })
  })
})

test('old tasks stay until new ones are healthy, or all go first', () => {
  expect(configuration(rolling)).toMatchObject({ MinimumHealthyPercent: 100, MaximumPercent: 200 })
  expect(configuration({ ...rolling, recreate: true })).toMatchObject({ MinimumHealthyPercent: 0, MaximumPercent: 100 })
  const rebalancing = (deployment: Deployment) => properties(frontend({ deployment }), 'Service')['AvailabilityZoneRebalancing']
  expect(rebalancing(rolling)).toBe('ENABLED')
  expect(rebalancing({ ...rolling, recreate: true })).toBe('DISABLED')
})

test.each<[Deployment, object]>([
  [rolling, { Strategy: 'ROLLING' }],
  [blueGreen, { Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 5 }],
  [
    { ...blueGreen, strategy: 'canary', percent: 5.5, stepTime: 3 },
    { Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 5.5, CanaryBakeTimeInMinutes: 3 } },
  ],
  [
    { ...blueGreen, strategy: 'linear', percent: 20, stepTime: 3 },
    { Strategy: 'LINEAR', LinearConfiguration: { StepPercent: 20, StepBakeTimeInMinutes: 3 } },
  ],
])('%j', (deployment, expected) => {
  expect(configuration(deployment)).toMatchObject({ ...expected, DeploymentCircuitBreaker: { Enable: true, Rollback: true } })
})

test('a bake time is written where there is something to watch', () => {
  expect(configuration({ ...rolling, bakeTime: 3 })).not.toHaveProperty('BakeTimeInMinutes')
  expect(configuration({ ...rolling, bakeTime: 3 }, prod)).toMatchObject({ BakeTimeInMinutes: 3 })
  expect(configuration(rolling, prod)).not.toHaveProperty('BakeTimeInMinutes')
})

describe('a service that shifts traffic', () => {
  const service = frontend({ deployment: blueGreen })

  test('has two target groups, and a rule that begins with the first', () => {
    expect(properties(service, 'AlternateTargetGroup')).toEqual(properties(service, 'TargetGroup'))
    expect(properties(service, 'ListenerRule')['Actions']).toEqual([
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: { Ref: 'TargetGroup' }, Weight: 100 },
            { TargetGroupArn: { Ref: 'AlternateTargetGroup' }, Weight: 0 },
          ],
        },
      },
    ])
    expect(properties(service, 'Service')['LoadBalancers']).toMatchObject([
      {
        TargetGroupArn: { Ref: 'TargetGroup' },
        AdvancedConfiguration: {
          AlternateTargetGroupArn: { Ref: 'AlternateTargetGroup' },
          ProductionListenerRule: { Ref: 'ListenerRule' },
          RoleArn: { 'Fn::GetAtt': ['InfrastructureRole', 'Arn'] },
        },
      },
    ])
  })

  test.each([
    ['ErrorsAlarm', 'SUM([m0, m1])'],
    ['ResponseTimeAlarm', 'MAX([m0, m1])'],
    ['HealthyAlarm', 'MAX([m0, m1])'],
    ['RollbackHealthAlarm', 'MAX([m0, m1])'],
  ])('%s looks at both groups', (id, expression) => {
    const { Metrics } = properties(service, id) as { Metrics: { Expression?: string; ReturnData: boolean }[] }
    expect(Metrics.filter(({ ReturnData }) => ReturnData).map(({ Expression }) => Expression)).toEqual([expression])
    expect(JSON.stringify(Metrics)).toMatch(/"TargetGroup","TargetGroupFullName".*"AlternateTargetGroup","TargetGroupFullName"/)
  })
})
