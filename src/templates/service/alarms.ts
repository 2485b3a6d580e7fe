import type { Service } from '../../manifest/service.js'
import { alarm } from '../alarm.js'
import { getAtt, ref, type Resource, type Value } from '../cfn.js'

/** CPU and memory of the tasks, and whether one runs; for a service that takes requests its errors and the health of its targets. */
export function alarms(service: Service): Record<string, Resource> {
  const task = [
    { Name: 'ClusterName', Value: ref('ClusterName') },
    { Name: 'ServiceName', Value: getAtt('Service', 'Name') },
  ]
  const target = [
    { Name: 'LoadBalancer', Value: ref('BalancerFullName') },
    { Name: 'TargetGroup', Value: getAtt('TargetGroup', 'TargetGroupFullName') },
  ]
  const ecs = {
    namespace: 'AWS/ECS',
    dimensions: task,
    statistic: 'Average',
    above: 85,
    minutes: 5,
    missing: 'notBreaching',
  } as const
  const elb = { namespace: 'AWS/ApplicationELB', dimensions: target } as const
  return {
    CpuAlarm: alarm({ ...ecs, what: `${service.name}: CPU above 85 % for 5 minutes`, metric: 'CPUUtilization' }),
    MemoryAlarm: alarm({ ...ecs, what: `${service.name}: memory above 85 % for 5 minutes`, metric: 'MemoryUtilization' }),
    ...(service.http
      ? {
          ErrorsAlarm: alarm({
            ...elb,
            what: `${service.name}: more than 10 answers with 5xx a minute`,
            metric: 'HTTPCode_Target_5XX_Count',
            statistic: 'Sum',
            above: 10,
            minutes: 3,
            missing: 'notBreaching',
          }),
          UnhealthyAlarm: alarm({
            ...elb,
            what: `${service.name}: a target fails its health checks for 5 minutes`,
            metric: 'UnHealthyHostCount',
            statistic: 'Maximum',
            above: 0,
            minutes: 5,
            missing: 'notBreaching',
          }),
        }
      : {}),
    // A service that is meant to have no task isn't down.
    ...(service.count > 0 ? downAlarm(service, { task, target }) : {}),
  }
}

type Dimensions = { Name: string; Value: Value<string> }[]

/** No data is the worst case here, not a quiet one: both metrics are silent when no task runs. */
function downAlarm(service: Service, { task, target }: Record<'task' | 'target', Dimensions>): Record<string, Resource> {
  const down = { below: 1, minutes: 3, missing: 'breaching' } as const
  if (!service.http) {
    return {
      // A sample comes from a running task only. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
      RunningAlarm: alarm({
        ...down,
        what: `${service.name}: no task runs`,
        namespace: 'AWS/ECS',
        metric: 'CPUUtilization',
        dimensions: task,
        statistic: 'SampleCount',
      }),
    }
  }
  return {
    // Should the balancer's nodes report by zone, the minimum would be that of a zone without a task.
    HealthyAlarm: alarm({
      ...down,
      what: `${service.name}: no healthy target`,
      namespace: 'AWS/ApplicationELB',
      metric: 'HealthyHostCount',
      dimensions: target,
      statistic: 'Maximum',
    }),
  }
}
