import type { Database } from '../../src/manifest/database.js'
import type { Environment } from '../../src/manifest/environment.js'
import type { Service } from '../../src/manifest/service.js'
import { subnetRanges } from '../../src/manifest/subnet-ranges.js'
import type { Template } from '../../src/templates/cfn.js'
import { databaseTemplate } from '../../src/templates/database/database-template.js'
import { environmentTemplate } from '../../src/templates/environment/environment-template.js'
import { serviceTemplate } from '../../src/templates/service/service-template.js'
import { sharedTemplate } from '../../src/templates/shared/shared-template.js'
import { backend, database, environment, frontend, network } from '../support/values.js'

/** A change of a manifest, or of a parameter, and what a reader must know about it besides what is worked out. */
export interface Edit {
  title: string
  before: Template
  after: Template
  /** Parameters that get another value. */
  parameters?: string[]
  note?: string
  /** mm refuses it, since it would replace or delete what holds data. */
  refused?: true
}

const render = {
  environment: (more: Partial<Environment> = {}) => environmentTemplate(environment(more), { databases: ['db'] }),
  backend: (more: Partial<Service> = {}) => serviceTemplate(backend(more), { backends: ['backend'] }),
  frontend: (more: Partial<Service> = {}) => serviceTemplate(frontend(more), { backends: ['backend'] }),
  database: (more: Partial<Database> = {}) => databaseTemplate(database(more)),
}

type Kind = keyof typeof render
type Of<K extends Kind> = NonNullable<Parameters<(typeof render)[K]>[0]>

function edit<K extends Kind>(
  kind: K,
  title: string,
  more: Of<K>,
  { from, ...about }: { from?: Of<K>; note?: string; parameters?: string[] } = {},
): Edit {
  const template = render[kind] as (more?: Of<K>) => Template
  return { title, before: template(from), after: template({ ...from, ...more }), ...about }
}

/** A parameter gets another value, the manifest stays. */
const parameter = (kind: Kind, title: string, id: string, note?: string): Edit => ({
  title,
  before: render[kind](),
  after: render[kind](),
  parameters: [id],
  ...(note === undefined ? {} : { note }),
})

/** The backend without one of its keys. */
function bare(key: 'database' | 'http'): Template {
  const service = backend()
  delete service[key]
  return serviceTemplate(service, { backends: ['backend'] })
}

const { http } = backend()
const health = (more: Partial<NonNullable<Service['http']>['healthcheck']>) => ({
  http: { ...http!, healthcheck: { ...http!.healthcheck, ...more } },
})
const volume = database().storage
const vpc = (cidr: string, zones: 2 | 3 = 2) => ({ network: network({ vpc: { cidr, subnets: subnetRanges(cidr, zones) } }) })
const web = environment().http
const ec2: Environment['capacity'] = { type: 'ec2', instance: 'm7i.large', min: 2, max: 4 }

