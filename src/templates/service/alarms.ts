import type { Service } from '../../manifest/service.js'
import { alarm } from '../alarm.js'
import { getAtt, ref, type Resource } from '../cfn.js'

/** CPU and memory of the tasks; for a service that takes requests also its errors and its healthy targets. */
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
          // No data means no target at all: that is the worst case, not a quiet one.
          HealthyAlarm: alarm({
            ...elb,
            what: `${service.name}: fewer than ${service.count} healthy targets`,
            metric: 'HealthyHostCount',
            statistic: 'Minimum',
            below: service.count,
            minutes: 5,
            missing: 'breaching',
          }),
        }
      : {}),
  }
}
