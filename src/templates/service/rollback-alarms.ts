import type { Service } from '../../manifest/service.js'
import { alarm } from '../alarm.js'
import { ref, sub, type Resource, type Value } from '../cfn.js'
import { taskDimensions } from './alarms.js'
import type { ServiceContext } from './service-context.js'
import { targetAlarm } from './target-alarm.js'
import { shiftsTraffic } from './traffic.js'

interface RollbackAlarms {
  /** Those that ECS watches during a deployment. */
  names: Value<string>[]
  /** Those among them that aren't there anyway. */
  resources: Record<string, Resource>
}

/**
 * The alarms that take a deployment back. ECS watches none of them when one is already in alarm as the deployment begins, so that a fix can be
 * deployed. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export function rollbackAlarms(service: Service, context: ServiceContext): RollbackAlarms {
  const { rollback } = service.deployment
  const own = service.http && (rollback.own ?? (context.environment.production || shiftsTraffic(service)))
  const health: Record<string, Resource> = service.count > 0 ? { RollbackHealthAlarm: healthAlarm(service) } : {}
  // Between the old tasks and the new ones nobody takes connections: that's no sign of anything then.
  const errors: Record<string, Resource> =
    service.deployment.strategy === 'rolling' && service.deployment.recreate
      ? {}
      : { ConnectionErrorsAlarm: connectionErrors(service) }
  const requests: Record<string, Resource> = own ? { ...errors, ...health } : {}
  const usage = usageAlarms(service)
  return {
    names: [
      ...(own ? [ref('ErrorsAlarm')] : []),
      ...Object.keys(requests).map(ref),
      ...usage.map(({ name }) => name),
      ...rollback.names,
    ],
    resources: { ...requests, ...Object.fromEntries(usage.map(({ id, resource }) => [id, resource])) },
  }
}

/**
 * The balancer's own 5xx are counted for all of its services together; of one service it counts the connections that its targets refuse or don't
 * take. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
const connectionErrors = (service: Service): Resource =>
  targetAlarm(service, {
    what: `more than ${service.alarms.http5xx} connections a minute that its targets don't take`,
    metric: 'TargetConnectionErrorCount',
    statistic: 'Sum',
    above: service.alarms.http5xx,
    minutes: 3,
    missing: 'notBreaching',
  })

/**
 * Not HealthyAlarm itself: that one takes silence for the worst, and would go off while the very first tasks start. This one needs targets that stay
 * unhealthy for longer than they are given to start.
 */
function healthAlarm(service: Service): Resource {
  const grace = Math.ceil((service.http?.healthcheck.gracePeriod ?? 0) / 60)
  return targetAlarm(service, {
    what: 'no target gets healthy',
    metric: 'HealthyHostCount',
    statistic: 'Maximum',
    below: 1,
    // CloudWatch looks back a day at most.
    minutes: Math.min(grace + 2, 1440),
    missing: 'notBreaching',
  })
}

interface Named {
  id: string
  name: Value<string>
  resource: Resource
}

/** They know the service by its name, and the service knows them: one side must be named by hand, as Copilot does it. */
function usageAlarms({ name, deployment: { rollback } }: Service): Named[] {
  const watched = [
    { id: 'RollbackCpuAlarm', what: 'CPU', suffix: 'cpu', metric: 'CPUUtilization', above: rollback.cpu },
    { id: 'RollbackMemoryAlarm', what: 'memory', suffix: 'memory', metric: 'MemoryUtilization', above: rollback.memory },
  ]
  return watched.flatMap(({ id, what, suffix, metric, above }) => {
    if (above === undefined) return []
    const alarmName = sub(`\${App}-\${Env}-${name}-rollback-${suffix}`)
    const made = alarm({
      what: `${name}: ${what} above ${above} % for 2 minutes, which takes a deployment back`,
      namespace: 'AWS/ECS',
      metric,
      dimensions: taskDimensions,
      statistic: 'Average',
      above,
      minutes: 2,
      missing: 'notBreaching',
    })
    return [{ id, name: alarmName, resource: { ...made, Properties: { AlarmName: alarmName, ...made.Properties } } }]
  })
}
