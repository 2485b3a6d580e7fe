import { check } from './check.js'
import { environmentProblems } from './environment-problems.js'
import { environmentShape, type WrittenEnvironment, type WrittenSubnets } from './environment-shape.js'
import { environmentVocabulary } from './environment-vocabulary.js'
import type { Capacity, Environment, Subnets, Vpc } from './environment.js'
import type { Problem, Source } from './source.js'
import { cdnRegion } from './regions.js'
import { subnetRanges } from './subnet-ranges.js'
import { valueAt } from './value.js'

/**
 * An environment as its manifest describes it. Throws BadYaml or BadManifest (exit 2) with every problem.
 * @param region that of the application, where the environment is unless its manifest names another
 */
export function readEnvironment(source: Source, region: string): Environment {
  const together = (data: unknown) => [...environmentProblems(data), ...certificateProblems(data, region)]
  return withDefaults(check(source, { shape: environmentShape, vocabulary: environmentVocabulary, together }))
}

function withDefaults(written: WrittenEnvironment): Environment {
  const { name, account, region, profile, domain, network, observability, alarms, budget } = written
  const production = written.production ?? (name === 'prod' || name === 'production')
  const capacity = capacityOf(written.capacity)
  const nat = network?.nat ?? (production ? 'per-az' : 'instance')
  return {
    name,
    production,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(domain ? { domain: domainOf(domain) } : {}),
    capacity,
    network: {
      vpc: vpcOf(network?.vpc, network?.zones ?? (production ? 3 : 2)),
      nat,
      frontend: network?.frontend ?? (capacity.type === 'ec2' ? 'private' : 'public'),
      endpoints: network?.endpoints ?? nat === 'none',
      ...kept('flowLogs', network?.vpc?.flow_logs, production && network?.vpc?.id === undefined),
    },
    http: httpOf(written.http, production),
    ...(written.cdn === undefined || written.cdn === false ? {} : { cdn: cdnOf(written.cdn) }),
    waf: written.waf ?? false,
    observability: { containerInsights: observability?.container_insights ?? production },
    alarms: { notify: alarms?.notify ?? [] },
    ...(budget === undefined ? {} : { budget }),
    ...(written.permissions_boundary === undefined ? {} : { permissionsBoundary: written.permissions_boundary }),
  }
}

function domainOf(written: NonNullable<WrittenEnvironment['domain']>): NonNullable<Environment['domain']> {
  const hostedZone = 'hosted_zone' in written ? written.hosted_zone : undefined
  return { name: written.name, ...(hostedZone === undefined ? {} : { hostedZone }) }
}

function capacityOf(written: WrittenEnvironment['capacity']): Capacity {
  if (written?.type !== 'ec2') return { type: 'fargate' }
  const { instance, min, max } = { instance: undefined, min: undefined, max: undefined, ...written }
  return { type: 'ec2', instance: instance ?? 'm7i.large', min: min ?? 2, max: max ?? Math.max(6, min ?? 0) }
}

type WrittenVpc = NonNullable<WrittenEnvironment['network']>['vpc']

function vpcOf(written: WrittenVpc, zones: 2 | 3): Vpc {
  const subnets = written?.subnets
  if (written?.id !== undefined) {
    const ids = of(subnets, 'id')
    return { id: written.id, subnets: { ...ids, database: ids.database.length > 0 ? ids.database : ids.private } }
  }
  const cidr = written?.cidr ?? '10.0.0.0/16'
  if (!subnets) return { cidr, subnets: subnetRanges(cidr, zones) }
  const names = (subnets.public ?? []).flatMap(({ az }) => (az === undefined ? [] : [az]))
  return { cidr, subnets: of(subnets, 'cidr'), ...(names.length > 0 ? { zones: names } : {}) }
}

function of(subnets: WrittenSubnets | undefined, key: 'id' | 'cidr'): Subnets {
  const values = (list: WrittenSubnets['public']) => (list ?? []).flatMap(each => each[key] ?? [])
  return { public: values(subnets?.public), private: values(subnets?.private), database: values(subnets?.database) }
}

function httpOf(written: WrittenEnvironment['http'], production: boolean): Environment['http'] {
  const { public: open, private: inner } = written ?? {}
  return {
    public: {
      certificates: open?.certificates ?? [],
      sourceIps: open?.ingress?.source_ips ?? ['0.0.0.0/0'],
      redirect: open?.redirect ?? true,
      sslPolicy: open?.ssl_policy ?? defaultSslPolicy,
    },
    private: { certificates: inner?.certificates ?? [], sslPolicy: inner?.ssl_policy ?? defaultSslPolicy },
    ...kept('accessLogs', open?.access_logs, production),
  }
}

function cdnOf(written: true | { certificate?: string | undefined }): NonNullable<Environment['cdn']> {
  const certificate = written === true ? undefined : written.certificate
  return certificate === undefined ? {} : { certificate }
}

/** AWS recommends it; CloudFormation's own default would still take TLS 1.0. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const defaultSslPolicy = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'

/** Days that logs in a bucket are kept. */
const logRetention = 365

function kept<K extends string>(
  key: K,
  written: boolean | { retention?: number | undefined } | undefined,
  byDefault: boolean,
): { [each in K]?: number } {
  const on = written === undefined ? byDefault : written !== false
  const days = typeof written === 'object' ? (written.retention ?? logRetention) : logRetention
  return (on ? { [key]: days } : {}) as { [each in K]?: number }
}

/** Certificates must be where they're used: a load balancer's in its own region, CloudFront's in us-east-1. */
function certificateProblems(data: unknown, appRegion: string): Problem[] {
  const written = valueAt(data, ['region'])
  const region = typeof written === 'string' ? written : appRegion
  const listed = ['public', 'private'].flatMap(side => {
    const path = ['http', side, 'certificates']
    const list = valueAt(data, path)
    return (Array.isArray(list) ? list : []).map((arn: unknown, i) => ({
      path: [...path, i],
      arn,
      by: 'a load balancer',
      region,
    }))
  })
  const own = { path: ['cdn', 'certificate'], arn: valueAt(data, ['cdn', 'certificate']), by: 'CloudFront', region: cdnRegion }
  return [...listed, own].flatMap(({ path, arn, by, region: needed }) => {
    const found = typeof arn === 'string' ? /^arn:aws[a-z-]*:acm:([a-z0-9-]+):/.exec(arn)?.[1] : undefined
    if (found === undefined || found === needed) return []
    return [
      {
        path,
        what: `${path.join('.')} is in ${found}, and ${by} takes only certificates of ${needed}`,
        fix: `request the certificate in ${needed}, and write its ARN`,
      },
    ]
  })
}
