import type { Service } from '../../manifest/service.js'
import { alarm, mathAlarm } from '../alarm.js'
import { getAtt, ref, type Resource } from '../cfn.js'
import type { ServiceContext } from './service-context.js'
import { targetAlarm } from './target-alarm.js'

/** CPU and memory of the tasks, and whether enough of them run; for a service that takes requests how it answers them. */
export function alarms(service: Service, context: ServiceContext): Record<string, Resource> {
  return {
    CpuAlarm: usageAlarm(service, 'CPU', 'CPUUtilization', service.alarms.cpu),
    MemoryAlarm: usageAlarm(service, 'memory', 'MemoryUtilization', service.alarms.memory),
    ...(service.http ? requestAlarms(service) : {}),
    // A service that is meant to have no task isn't down.
    ...(service.count > 0 ? (service.http ? healthyAlarms(service) : runningAlarms(service, context)) : {}),
  }
}

/** Of the ECS service; the metrics come from running tasks only. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
export const taskDimensions = [
  { Name: 'ClusterName', Value: ref('ClusterName') },
  { Name: 'ServiceName', Value: getAtt('Service', 'Name') },
]

function usageAlarm({ name }: Service, what: string, metric: string, above: number): Resource {
  return alarm({
    what: `${name}: ${what} above ${above} % for 5 minutes`,
    namespace: 'AWS/ECS',
    metric,
    dimensions: taskDimensions,
    statistic: 'Average',
    above,
    minutes: 5,
    missing: 'notBreaching',
  })
}

function requestAlarms(service: Service): Record<string, Resource> {
  const { http5xx, responseTime } = service.alarms
  return {
    ErrorsAlarm: targetAlarm(service, {
      what: `more than ${http5xx} answers with 5xx a minute`,
      metric: 'HTTPCode_Target_5XX_Count',
      statistic: 'Sum',
      above: http5xx,
      minutes: 3,
      missing: 'notBreaching',
    }),
    ResponseTimeAlarm: targetAlarm(service, {
      what: `one of 100 requests takes longer than ${responseTime} s, for 5 minutes`,
      metric: 'TargetResponseTime',
      statistic: 'p99',
      above: responseTime,
      minutes: 5,
      missing: 'notBreaching',
    }),
    UnhealthyAlarm: targetAlarm(service, {
      what: 'a target fails its health checks for 5 minutes',
      metric: 'UnHealthyHostCount',
      statistic: 'Maximum',
      above: 0,
      minutes: 5,
      missing: 'notBreaching',
    }),
  }
}

/** No data is the worst case here, not a quiet one: the metric is silent when there is no target. */
function healthyAlarms(service: Service): Record<string, Resource> {
  // Should the balancer's nodes report by zone, the minimum would be that of a zone without a task.
  const healthy = { metric: 'HealthyHostCount', statistic: 'Maximum', missing: 'breaching' } as const
  const { count } = service
  return {
    HealthyAlarm: onceItRuns(targetAlarm(service, { ...healthy, what: 'no healthy target', below: 1, minutes: 3 })),
    ...(count > 1
      ? {
          FewTasksAlarm: onceItRuns(
            targetAlarm(service, {
              ...healthy,
              what: `fewer than ${count} healthy targets for 10 minutes`,
              below: count,
              minutes: 10,
            }),
          ),
        }
      : {}),
  }
}

/** The first tasks have their time to start before silence is a breach. */
const onceItRuns = (alarm: Resource): Resource => ({ ...alarm, DependsOn: 'Service' })

function runningAlarms({ name }: Service, { environment }: ServiceContext): Record<string, Resource> {
  return {
    // A sample comes from a running task only; how many samples a task gives isn't said, so that they don't count the tasks.
    RunningAlarm: alarm({
      what: `${name}: no task runs`,
      namespace: 'AWS/ECS',
      metric: 'CPUUtilization',
      dimensions: taskDimensions,
      statistic: 'SampleCount',
      below: 1,
      minutes: 3,
      missing: 'breaching',
    }),
    ...(environment.observability.containerInsights ? { FewTasksAlarm: fewTasks(name) } : {}),
  }
}

/** Only Container Insights counts tasks. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html */
function fewTasks(name: string): Resource {
  const count = { namespace: 'ECS/ContainerInsights', dimensions: taskDimensions, statistic: 'Average' } as const
  return mathAlarm({
    what: `${name}: fewer tasks run than should, for 10 minutes`,
    metrics: { desired: { ...count, metric: 'DesiredTaskCount' }, running: { ...count, metric: 'RunningTaskCount' } },
    expression: 'desired - running',
    above: 0,
    minutes: 10,
    missing: 'notBreaching',
  })
}
