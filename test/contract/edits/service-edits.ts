import type { Environment } from '../../../src/manifest/environment.js'
import type { Service } from '../../../src/manifest/service.js'
import type { Template } from '../../../src/templates/cfn.js'
import { serviceTemplate } from '../../../src/templates/service/service-template.js'
import { backend, database, environment, frontend, network } from '../../support/values.js'
import { edit, parameter, type Edit } from './edit.js'

const context = { backends: ['backend'], environment: environment() }
const render = (more: Partial<Service> = {}) => serviceTemplate(backend(more), context)
const renderPublic = (more: Partial<Service> = {}) => serviceTemplate(frontend(more), context)

/** The backend without one of its keys. */
function bare(key: 'database' | 'http'): Template {
  const service = backend()
  delete service[key]
  return serviceTemplate(service, context)
}

const byTls = { ...context, database: database({ tls: 'prefer' }) }

const { http } = backend()
const health = (more: Partial<NonNullable<Service['http']>['healthcheck']>) => ({
  http: { ...http!, healthcheck: { ...http!.healthcheck, ...more } },
})

/** The service's manifest stays, and its environment has changed since the deployment before. */
const around = (title: string, more: Partial<Environment>, service: Service, parameters: string[] = []): Edit => ({
  title,
  parameters,
  before: serviceTemplate(service, context),
  after: serviceTemplate(service, { ...context, environment: environment(more) }),
})
const tracking = { target: 70, cooldown: { in: 120, out: 60 } }
const rollback = { names: [] }

export const serviceEdits: Edit[] = [
  parameter(render, 'a new image (every deployment)', 'Image'),
  edit(render, '`cpu`: 256 → 512', { cpu: 512, memory: 1024 }, { from: { memory: 1024 } }),
  edit(render, '`memory`: 512 → 1024', { memory: 1024 }),
  edit(render, '`count`: 1 → 2', { count: 2 }),
  edit(render, '`count`: 1 → 0', { count: 0 }),
  edit(render, '`variables`: one more', { variables: { LOG_LEVEL: 'debug' } }),
  edit(
    render,
    '`variables`: another value',
    { variables: { LOG_LEVEL: 'info' } },
    { from: { variables: { LOG_LEVEL: 'debug' } } },
  ),
  edit(render, '`platform`: linux/x86_64 → linux/arm64', { platform: 'linux/arm64' }),
  edit(render, '`storage.readonly_fs`: false → true', { storage: { readonlyFs: true } }),
  edit(render, '`logging.retention`: 30 → 365', { logging: { retention: 365 } }),
  edit(render, '`http.healthcheck.path`', health({ path: '/ready' })),
  edit(render, '`http.healthcheck.interval`: 10s → 30s', health({ interval: 30 })),
  edit(render, '`http.healthcheck.grace_period`: 60s → 120s', health({ gracePeriod: 120 })),
  edit(render, '`http.deregistration_delay`: 10s → 30s', { http: { ...http!, deregistrationDelay: 30 } }),
  edit(render, '`http.path`: / → /api', { http: { ...http!, path: '/api' } }),
  edit(render, '`image.port`: 8080 → 9000', { port: 9000 }),
  { title: '`database`: none → db', before: bare('database'), after: render() },
  {
    title: "after the database's `tls`: false → prefer",
    before: render(),
    after: serviceTemplate(backend(), byTls),
    parameters: ['DatabaseUriSecret'],
    note: 'each task gets a container that ends before the application starts',
  },
  edit(render, '`database.as`: another variable', { database: { name: 'db', as: 'DATABASE_URL' } }),
  { title: '`database`: db → none', before: render(), after: bare('database') },
  { title: '`http`: taken away', before: render(), after: bare('http') },
  edit(
    renderPublic,
    '`image.location` instead of `image.build`',
    { image: { location: 'public.ecr.aws/nginx/nginx:1.29' } },
    { parameters: ['Image'] },
  ),
  {
    title: 'a backend more, for a public service',
    before: serviceTemplate(frontend(), { ...context, backends: [] }),
    after: renderPublic(),
  },
  edit(render, '`count`: 2 → range 2-10 by CPU', { scaling: { max: 10, cpu: tracking } }, { from: { count: 2 } }),
  {
    title: '`count`: range 2-10 by CPU → 4',
    before: render({ count: 2, scaling: { max: 10, cpu: tracking } }),
    after: render({ count: 4 }),
  },
  edit(render, '`exec`: false → true', { exec: true }),
  edit(render, '`command`', { command: ['node', 'server.js'] }),
  edit(render, '`http.stickiness`: false → true', { http: { ...http!, stickiness: true } }),
  edit(render, '`alarms`: other thresholds', { alarms: { ...backend().alarms, http5xx: 50 } }),
  edit(render, '`deployment.strategy`: rolling → blue_green', { deployment: { strategy: 'blue_green', bakeTime: 5, rollback } }),
  edit(
    render,
    '`deployment.strategy`: blue_green → canary',
    { deployment: { strategy: 'canary', percent: 10, stepTime: 10, bakeTime: 5, rollback } },
    { from: { deployment: { strategy: 'blue_green', bakeTime: 5, rollback } } },
  ),
  around('a backend, after its environment got a domain', { domain: { name: 'shop.example.com' } }, backend()),
  around('a public service, after its environment got a domain', { domain: { name: 'shop.example.com' } }, frontend(), [
    'ListenerArn',
    'PublicUrl',
  ]),
  around(
    'a public service, after `network.frontend`: public → private',
    { network: network({ frontend: 'private' }) },
    frontend(),
    ['Subnets'],
  ),
  around('after `capacity.type`: fargate → ec2', { capacity: { type: 'ec2', instance: 'm7i.large', min: 2, max: 4 } }, backend()),
]
