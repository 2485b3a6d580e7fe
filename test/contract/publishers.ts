import type { ParsedResource } from './support.js'

/** A metric that an alarm listens to. */
export interface Heard {
  namespace: unknown
  metric: string
  /** Names of its dimensions, sorted. */
  dimensions: string[]
  /** Seconds. */
  period: number
}

interface Dimension {
  Name: string
}
interface AlarmProperties {
  Namespace?: unknown
  MetricName?: string
  Dimensions?: Dimension[]
  Period?: number
  Metrics?: { MetricStat?: { Metric: { Namespace: unknown; MetricName: string; Dimensions?: Dimension[] }; Period: number } }[]
}

/** What an alarm listens to, by itself or in an expression. */
export function heardBy({ Properties = {} }: ParsedResource): Heard[] {
  const { Namespace, MetricName = '', Dimensions, Period = 0, Metrics } = Properties as AlarmProperties
  const names = (dimensions: Dimension[] = []) => dimensions.map(({ Name }) => Name).sort()
  if (!Metrics) return [{ namespace: Namespace, metric: MetricName, dimensions: names(Dimensions), period: Period }]
  return Metrics.flatMap(({ MetricStat }) => {
    if (!MetricStat) return []
    const { Metric: metric, Period: period } = MetricStat
    return [{ namespace: metric.Namespace, metric: metric.MetricName, dimensions: names(metric.Dimensions), period }]
  })
}

interface Publisher {
  metrics: string[]
  /** All of them: a metric is another one with a dimension more or less. */
  dimensions: string[]
  /** Seconds between two data points. */
  every: number
}

/**
 * What AWS's services publish, as far as alarms listen to it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/monitoring-using-cloudwatch.html
 * https://docs.aws.amazon.com/documentdb/latest/devguide/cloud_watch.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html (with detailed monitoring; credits every five minutes)
 * https://docs.aws.amazon.com/ebs/latest/userguide/using_cloudwatch_ebs.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
const publishers: Record<string, Publisher[]> = {
  'AWS/ApplicationELB': [
    { metrics: ['HTTPCode_ELB_5XX_Count'], dimensions: ['LoadBalancer'], every: 60 },
    {
      metrics: [
        'HTTPCode_Target_5XX_Count',
        'HealthyHostCount',
        'TargetConnectionErrorCount',
        'TargetResponseTime',
        'UnHealthyHostCount',
      ],
      dimensions: ['LoadBalancer', 'TargetGroup'],
      every: 60,
    },
  ],
  'AWS/AutoScaling': [{ metrics: ['GroupInServiceInstances'], dimensions: ['AutoScalingGroupName'], every: 60 }],
  'AWS/Backup': [{ metrics: ['NumberOfBackupJobsCompleted'], dimensions: ['BackupVaultName'], every: 300 }],
  'AWS/CloudFront': [{ metrics: ['5xxErrorRate'], dimensions: ['DistributionId', 'Region'], every: 60 }],
  'AWS/DocDB': [
    {
      metrics: ['CPUUtilization', 'DatabaseConnections', 'DatabaseConnectionsLimit', 'FreeLocalStorage', 'FreeableMemory'],
      dimensions: ['DBInstanceIdentifier'],
      every: 60,
    },
    { metrics: ['DBClusterReplicaLagMaximum'], dimensions: ['DBClusterIdentifier'], every: 60 },
  ],
  'AWS/EBS': [
    { metrics: ['VolumeReadBytes', 'VolumeReadOps', 'VolumeWriteBytes', 'VolumeWriteOps'], dimensions: ['VolumeId'], every: 60 },
  ],
  'AWS/EC2': [
    { metrics: ['CPUUtilization'], dimensions: ['AutoScalingGroupName'], every: 60 },
    { metrics: ['CPUCreditBalance'], dimensions: ['AutoScalingGroupName'], every: 300 },
  ],
  'AWS/ECS': [{ metrics: ['CPUUtilization', 'MemoryUtilization'], dimensions: ['ClusterName', 'ServiceName'], every: 60 }],
  'ECS/ContainerInsights': [
    { metrics: ['DesiredTaskCount', 'RunningTaskCount'], dimensions: ['ClusterName', 'ServiceName'], every: 60 },
  ],
}

/** @param own metrics of a database's members, from the boot script */
export function isPublished({ namespace, metric, dimensions, period }: Heard, own: string[]): boolean {
  const known =
    typeof namespace === 'string' ? (publishers[namespace] ?? []) : [{ metrics: own, dimensions: ['Member'], every: 60 }]
  return known.some(
    each => each.metrics.includes(metric) && each.dimensions.join() === dimensions.join() && period % each.every === 0,
  )
}
