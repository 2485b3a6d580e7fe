/** A list price on demand. */
export interface Price {
  /** What it's paid for, as a sum names it: several prices may go by one name. */
  what: string
  /** What one of it is. */
  unit: string
  usd: number
  per: 'hour' | 'month'
}

/** Where and when the prices were so. A new month means that each of them was looked at. */
export const region = 'us-east-1'
export const asOf = '2026-07'

/** As AWS's own calculator counts a month. https://docs.aws.amazon.com/pricing-calculator/latest/userguide/what-is-pricing-calculator.html */
export const hoursAMonth = 730

/** Linux. What is paid for each vCPU and each GB of a task. https://aws.amazon.com/fargate/pricing/ */
export const fargate = {
  x86: {
    cpu: { what: 'Fargate', unit: 'vCPU of a task', usd: 0.04048, per: 'hour' },
    memory: { what: 'Fargate', unit: 'GB of memory of a task', usd: 0.004445, per: 'hour' },
  },
  arm: {
    cpu: { what: 'Fargate', unit: 'vCPU of a task on Arm', usd: 0.03238, per: 'hour' },
    memory: { what: 'Fargate', unit: 'GB of memory of a task on Arm', usd: 0.00356, per: 'hour' },
  },
} as const satisfies Record<string, Record<string, Price>>

/**
 * Spot has no list price: it's 50 to 70 % below the other, and changes. Counted is the least that's saved.
 * https://aws.amazon.com/fargate/pricing/ (Fargate Spot)
 */
export const spotShare = 0.5

export const prices = {
  // https://aws.amazon.com/ebs/pricing/ : gp3 with 3,000 IOPS and 125 MiB/s
  storage: { what: 'EBS', unit: 'GB of gp3', usd: 0.08, per: 'month' },
  iops: { what: 'EBS', unit: 'IOPS of gp3 beyond 3,000', usd: 0.005, per: 'month' },
  throughput: { what: 'EBS', unit: 'MiB/s of gp3 beyond 125', usd: 0.04, per: 'month' },
  // https://aws.amazon.com/vpc/pricing/ : NAT gateway, public IPv4 address
  natGateway: { what: 'NAT gateways', unit: 'NAT gateway', usd: 0.045, per: 'hour' },
  publicAddress: { what: 'public addresses', unit: 'public IPv4 address', usd: 0.005, per: 'hour' },
  // https://aws.amazon.com/privatelink/pricing/
  endpoint: { what: 'endpoints', unit: 'interface endpoint in a zone', usd: 0.01, per: 'hour' },
  // https://aws.amazon.com/elasticloadbalancing/pricing/
  loadBalancer: { what: 'load balancers', unit: 'application load balancer', usd: 0.0225, per: 'hour' },
  // https://aws.amazon.com/kms/pricing/
  key: { what: 'keys', unit: 'customer managed key', usd: 1, per: 'month' },
  // https://aws.amazon.com/secrets-manager/pricing/
  secret: { what: 'secrets', unit: 'secret', usd: 0.4, per: 'month' },
  // https://aws.amazon.com/route53/pricing/ : the first 25 zones
  zone: { what: 'DNS zones', unit: 'hosted zone', usd: 0.5, per: 'month' },
  // https://aws.amazon.com/cloudwatch/pricing/ : standard resolution, composite, dashboards, the metrics of detailed monitoring
  alarm: { what: 'alarms', unit: 'metric of an alarm', usd: 0.1, per: 'month' },
  compositeAlarm: { what: 'alarms', unit: 'composite alarm', usd: 0.5, per: 'month' },
  dashboard: { what: 'dashboards', unit: 'dashboard', usd: 3, per: 'month' },
  metric: { what: 'detailed monitoring', unit: 'metric of an instance', usd: 0.3, per: 'month' },
  // https://aws.amazon.com/waf/pricing/ : a managed rule group counts as one rule
  webAcl: { what: 'WAF', unit: 'web ACL', usd: 5, per: 'month' },
  rule: { what: 'WAF', unit: 'rule of a web ACL', usd: 1, per: 'month' },
} as const satisfies Record<string, Price>