export const edits: Record<string, Edit[]> = {
  'The shared stack': [
    { title: 'a service more', before: sharedTemplate(['backend']), after: sharedTemplate(['backend', 'frontend']) },
    {
      title: 'a service less',
      before: sharedTemplate(['backend', 'frontend']),
      after: sharedTemplate(['backend']),
      note: 'mm keeps the repositories that the stack has, whatever the folder says',
      refused: true,
    },
  ],
  'An environment': [
    edit('environment', '`network.nat`: single → per-az', { network: network({ nat: 'per-az' }) }),
    edit(
      'environment',
      '`network.nat`: per-az → single',
      { network: network() },
      { from: { network: network({ nat: 'per-az' }) } },
    ),
    edit('environment', '`network.vpc.cidr`: 10.0.0.0/16 → 10.1.0.0/16', vpc('10.1.0.0/16'), {
      note: 'a new network: what is in the old one keeps CloudFormation from removing it. Make a new environment instead',
    }),
    edit('environment', '`network.nat`: single → instance', { network: network({ nat: 'instance' }) }),
    edit(
      'environment',
      '`network.nat`: single → none',
      { network: network({ nat: 'none' }) },
      { note: 'private subnets have no way out any more: tasks there need `network.endpoints`' },
    ),
    edit('environment', '`network.zones`: 2 → 3', vpc('10.0.0.0/16', 3), {
      note: 'services and databases take the third at their next deployment',
    }),
    edit('environment', '`network.endpoints`: false → true', { network: network({ endpoints: true }) }),
    edit('environment', '`network.vpc.flow_logs`: for 30 days', { network: network({ flowLogs: 30 }) }),
    edit('environment', '`http.public.access_logs`: for 30 days', { http: { ...web, accessLogs: 30 } }),
    {
      title: '`http.public.access_logs`: taken away',
      before: render.environment({ http: { ...web, accessLogs: 30 } }),
      after: render.environment(),
      note: 'the bucket with the logs would go with it',
      refused: true,
    },
    edit('environment', '`http.public.ingress.source_ips`: the internet → one range', {
      http: { ...web, public: { ...web.public, sourceIps: ['203.0.113.0/24'] } },
    }),
    edit(
      'environment',
      '`domain`: none → shop.example.com',
      { domain: { name: 'shop.example.com' } },
      { note: 'services keep their HTTP rules until their next deployment' },
    ),
    {
      title: '`domain`: shop.example.com → none',
      before: render.environment({ domain: { name: 'shop.example.com' } }),
      after: render.environment(),
      note: 'services have rules on the listener that goes, which keeps AWS from deleting it: delete them first',
    },
    edit(
      'environment',
      '`http.public.ssl_policy`, with a domain',
      { http: { ...web, public: { ...web.public, sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' } } },
      { from: { domain: { name: 'shop.example.com' } } },
    ),
    edit('environment', '`capacity.type`: fargate → ec2', { capacity: ec2 }),
    edit(
      'environment',
      '`capacity.instance`: m7i.large → m7i.xlarge',
      { capacity: { ...ec2, instance: 'm7i.xlarge' } },
      { from: { capacity: ec2 } },
    ),
    edit(
      'environment',
      'a newer image for ECS, at any deployment (`EcsAmi`)',
      {},
      { from: { capacity: ec2 }, parameters: ['EcsAmi'] },
    ),
    edit('environment', '`budget`: none → 900', { budget: 900 }),
    edit(
      'environment',
      '`permissions_boundary`',
      { permissionsBoundary: 'arn:aws:iam::111122223333:policy/developers' },
      { from: { capacity: ec2 } },
    ),
    edit('environment', 'production or not (deletion protection)', { production: true }),
    {
      title: 'a database more',
      before: environmentTemplate(environment(), { databases: ['db'] }),
      after: environmentTemplate(environment(), { databases: ['db', 'orders'] }),
    },
    edit('environment', '`observability.container_insights`: false → true', { observability: { containerInsights: true } }),
    edit('environment', '`alarms.notify`: an address more', { alarms: { notify: ['ops@example.com'] } }),
    edit(
      'environment',
      '`alarms.notify`: the first of two addresses less',
      { alarms: { notify: ['b@example.com'] } },
      { from: { alarms: { notify: ['a@example.com', 'b@example.com'] } } },
    ),
  ],
  'A service': [
    parameter('backend', 'a new image (every deployment)', 'Image'),
    edit('backend', '`cpu`: 256 → 512', { cpu: 512, memory: 1024 }, { from: { memory: 1024 } }),
    edit('backend', '`memory`: 512 → 1024', { memory: 1024 }),
    edit('backend', '`count`: 1 → 2', { count: 2 }),
    edit('backend', '`count`: 1 → 0', { count: 0 }),
    edit('backend', '`variables`: one more', { variables: { LOG_LEVEL: 'debug' } }),
    edit(
      'backend',
      '`variables`: another value',
      { variables: { LOG_LEVEL: 'info' } },
      { from: { variables: { LOG_LEVEL: 'debug' } } },
    ),
    edit('backend', '`platform`: linux/x86_64 → linux/arm64', { platform: 'linux/arm64' }),
    edit('backend', '`storage.readonly_fs`: false → true', { storage: { readonlyFs: true } }),
    edit('backend', '`logging.retention`: 30 → 365', { logging: { retention: 365 } }),
    edit('backend', '`http.healthcheck.path`', health({ path: '/ready' })),
    edit('backend', '`http.healthcheck.interval`: 10s → 30s', health({ interval: 30 })),
    edit('backend', '`http.healthcheck.grace_period`: 60s → 120s', health({ gracePeriod: 120 })),
    edit('backend', '`http.deregistration_delay`: 10s → 30s', { http: { ...http!, deregistrationDelay: 30 } }),
    edit('backend', '`http.path`: / → /api', { http: { ...http!, path: '/api' } }),
    edit(
      'backend',
      '`image.port`: 8080 → 9000',
      { port: 9000 },
      { note: 'for a while the listener has no target: requests fail until the new tasks are healthy' },
    ),
    { title: '`database`: none → db', before: bare('database'), after: render.backend() },
    edit('backend', '`database.as`: another variable', { database: { name: 'db', as: 'DATABASE_URL' } }),
    { title: '`database`: db → none', before: render.backend(), after: bare('database') },
    { title: '`http`: taken away', before: render.backend(), after: bare('http') },
    edit(
      'frontend',
      '`image.location` instead of `image.build`',
      { image: { location: 'public.ecr.aws/nginx/nginx:1.29' } },
      { parameters: ['Image'] },
    ),
    {
      title: 'a backend more, for a public service',
      before: serviceTemplate(frontend(), { backends: [] }),
      after: render.frontend(),
    },
  ],
  'A database': [
    edit('database', '`instance`: t4g.small → r7g.large', { instance: 'r7g.large' }),
    edit('database', '`version`: 8.0.15 → 8.0.16', { version: '8.0.16' }),
    edit(
      'database',
      '`storage.size`: 20 → 40',
      { storage: { ...volume, size: 40 } },
      { note: 'the file system grows at the next boot' },
    ),
    edit(
      'database',
      '`storage.size`: 40 → 20',
      { storage: { ...volume, size: 20 } },
      { from: { storage: { ...volume, size: 40 } }, note: 'EBS refuses: volumes only grow' },
    ),
    edit(
      'database',
      '`storage.iops`: 3000 → 6000',
      { storage: { ...volume, iops: 6000 } },
      { note: 'EBS takes four modifications of a volume in 24 hours' },
    ),
    edit('database', '`storage.throughput`: 125 → 250', { storage: { ...volume, throughput: 250 } }, { note: 'as for iops' }),
    edit('database', '`backup.every`: 4h → 1h', { backup: { every: 1, keep: 7 } }),
    edit('database', '`backup.keep`: 7d → 35d', { backup: { every: 4, keep: 35 } }),
    edit('database', '`alarms.disk_used`: 80 → 70', { alarms: { ...database().alarms, diskUsed: 70 } }),
    edit('database', '`logging.retention`: 30 → 365', { logging: { retention: 365 } }),
    parameter('database', 'another machine image (`AmiId`)', 'AmiId', 'mm keeps the image that was chosen first'),
  ],
}
