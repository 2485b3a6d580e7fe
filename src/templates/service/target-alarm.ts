import type { Service } from '../../manifest/service.js'
import { getAtt, ref, resource, type Resource } from '../cfn.js'
import { targetGroups } from './traffic.js'

interface TargetAlarm {
  what: string
  metric: string
  statistic: 'Sum' | 'Maximum' | 'p99'
  /** Breaches above this, or below that. */
  above?: number
  below?: number
  /** Consecutive minutes. */
  minutes: number
  missing: 'breaching' | 'notBreaching'
}

/** An alarm on what the balancer sees of the service's targets: in whichever group they are. */
export function targetAlarm(service: Service, alarm: TargetAlarm): Resource {
  const { what, above, below, minutes, missing } = alarm
  return resource('AWS::CloudWatch::Alarm', {
    AlarmDescription: `${service.name}: ${what}`,
    ...metricOf(targetGroups(service), alarm),
    EvaluationPeriods: minutes,
    ComparisonOperator: above === undefined ? 'LessThanThreshold' : 'GreaterThanThreshold',
    Threshold: above ?? below ?? 0,
    TreatMissingData: missing,
    AlarmActions: [ref('AlarmTopicArn')],
    OKActions: [ref('AlarmTopicArn')],
  })
}

/**
 * Of two groups one serves, and the other has the old or the new tasks, or none and then no data, which SUM and MAX pass over.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
function metricOf(groups: string[], { metric, statistic }: TargetAlarm) {
  const [group = '', ...others] = groups
  const of = (id: string) => ({ Namespace: 'AWS/ApplicationELB', MetricName: metric, Dimensions: dimensions(id) })
  if (others.length === 0) return { ...of(group), ...statisticOf(statistic), Period: 60 }
  const ids = groups.map((_, i) => `m${i}`)
  return {
    Metrics: [
      ...groups.map((id, i) => ({
        Id: `m${i}`,
        MetricStat: { Metric: of(id), Stat: statistic, Period: 60 },
        ReturnData: false,
      })),
      { Id: 'both', Expression: `${statistic === 'Sum' ? 'SUM' : 'MAX'}([${ids.join(', ')}])`, ReturnData: true },
    ],
  }
}

/** A percentile of a handful of requests says nothing: the alarm then stays as it was. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html */
const statisticOf = (statistic: TargetAlarm['statistic']) =>
  statistic === 'p99' ? { ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'ignore' } : { Statistic: statistic }

const dimensions = (group: string) => [
  { Name: 'LoadBalancer', Value: ref('BalancerFullName') },
  { Name: 'TargetGroup', Value: getAtt(group, 'TargetGroupFullName') },
]
