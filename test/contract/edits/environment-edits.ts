import type { Environment } from '../../../src/manifest/environment.js'
import { subnetRanges } from '../../../src/manifest/subnet-ranges.js'
import { environmentTemplate } from '../../../src/templates/environment/environment-template.js'
import { environment, network } from '../../support/values.js'
import { edit, type Edit } from './edit.js'

const render = (more: Partial<Environment> = {}) =>
  environmentTemplate(environment(more), { databases: ['db'], throughCdn: false })
const shop = { domain: { name: 'shop.example.com' } }
const throughCdn = () => environmentTemplate(environment({ ...shop, cdn: {} }), { databases: ['db'], throughCdn: true })
const vpc = (cidr: string, zones: 2 | 3 = 2) => ({ network: network({ vpc: { cidr, subnets: subnetRanges(cidr, zones) } }) })
const web = environment().http
const ec2: Environment['capacity'] = { type: 'ec2', instance: 'm7i.large', min: 2, max: 4 }

export const environmentEdits: Edit[] = [
  edit(render, '`network.nat`: single → per-az', { network: network({ nat: 'per-az' }) }),
  edit(render, '`network.nat`: per-az → single', { network: network() }, { from: { network: network({ nat: 'per-az' }) } }),
  edit(render, '`network.vpc.cidr`: 10.0.0.0/16 → 10.1.0.0/16', vpc('10.1.0.0/16'), {
    note: 'mm refuses: everything that is deployed depends on its network',
  }),
  edit(render, '`network.nat`: single → instance', { network: network({ nat: 'instance' }) }),
  edit(
    render,
    '`network.nat`: single → none',
    { network: network({ nat: 'none' }) },
    { note: 'private subnets have no way out any more: tasks there need `network.endpoints`' },
  ),
  edit(render, '`network.zones`: 2 → 3', vpc('10.0.0.0/16', 3), {
    note: 'services and databases take the third at their next deployment',
  }),
  edit(render, '`network.endpoints`: false → true', { network: network({ endpoints: true }) }),
  edit(render, '`network.vpc.flow_logs`: for 30 days', { network: network({ flowLogs: 30 }) }),
  edit(render, '`http.public.access_logs`: for 30 days', { http: { ...web, accessLogs: 30 } }),
  {
    title: '`http.public.access_logs`: taken away',
    before: render({ http: { ...web, accessLogs: 30 } }),
    after: render(),
    note: 'the bucket leaves the stack and stays in the account',
  },
  edit(render, '`http.public.ingress.source_ips`: the internet → one range', {
    http: { ...web, public: { ...web.public, sourceIps: ['203.0.113.0/24'] } },
  }),
  edit(
    render,
    '`domain`: none → shop.example.com',
    { domain: { name: 'shop.example.com' } },
    { note: 'services keep their HTTP rules until their next deployment' },
  ),
  {
    title: '`domain`: shop.example.com → none',
    before: render({ domain: { name: 'shop.example.com' } }),
    after: render(),
    note: 'mm refuses: everything that is deployed depends on its domain',
  },
  edit(
    render,
    '`http.public.ssl_policy`, with a domain',
    { http: { ...web, public: { ...web.public, sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' } } },
    { from: { domain: { name: 'shop.example.com' } } },
  ),
  edit(render, '`capacity.type`: fargate → ec2', { capacity: ec2 }),
  edit(render, '`waf`: false → true', { waf: true }),
  {
    title: '`cdn`: false → true, before the distribution is there',
    before: render(shop),
    after: render({ ...shop, cdn: {} }),
  },
  {
    title: '`cdn`: the distribution is there',
    before: render({ ...shop, cdn: {} }),
    after: throughCdn(),
    note: 'services ask for its header from their next deployment on',
  },
  {
    title: '`cdn`: true → false',
    before: throughCdn(),
    after: render(shop),
    note: 'mm refuses while services ask for the header',
  },
  edit(
    render,
    '`capacity.instance`: m7i.large → m7i.xlarge',
    { capacity: { ...ec2, instance: 'm7i.xlarge' } },
    { from: { capacity: ec2 } },
  ),
  edit(render, 'a newer image for ECS, at any deployment (`EcsAmi`)', {}, { from: { capacity: ec2 }, parameters: ['EcsAmi'] }),
  edit(render, '`budget`: none → 900', { budget: 900 }),
  edit(
    render,
    '`permissions_boundary`',
    { permissionsBoundary: 'arn:aws:iam::111122223333:policy/developers' },
    { from: { capacity: ec2 } },
  ),
  edit(render, 'production or not (deletion protection)', { production: true }),
  {
    title: 'a database more',
    before: environmentTemplate(environment(), { databases: ['db'], throughCdn: false }),
    after: environmentTemplate(environment(), { databases: ['db', 'orders'], throughCdn: false }),
  },
  edit(render, '`observability.container_insights`: false → true', { observability: { containerInsights: true } }),
  edit(render, '`alarms.notify`: an address more', { alarms: { notify: ['ops@example.com'] } }),
  edit(
    render,
    '`alarms.notify`: the first of two addresses less',
    { alarms: { notify: ['b@example.com'] } },
    { from: { alarms: { notify: ['a@example.com', 'b@example.com'] } } },
  ),
]
