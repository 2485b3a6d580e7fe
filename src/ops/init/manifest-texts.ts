import { evidence } from './service-text.js'
import type { Guess } from './plan.js'

export const environmentText = (
  name: string,
) => `# The environment ${name}: network, load balancers, cluster and alarm topic. mm env deploy --name ${name}
name: ${name}
type: Environment

network:
  vpc:
    # A private range from /16 to /20. It can't be changed later.
    cidr: 10.0.0.0/16
  # How private subnets reach the internet: by a small instance (instance, the cheapest), one NAT gateway (single), or one per zone
  # (per-az), which outlives the loss of a zone.
  nat: instance

# HTTPS, at an address of your own: a name in a hosted zone of Route 53.
# domain: dev.example.com

# Alarms go to these e-mail addresses or https URLs.
# alarms:
#   notify: [you@example.com]

# CloudWatch's metrics per task, for a charge.
# observability:
#   container_insights: true
`

export const databaseText = (
  { value: name, because }: Guess<string>,
  environment: string,
) => `# The database: MongoDB on EC2, which heals itself and is backed up. mm db deploy --env ${environment}${evidence(because)}
name: ${name}
type: MongoDB
# An exact patch version.
version: 8.0.15
members: 1
instance: t4g.small

# The data volume: GiB, IOPS, MiB/s.
storage: {size: 20, iops: 3000, throughput: 125}

# A snapshot every so many hours, kept for so many days.
backup: {every: 4h, keep: 7d}

# Percent of the data volume.
alarms: {disk_used: 80}

# logging: {retention: 90}          # days; default 30
# environments:                     # what differs in one environment
#   prod: {instance: r7g.large, storage: {size: 100}, backup: {keep: 35d}}
`
