import { ref, resource, type Intrinsic, type Resource, type Value } from './cfn.js'

interface Metric {
  namespace: Value<string>
  metric: string
  dimensions: { Name: string; Value: Value<string> }[]
  statistic: 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum'
}

interface Breach {
  what: string
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
export function alarm({ namespace, metric, dimensions, statistic, ...breach }: Metric & Breach): Resource {
  const { what, period = 60 } = breach
  return resource('AWS::CloudWatch::Alarm', {
    AlarmDescription: what,
    Namespace: namespace,
    MetricName: metric,
    Dimensions: dimensions,
    Statistic: statistic,
    Period: period,
    ...breachOf(breach),
  })
}

/** The same of what several metrics, by the ids that they have in the expression, make together. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export function mathAlarm({
  metrics,
  expression,
  ...breach
}: { metrics: Record<string, Metric>; expression: string } & Breach): Resource {
  const { what, period = 60 } = breach
  return resource('AWS::CloudWatch::Alarm', {
    AlarmDescription: what,
    Metrics: [
      ...Object.entries(metrics).map(([Id, { namespace, metric, dimensions, statistic }]) => ({
        Id,
        MetricStat: {
          Metric: { Namespace: namespace, MetricName: metric, Dimensions: dimensions },
          Stat: statistic,
          Period: period,
        },
        ReturnData: false,
      })),
      { Id: 'result', Expression: expression, ReturnData: true },
    ],
    ...breachOf(breach),
  })
}

const breachOf = ({ above, below, minutes, period = 60, missing, topic = ref('AlarmTopicArn') }: Breach) => ({
  EvaluationPeriods: (minutes * 60) / period,
  ComparisonOperator: above === undefined ? 'LessThanThreshold' : 'GreaterThanThreshold',
  Threshold: above ?? below ?? 0,
  TreatMissingData: missing,
  AlarmActions: [topic],
  OKActions: [topic],
})
