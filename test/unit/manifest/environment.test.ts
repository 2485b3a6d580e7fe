import { describe, expect, test } from '@jest/globals'
import { readEnvironment } from '../../../src/manifest/read-environment.js'
import { mistakesOf } from './support.js'

const file = 'manifest.yml'
const read = (text: string) => readEnvironment({ file, text }, 'eu-central-1')
const dev = 'name: dev\ntype: Environment\n'
const prod = 'name: prod\ntype: Environment\n'

describe('defaults', () => {
  test('of an environment for development save money', () => {
    expect(read(dev)).toEqual({
      name: 'dev',
      production: false,
      capacity: { type: 'fargate' },
      network: {
        vpc: {
          cidr: '10.0.0.0/16',
          subnets: {
            public: ['10.0.0.0/20', '10.0.16.0/20'],
            private: ['10.0.32.0/20', '10.0.48.0/20'],
            database: ['10.0.64.0/20', '10.0.80.0/20'],
          },
        },
        nat: 'instance',
        frontend: 'public',
        endpoints: false,
      },
      http: {
        public: {
          certificates: [],
          sourceIps: ['0.0.0.0/0'],
          redirect: true,
          sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
        },
        private: { certificates: [], sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09' },
      },
      waf: false,
      observability: { containerInsights: false },
      alarms: { notify: [] },
    })
  })

  test.each(['name: prod', 'name: production', 'name: live\nproduction: true'])(
    'of one for production (%j) keep it up',
    lines => {
      const { production, network, http, observability } = read(`${lines}\ntype: Environment\n`)
      expect(production).toBe(true)
      expect(network).toMatchObject({ nat: 'per-az', flowLogs: 365, frontend: 'public' })
      expect(network.vpc.subnets.public).toHaveLength(3)
      expect(http.accessLogs).toBe(365)
      expect(observability.containerInsights).toBe(true)
    },
  )

  test('of production can be refused one by one', () => {
    const text = `${prod}production: false\nnetwork: {zones: 3, nat: single}\n`
    expect(read(text)).toMatchObject({ production: false, network: { nat: 'single' } })
    const without = read(`${prod}network: {vpc: {flow_logs: false}}\nhttp: {public: {access_logs: false}}\n`)
    expect(without.network.flowLogs).toBeUndefined()
    expect(without.http.accessLogs).toBeUndefined()
  })

  test('without NAT tasks reach AWS through endpoints', () => {
    expect(read(`${dev}network: {nat: none}\n`).network.endpoints).toBe(true)
  })

  test('on EC2 the frontend is private, since its tasks get no public address', () => {
    const { capacity, network } = read(`${dev}capacity: ec2\n`)
    expect(capacity).toEqual({ type: 'ec2', instance: 'm7i.large', min: 2, max: 6 })
    expect(network.frontend).toBe('private')
  })
})

test('every key is taken', () => {
  const text = `${dev}production: true
account: "012345678901"
region: eu-west-1
profile: shop
domain: {name: shop.example.com, hosted_zone: Z0123456789ABCDEFGHIJ}
capacity: {type: ec2, instance: t4g.large, min: 3, max: 9}
network:
  vpc: {cidr: 172.16.0.0/18, flow_logs: {retention: 30}}
  zones: 2
  nat: single
  frontend: private
  endpoints: true
http:
  public:
    certificates: ["arn:aws:acm:eu-west-1:012345678901:certificate/1"]
    ssl_policy: ELBSecurityPolicy-TLS13-1-3-2021-06
    access_logs: {retention: 90}
  private: {certificates: ["arn:aws:acm:eu-west-1:012345678901:certificate/2"], ssl_policy: ELBSecurityPolicy-TLS13-1-2-2021-06}
cdn: {certificate: "arn:aws:acm:us-east-1:012345678901:certificate/3"}
waf: true
observability: {container_insights: false}
alarms: {notify: [ops@example.com]}
budget: 250
permissions_boundary: arn:aws:iam::012345678901:policy/developers
`
  expect(read(text)).toEqual({
    name: 'dev',
    production: true,
    account: '012345678901',
    region: 'eu-west-1',
    profile: 'shop',
    domain: { name: 'shop.example.com', hostedZone: 'Z0123456789ABCDEFGHIJ' },
    capacity: { type: 'ec2', instance: 't4g.large', min: 3, max: 9 },
    network: {
      vpc: {
        cidr: '172.16.0.0/18',
        subnets: {
          public: ['172.16.0.0/22', '172.16.4.0/22'],
          private: ['172.16.8.0/22', '172.16.12.0/22'],
          database: ['172.16.16.0/22', '172.16.20.0/22'],
        },
      },
      nat: 'single',
      frontend: 'private',
      endpoints: true,
      flowLogs: 30,
    },
    http: {
      public: {
        certificates: ['arn:aws:acm:eu-west-1:012345678901:certificate/1'],
        sourceIps: ['0.0.0.0/0'],
        redirect: true,
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
      },
      private: {
        certificates: ['arn:aws:acm:eu-west-1:012345678901:certificate/2'],
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      },
      accessLogs: 90,
    },
    cdn: { certificate: 'arn:aws:acm:us-east-1:012345678901:certificate/3' },
    waf: true,
    observability: { containerInsights: false },
    alarms: { notify: ['ops@example.com'] },
    budget: 250,
    permissionsBoundary: 'arn:aws:iam::012345678901:policy/developers',
  })
})

test('who may call the load balancer can be said, and port 80 be closed', () => {
  const text = `${dev}domain: shop.example.com\nhttp: {public: {redirect: false, ingress: {source_ips: [203.0.113.0/24]}}}\n`
  expect(read(text).http.public).toMatchObject({ sourceIps: ['203.0.113.0/24'], redirect: false })
})

describe('a VPC', () => {
  const ids = 'public: [{id: subnet-00000001}, {id: subnet-00000002}], private: [{id: subnet-00000003}, {id: subnet-00000004}]'

  test('that exists is named with its subnets; databases are in the private ones', () => {
    expect(read(`${prod}network: {vpc: {id: vpc-00000001, subnets: {${ids}}}}\n`).network).toMatchObject({
      vpc: {
        id: 'vpc-00000001',
        subnets: {
          public: ['subnet-00000001', 'subnet-00000002'],
          private: ['subnet-00000003', 'subnet-00000004'],
          database: ['subnet-00000003', 'subnet-00000004'],
        },
      },
    })
    expect(read(`${prod}network: {vpc: {id: vpc-00000001, subnets: {${ids}}}}\n`).network.flowLogs).toBeUndefined()
  })

  test("may have subnets of one's own, as in Copilot", () => {
    const subnets =
      'public: [{cidr: 10.0.0.0/24, az: eu-central-1a}, {cidr: 10.0.1.0/24, az: eu-central-1b}], private: [{cidr: 10.0.2.0/24, az: eu-central-1a}, {cidr: 10.0.3.0/24, az: eu-central-1b}]'
    expect(read(`${dev}network: {vpc: {cidr: 10.0.0.0/16, subnets: {${subnets}}}}\n`).network.vpc).toEqual({
      cidr: '10.0.0.0/16',
      subnets: { public: ['10.0.0.0/24', '10.0.1.0/24'], private: ['10.0.2.0/24', '10.0.3.0/24'], database: [] },
      zones: ['eu-central-1a', 'eu-central-1b'],
    })
  })
})

describe('mistakes', () => {
  test.each(['shared', 'Dev', '1dev', 'dev-eu', 'a'.repeat(16)])('it is not called %s', name => {
    expect(mistakesOf(() => read(`name: ${name}\ntype: Environment\n`)).told).toMatch(
      /it must be 1-15 lower case letters or digits/,
    )
  })

  test.each([
    '10.0.0.0',
    '10.0.0.0/15',
    '10.0.0.0/21',
    '10.0.1.0/16',
    '8.8.0.0/16',
    '10.256.0.0/16',
    'fd00::/16',
    '172.32.0.0/16',
  ])('the network %s is refused', cidr => {
    const { told, at } = mistakesOf(() => read(`${dev}network:\n  vpc:\n    cidr: ${cidr}\n`))
    expect(told).toMatch(/network\.vpc\.cidr is .*: it must be a private IPv4 range from \/16 to \/20/)
    expect(at).toEqual(['5:5'])
  })

  const two = (a: string, b: string) => `[{cidr: ${a}}, {cidr: ${b}}]`
  const inVpc = (subnets: string) => `network: {vpc: {subnets: {${subnets}}}}`
  const own = (a: string, b: string) => inVpc(`public: ${two('10.0.0.0/24', '10.0.1.0/24')}, private: ${two(a, b)}`)
  const existing = (subnets: string, more = '') => `network: {vpc: {id: vpc-00000001, subnets: {${subnets}}${more}}}`
  const pair = (a: number) => `[{id: subnet-0000000${a}}, {id: subnet-0000000${a + 1}}]`
  const certificate = (region: string) => `["arn:aws:acm:${region}:123456789012:certificate/1"]`

  test.each([
    ['network: {nat: nat}', 'network.nat is "nat": it must be none or instance or single or per-az', '3:11', 'nat: single'],
    [
      'network: {zones: 1}',
      'network.zones is 1: it must be 2 or 3: load balancers need two zones, and what runs in one alone is lost with it',
      '3:11',
      'zones: 3',
    ],
    [
      'network: {nat: none, endpoints: false}',
      'network.endpoints is false and network.nat is none: tasks in private subnets could neither pull their image nor write a log',
      '3:22',
      'endpoints: true',
    ],
    [
      own('10.0.1.0/24', '10.0.2.0/24'),
      'network.vpc.subnets.private.0.cidr is 10.0.1.0/24, which overlaps with network.vpc.subnets.public.1.cidr (10.0.1.0/24)',
      '3:90',
      'a range of its own',
    ],
    [
      own('10.1.2.0/24', '10.0.3.0/24'),
      "network.vpc.subnets.private.0.cidr is 10.1.2.0/24, which isn't within the VPC's 10.0.0.0/16",
      '3:90',
      'a range within 10.0.0.0/16',
    ],
    [
      own('10.0.2.0/28', '10.0.3.0/24'),
      'network.vpc.subnets.private.0.cidr is "10.0.2.0/28": it must be a private IPv4 range from /16 to /27 whose address is its first, such as 10.0.0.0/24',
      '3:90',
      undefined,
    ],
    [
      inVpc(`public: ${two('10.0.0.0/24', '10.0.1.0/24')}`),
      'network.vpc.subnets.public is given without network.vpc.subnets.private',
      '3:27',
      'private: [{cidr: 10.0.2.0/24}, {cidr: 10.0.3.0/24}]',
    ],
    [
      inVpc(`public: [{cidr: 10.0.0.0/24}], private: [{cidr: 10.0.1.0/24}]`).replace(', private', ', private'),
      '2 mistakes',
      '3:27',
      undefined,
    ],
    [
      existing(`public: ${pair(1)}`),
      "network.vpc.id is given without network.vpc.subnets.private: mm can't tell which subnets are private",
      '3:17',
      'subnets: {private: [{id: subnet-…}, {id: subnet-…}]}',
    ],
    [
      existing(`public: ${pair(1)}, private: [{id: subnet-00000003}]`),
      'network.vpc.subnets.private has 1 subnet: load balancers need two zones',
      '3:101',
      'give one per zone, in two or three zones',
    ],
    [
      existing(`public: ${pair(1)}, private: ${pair(3)}`, ', cidr: 10.0.0.0/16'),
      'network.vpc.cidr belongs to a VPC that mm makes, and network.vpc.id names one that exists',
      '3:159',
      'remove cidr',
    ],
    [inVpc(`public: ${pair(1)}, private: ${pair(3)}`), '4 mistakes', '3:36', undefined],
    [
      'capacity: {instance: m7i.large, type: fargate}',
      'capacity.instance is about EC2 instances, and the capacity is Fargate',
      '3:12',
      'type: ec2',
    ],
    ['capacity: {type: ec2, min: 9}', 'capacity.min is 9, more than max (6)', '3:23', 'max: 9'],
    [
      'capacity: ec2\nnetwork: {frontend: public}',
      'network.frontend is public, and tasks on EC2 instances get no public address',
      '4:11',
      'frontend: private',
    ],
    [
      `http: {public: {certificates: ${certificate('eu-central-1')}}}`,
      'http.public.certificates is given without a domain: HTTPS needs a name',
      '3:17',
      'domain: shop.example.com',
    ],
    [
      `domain: shop.example.com\nhttp: {private: {certificates: ${certificate('us-east-1')}}}`,
      'http.private.certificates.0 is in us-east-1, and a load balancer takes only certificates of eu-central-1',
      '4:33',
      'request the certificate in eu-central-1, and write its ARN',
    ],
    [
      'domain: Shop.example',
      'domain is "Shop.example": it must be a domain name in lower case, such as shop.example.com',
      '3:1',
      'domain: shop.example.com',
    ],
    [
      'http: {public: {ssl_policy: ELBSecurityPolicy-2016-08}}',
      'http.public.ssl_policy is "ELBSecurityPolicy-2016-08": it must be a security policy with TLS 1.2 or later, such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      '3:17',
      'ssl_policy: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
    ],
    ['account: 123456789012', 'account is 123456789012: it must be text', '3:1', 'account: "123456789012"'],
    [
      'domain: shop.example.com\ncdn: {static_assets: {}}',
      "mm doesn't take cdn.static_assets yet",
      '4:7',
      'remove static_assets',
    ],
    ['cdn: true', 'cdn is given without a domain: the distribution answers at one', '3:1', 'domain: shop.example.com'],
    [
      'domain: shop.example.com\ncdn: {certificate: "arn:aws:acm:eu-central-1:123456789012:certificate/1"}',
      'cdn.certificate is in eu-central-1, and CloudFront takes only certificates of us-east-1',
      '4:7',
      'request the certificate in us-east-1, and write its ARN',
    ],
    [
      'domain: shop.example.com\ncdn: true\nhttp: {public: {ingress: {source_ips: [203.0.113.0/24]}}}',
      "http.public.ingress.source_ips is about who calls the load balancer, and with cdn that's the distribution alone",
      '5:27',
      'remove source_ips',
    ],
    ['budget: 0', 'budget is 0: it must be a whole number from 1 to 10000000 (US dollars a month)', '3:1', 'budget: 150'],
    [
      'alarms: {notify: [nobody]}',
      'alarms.notify.0 is "nobody": it must be an e-mail address or an https URL',
      '3:19',
      undefined,
    ],
    [
      'alarms: {notify: you@example.com}',
      'alarms.notify is "you@example.com": it must be a list',
      '3:10',
      'notify: [you@example.com]',
    ],
    [
      'observability: {container_insights: 1}',
      'observability.container_insights is 1: it must be true or false',
      '3:17',
      'container_insights: true',
    ],
  ])('%j', (lines, what, at, fix) => {
    const found = mistakesOf(() => read(`${dev}${lines}\n`))
    expect(found.told).toContain(what)
    expect(found.at[0]).toBe(at)
    if (fix !== undefined) expect(found.fix).toEqual([fix])
  })
})
