import { expect, test } from '@jest/globals'
import type { Scaling } from '../../../src/manifest/service-scaling.js'
import type { Service } from '../../../src/manifest/service.js'
import { serviceTemplate } from '../../../src/templates/service/service-template.js'
import { backend, environment } from '../../support/values.js'

const pause = { in: 120, out: 60 }
const scaling = (more: Partial<Scaling>): Scaling => ({ max: 10, ...more })
const resources = (service: Service, containerInsights = false) =>
  serviceTemplate(service, { backends: [], environment: environment({ observability: { containerInsights } }) }).Resources
const properties = (service: Service, id: string) => resources(service)[id]?.Properties as Record<string, unknown> | undefined
const worker = (more: Partial<Service> = {}) => {
  const service = backend(more)
  delete service.http
  return service
}

test('a service that scales has a scalable target, and leaves the number of tasks to it', () => {
  const service = backend({ count: 2, scaling: scaling({ cpu: { target: 70, cooldown: pause } }) })
  expect(properties(service, 'ScalableTarget')).toEqual({
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceId: { 'Fn::Sub': 'service/${ClusterName}/${Service.Name}' },
    MinCapacity: 2,
    MaxCapacity: 10,
  })
  expect(properties(service, 'Service')).not.toHaveProperty('DesiredCount')
  expect(properties(backend(), 'Service')).toMatchObject({ DesiredCount: 1 })
  expect(resources(backend())).not.toHaveProperty('ScalableTarget')
})

test.each<[string, Partial<Scaling>, object]>([
  [
    'CpuScaling',
    { cpu: { target: 70, cooldown: pause } },
    { PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' }, TargetValue: 70 },
  ],
  [
    'MemoryScaling',
    { memory: { target: 80, cooldown: { in: 300, out: 0 } } },
    {
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
      ScaleInCooldown: 300,
      ScaleOutCooldown: 0,
    },
  ],
  [
    'RequestScaling',
    { requests: { target: 1000, cooldown: pause } },
    {
      PredefinedMetricSpecification: {
        PredefinedMetricType: 'ALBRequestCountPerTarget',
        ResourceLabel: { 'Fn::Sub': '${BalancerFullName}/${TargetGroup.TargetGroupFullName}' },
      },
    },
  ],
  [
    'ResponseTimeScaling',
    { responseTime: { target: 0.5, cooldown: pause } },
    { CustomizedMetricSpecification: { MetricName: 'TargetResponseTime', Statistic: 'Average' }, TargetValue: 0.5 },
  ],
])('%s, and no other', (id, metric, expected) => {
  const service = backend({ scaling: scaling(metric) })
  expect(properties(service, id)).toMatchObject({
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: { Ref: 'ScalableTarget' },
    TargetTrackingScalingPolicyConfiguration: expected,
  })
  expect(Object.keys(resources(service)).filter(each => /Scaling$/.test(each))).toEqual([id])
})

test('too few tasks are told of: by their health, or where Container Insights counts them', () => {
  expect(properties(backend({ count: 3 }), 'FewTasksAlarm')).toMatchObject({
    MetricName: 'HealthyHostCount',
    Threshold: 3,
    ComparisonOperator: 'LessThanThreshold',
  })
  expect(resources(backend())).not.toHaveProperty('FewTasksAlarm')
  expect(resources(worker({ count: 3 }))).not.toHaveProperty('FewTasksAlarm')
  expect(resources(worker(), true)['FewTasksAlarm']?.Properties).toMatchObject({
    Metrics: expect.arrayContaining([expect.objectContaining({ Expression: 'desired - running' })]),
  })
})
