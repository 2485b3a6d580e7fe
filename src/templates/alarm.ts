import { ref, resource, type Intrinsic, type Resource, type Value } from './cfn.js'

interface Alarm {
  what: string
  namespace: Value<string>
  metric: string
  dimensions: { Name: string; Value: Value<string> }[]
  statistic: 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum'
  /** Breaches above this, or below that. */
  above?: number
  below?: number
  /** Consecutive minutes, a multiple of the period. */
  minutes: number
  /** Seconds between two data points; 60 unless it's given. */
  period?: number
  missing: 'breaching' | 'notBreaching'
  /** ARN of the topic; the stack's parameter AlarmTopicArn unless it's given. */
  topic?: Intrinsic
}

/** An alarm that tells the environment's topic when it starts and when it's over. */
export function alarm(alarm: Alarm): Resource {
  const { what, namespace, metric, dimensions, statistic, above, below, missing, topic = ref('AlarmTopicArn') } = alarm
  const { minutes, period = 60 } = alarm
  return resource('AWS::CloudWatch::Alarm', {
    AlarmDescription: what,
    Namespace: namespace,
    MetricName: metric,
    Dimensions: dimensions,
    Statistic: statistic,
    Period: period,
    EvaluationPeriods: (minutes * 60) / period,
    ComparisonOperator: above === undefined ? 'LessThanThreshold' : 'GreaterThanThreshold',
    Threshold: above ?? below ?? 0,
    TreatMissingData: missing,
    AlarmActions: [topic],
    OKActions: [topic],
  })
}
