import { ref, resource, type Resource, type Value } from './cfn.js'

interface Alarm {
  what: string
  namespace: Value<string>
  metric: string
  dimensions: { Name: string; Value: Value<string> }[]
  statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum'
  /** Breaches above this, or below that. */
  above?: number
  below?: number
  /** Consecutive minutes. */
  minutes: number
  missing: 'breaching' | 'notBreaching'
}

/** An alarm that tells the environment's topic when it starts and when it's over. Its stack needs the parameter AlarmTopicArn. */
export function alarm({ what, namespace, metric, dimensions, statistic, above, below, minutes, missing }: Alarm): Resource {
  return resource('AWS::CloudWatch::Alarm', {
    AlarmDescription: what,
    Namespace: namespace,
    MetricName: metric,
    Dimensions: dimensions,
    Statistic: statistic,
    Period: 60,
    EvaluationPeriods: minutes,
    ComparisonOperator: above === undefined ? 'LessThanThreshold' : 'GreaterThanThreshold',
    Threshold: above ?? below ?? 0,
    TreatMissingData: missing,
    AlarmActions: [ref('AlarmTopicArn')],
    OKActions: [ref('AlarmTopicArn')],
  })
}
