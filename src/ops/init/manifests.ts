import { posix } from 'node:path'
import type { InitPlan, PlannedService } from './plan.js'

export interface ManifestFile {
  /** Relative to the repository's root. */
  path: string
  text: string
}

/** Every manifest of the plan, commented so that its reader learns what each key means and why it has its value. */
export function manifests(plan: InitPlan): ManifestFile[] {
  return [
    { path: 'mm/app.yml', text: appText(plan) },
    { path: `mm/environments/${plan.environment}/manifest.yml`, text: environmentText(plan.environment) },
    ...plan.services.map(service => ({ path: `mm/${service.name}/manifest.yml`, text: serviceText(service, plan) })),
    ...(plan.database ? [{ path: `mm/${plan.database.value}/manifest.yml`, text: databaseText(plan.database.value) }] : []),
  ]
}

const appText = ({ app, region }: InitPlan) => `# The application: what is the same in every environment.
name: ${app.value}
region: ${region.value}

# Tags on everything that mm makes, besides its own mm:app, mm:env and mm:service.
# tags:
#   team: shop
`

const environmentText = (
  name: string,
) => `# The environment ${name}: network, load balancers, cluster and alarm topic. mm env deploy --name ${name}
name: ${name}
type: Environment

network:
  vpc:
    cidr: 10.0.0.0/16
  # How private subnets reach the internet: one NAT gateway (single), or one per zone (per-az), which outlives the loss of a zone.
  nat: single

# Alarms go to these e-mail addresses or https URLs.
# alarms:
#   notify: [you@example.com]

# CloudWatch's metrics per task, for a charge.
# observability:
#   container_insights: true
`

function serviceText(service: PlannedService, plan: InitPlan): string {
  const isPublic = service.type.value === 'Load Balanced Web Service'
  return `# The service ${service.name}. mm svc deploy ${service.name} --env ${plan.environment}
name: ${service.name}
# ${isPublic ? 'Load Balanced Web Service: people reach it through the public load balancer.' : 'Backend Service: only public services reach it, through the internal load balancer.'}${reason(service.type.because)}
type: ${service.type.value}

image:
  build:
    dockerfile: ${service.dockerfile}
    context: ${posix.dirname(service.dockerfile)}
  # The port that the application listens on.${reason(service.port.because, '  ')}
  port: ${service.port.value}

http:
  # ${isPublic ? 'Requests whose path begins with this go to the service.' : `Other services call it at http://${service.name}.${plan.environment}.${plan.app.value}.internal`}
  path: /
  healthcheck:
    # Must answer 200.${reason(service.health.because, '    ')}
    path: ${service.health.value}
    interval: 10s
    timeout: 5s
${databaseKeys(service, plan)}
# Size of a task (256 is a quarter of a vCPU; MiB) and how many there are.
cpu: 256
memory: 512
count: 1
${addressKeys(service, plan)}
# Environment variables. mm adds PORT and, for public services, <SERVICE>_URL of each backend.
# variables:
#   LOG_LEVEL: info

# storage: {readonly_fs: true}      # nothing but /tmp can be written
# logging: {retention: 90}          # days; default 30
# platform: linux/arm64             # default linux/x86_64
# environments:                     # what differs in one environment
#   prod: {count: 2}
`
}

function databaseKeys(service: PlannedService, { database }: InitPlan): string {
  if (!service.database || !database) return ''
  const { value, because } = service.database
  const reference = value === 'MONGODB_URI' ? `database: ${database.value}` : `database: {name: ${database.value}, as: ${value}}`
  return `
# The connection string comes in ${value}, and only this service may reach the database.${reason(because)}
${reference}
`
}

function addressKeys(service: PlannedService, { app, environment }: InitPlan): string {
  const names = Object.entries(service.addresses)
  if (names.length === 0) return ''
  return `
# Names under which the code looks for a backend's address.
environments:
  ${environment}:
    variables:
${names.map(([variable, backend]) => `      ${variable}: http://${backend}.${environment}.${app.value}.internal`).join('\n')}
`
}

/** The evidence, on the line below the comment that it belongs to. */
const reason = (because: string, indent = '') => (because ? `\n${indent}# From ${because}` : '')

const databaseText = (
  name: string,
) => `# The database: MongoDB on EC2, which heals itself and is backed up. mm db deploy --env dev
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

# environments:                     # what differs in one environment
#   prod: {instance: r7g.large, storage: {size: 100}, backup: {keep: 35d}}
`
