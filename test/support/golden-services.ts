import type { Environment } from '../../src/manifest/environment.js'
import type { Service } from '../../src/manifest/service.js'
import type { Template } from '../../src/templates/cfn.js'
import { serviceTemplate } from '../../src/templates/service/service-template.js'
import { backend, database, environment, frontend, network } from './values.js'

const prod = environment({
  name: 'prod',
  production: true,
  observability: { containerInsights: true },
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/developers',
})
const withDomain = environment({ domain: { name: 'shop.example.com' } })
const onInstances = environment({
  capacity: { type: 'ec2', instance: 't4g.medium', min: 2, max: 6 },
  network: network({ frontend: 'private' }),
})

/** Every shape of a service's stack, by name. */
export function goldenServices(): Record<string, Template> {
  return {
    'frontend/dev': stack(frontend()),
    'frontend/prod': stack(
      frontend({
        count: 2,
        cpu: 512,
        memory: 1024,
        platform: 'linux/arm64',
        storage: { readonlyFs: true },
        logging: { retention: 365 },
        variables: { NODE_ENV: 'production' },
      }),
      prod,
    ),
    'frontend/full': stack(full(), prod),
    'frontend/private': stack(frontend(), environment({ network: network({ frontend: 'private' }) })),
    'frontend/ec2': stack(frontend({ platform: 'linux/arm64' }), onInstances),
    'frontend/domain': stack(frontend(), withDomain),
    'frontend/blue-green': stack(frontend({ deployment: { strategy: 'blue_green', bakeTime: 5, rollback: { names: [] } } })),
    'frontend/canary': stack(
      frontend({ deployment: { strategy: 'canary', percent: 10, stepTime: 10, bakeTime: 5, rollback: { names: [] } } }),
      prod,
    ),
    'backend/dev': stack(backend()),
    'backend/own-names': stack(
      backend({
        name: 'order-api',
        database: { name: 'orders', as: 'DATABASE_URL' },
        http: { ...backend().http!, path: '/orders' },
        variables: { BACKEND_URL: 'http://elsewhere' },
      }),
    ),
    'backend/domain': stack(backend(), withDomain),
    'backend/linear-domain': stack(
      backend({ deployment: { strategy: 'linear', percent: 25, stepTime: 6, bakeTime: 5, rollback: { names: [] } } }),
      withDomain,
    ),
    'backend/auto-scaling': stack(
      backend({
        count: 2,
        scaling: {
          max: 10,
          cpu: { target: 70, cooldown: { in: 120, out: 60 } },
          memory: { target: 80, cooldown: { in: 120, out: 60 } },
          requests: { target: 1000, cooldown: { in: 300, out: 30 } },
          responseTime: { target: 0.5, cooldown: { in: 120, out: 60 } },
        },
      }),
    ),
    'backend/ec2': stack(backend({ platform: 'linux/arm64' }), onInstances),
    'backend/tls': serviceTemplate(backend({ storage: { readonlyFs: true } }), {
      backends: ['backend'],
      environment: environment(),
      database: database({ tls: 'require' }),
    }),
    'worker/dev': stack(worker()),
    'worker/auto-scaling': stack(worker({ scaling: { max: 4, cpu: { target: 60, cooldown: { in: 120, out: 60 } } } }), prod),
    ...Object.fromEntries(
      Object.entries(foreignImages).map(([name, location]) => [
        name,
        serviceTemplate(frontend({ name: 'proxy', image: { location }, port: 80 }), {
          backends: [],
          environment: environment(),
        }),
      ]),
    ),
  }
}

/** Images of other registries, by the golden stacks that run them. */
export const foreignImages: Record<string, string> = {
  'foreign-image/dev': 'public.ecr.aws/nginx/nginx:1.29',
  'foreign-image/ecr': '444455556666.dkr.ecr.us-east-1.amazonaws.com/team/proxy:1.29',
}

const stack = (service: Service, of: Environment = environment()) =>
  serviceTemplate(service, {
    backends: ['backend'],
    environment: of,
    ...(service.database ? { database: database({ name: service.database.name }) } : {}),
  })

function full(): Service {
  const { http } = frontend()
  return frontend({
    count: 3,
    exec: true,
    entrypoint: ['/sbin/entry'],
    command: ['node', 'server.js'],
    containerCheck: {
      command: ['CMD-SHELL', 'curl -f http://localhost:3000/healthz || exit 1'],
      interval: 10,
      retries: 2,
      timeout: 5,
      startPeriod: 0,
    },
    http: { ...http!, healthcheck: { ...http!.healthcheck, gracePeriod: 150 }, stickiness: true },
    deployment: {
      strategy: 'rolling',
      recreate: true,
      bakeTime: 3,
      rollback: { names: ['checkout-errors'], cpu: 80, memory: 90 },
    },
    alarms: { http5xx: 50, responseTime: 0.8, cpu: 70, memory: 75 },
  })
}

function worker(more: Partial<Service> = {}): Service {
  const service = backend({ name: 'worker', ...more })
  delete service.http
  delete service.database
  return service
}
