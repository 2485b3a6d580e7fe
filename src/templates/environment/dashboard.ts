import { getAtt, ref, resource, type Resource } from '../cfn.js'

/** Columns of CloudWatch's grid, and the height of a graph in its rows. */
const columns = 24
const height = 6

interface Graph {
  title: string
  /** As CloudWatch has them in a dashboard's body; texts may hold `${Name}` of Fn::Sub. */
  metrics: unknown[]
  stat?: string
}

/**
 * One row per part of the system. Services and members come and go without the dashboard: it searches for them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 * @param databases names of the application's databases
 */
export function dashboard(databases: string[]): Record<string, Resource> {
  const rows = [balancerRow('Public'), balancerRow('Internal'), tasksRow, ...databases.map(databaseRow)]
  const widgets = rows.flatMap((graphs, y) =>
    graphs.map((graph, i) => ({
      type: 'metric',
      x: i * (columns / graphs.length),
      y: y * height,
      width: columns / graphs.length,
      height,
      properties: {
        title: graph.title,
        region: '${AWS::Region}',
        period: 60,
        stat: graph.stat ?? 'Average',
        metrics: graph.metrics,
      },
    })),
  )
  return {
    Dashboard: resource('AWS::CloudWatch::Dashboard', {
      DashboardBody: {
        'Fn::Sub': [
          JSON.stringify({ widgets }),
          {
            PublicName: getAtt('PublicBalancer', 'LoadBalancerFullName'),
            InternalName: getAtt('InternalBalancer', 'LoadBalancerFullName'),
            ClusterName: ref('Cluster'),
          },
        ],
      },
    }),
  }
}

function balancerRow(side: 'Public' | 'Internal'): Graph[] {
  const of = (metric: string) => ['AWS/ApplicationELB', metric, 'LoadBalancer', `\${${side}Name}`]
  return [
    { title: `${side} load balancer: requests`, stat: 'Sum', metrics: [of('RequestCount')] },
    {
      title: `${side} load balancer: errors`,
      stat: 'Sum',
      metrics: [of('HTTPCode_ELB_5XX_Count'), of('HTTPCode_Target_5XX_Count'), of('HTTPCode_Target_4XX_Count')],
    },
    { title: `${side} load balancer: seconds to an answer (99 %)`, stat: 'p99', metrics: [of('TargetResponseTime')] },
  ]
}

const search = (schema: string, filter: string, stat: string) => [
  { expression: `SEARCH('{${schema}} ${filter}', '${stat}', 60)` },
]

const ofTasks = (metric: string) => [
  search('AWS/ECS,ClusterName,ServiceName', `ClusterName="\${ClusterName}" MetricName="${metric}"`, 'Average'),
]

const tasksRow: Graph[] = [
  { title: 'Services: CPU (%)', metrics: ofTasks('CPUUtilization') },
  { title: 'Services: memory (%)', metrics: ofTasks('MemoryUtilization') },
  {
    title: 'Services: healthy targets',
    metrics: [
      search(
        'AWS/ApplicationELB,LoadBalancer,TargetGroup',
        'MetricName="HealthyHostCount" ("${PublicName}" OR "${InternalName}")',
        'Maximum',
      ),
    ],
  },
]

function databaseRow(name: string): Graph[] {
  const of = (metric: string) => [search(`"mm/\${App}/\${Env}/${name}",Member`, `MetricName="${metric}"`, 'Maximum')]
  return [
    { title: `Database ${name}: members that answer`, metrics: of('mongod_up') },
    { title: `Database ${name}: data volume (% used)`, metrics: of('disk_used_percent') },
    { title: `Database ${name}: seconds behind the primary`, metrics: of('replication_lag_seconds') },
  ]
}
