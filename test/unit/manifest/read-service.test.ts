import { describe, expect, test } from '@jest/globals'
import { readService } from '../../../src/manifest/read-service.js'

const read = (text: string, environment = 'dev') => readService({ file: 'mm/web/manifest.yml', text }, environment)
const least = 'name: web\ntype: Load Balanced Web Service\nimage: {port: 3000}\n'

test('what is not written has its default', () => {
  expect(read(least)).toEqual({
    name: 'web',
    type: 'Load Balanced Web Service',
    image: { build: { dockerfile: 'web/Dockerfile', context: 'web', args: {} } },
    port: 3000,
    http: {
      path: '/',
      healthcheck: {
        path: '/',
        successCodes: '200',
        healthyThreshold: 2,
        unhealthyThreshold: 3,
        interval: 10,
        timeout: 5,
        gracePeriod: 60,
      },
      deregistrationDelay: 10,
      stickiness: false,
    },
    cpu: 256,
    memory: 512,
    platform: 'linux/x86_64',
    count: 1,
    deployment: { strategy: 'rolling', recreate: false, rollback: { names: [] } },
    exec: false,
    variables: {},
    storage: { readonlyFs: false },
    logging: { retention: 30 },
    alarms: { http5xx: 10, responseTime: 2, cpu: 85, memory: 85 },
  })
})

test('every key arrives', () => {
  const text = `
name: api
type: Backend Service
http:
  path: /v1
  healthcheck:
    path: /up?full=1
    success_codes: 200-299
    healthy_threshold: 3
    unhealthy_threshold: 4
    interval: 1m
    timeout: 30
    grace_period: 1m30s
  deregistration_delay: 0s
  stickiness: true
image:
  build: {dockerfile: docker/api.Dockerfile, context: ., target: production, args: {VERSION: 2, DEBUG: false}}
  port: 8080
  healthcheck: {command: [CMD, node, check.js], interval: 30s, retries: 5, timeout: 10s, start_period: 1m}
entrypoint: /sbin/entry -- "two words"
command: [node, server.js]
cpu: 1024
memory: 2048
platform: linux/arm64
count: 0
exec: {enable: false}
deployment: {rolling: recreate, bake_time: 2m, rollback_alarms: [checkout-errors]}
variables: {LOG_LEVEL: info, WORKERS: 4, STRICT: true}
database: {name: orders, as: DATABASE_URL}
storage: {readonly_fs: true}
logging: {retention: 365}
alarms: {http_5xx: 50, response_time: 800ms, cpu_percentage: 70, memory_percentage: 75}
`
  expect(read(text)).toEqual({
    name: 'api',
    type: 'Backend Service',
    image: {
      build: { dockerfile: 'docker/api.Dockerfile', context: '.', target: 'production', args: { VERSION: '2', DEBUG: 'false' } },
    },
    port: 8080,
    entrypoint: ['/sbin/entry', '--', 'two words'],
    command: ['node', 'server.js'],
    containerCheck: { command: ['CMD', 'node', 'check.js'], interval: 30, retries: 5, timeout: 10, startPeriod: 60 },
    http: {
      path: '/v1',
      healthcheck: {
        path: '/up?full=1',
        successCodes: '200-299',
        healthyThreshold: 3,
        unhealthyThreshold: 4,
        interval: 60,
        timeout: 30,
        gracePeriod: 90,
      },
      deregistrationDelay: 0,
      stickiness: true,
    },
    cpu: 1024,
    memory: 2048,
    platform: 'linux/arm64',
    count: 0,
    deployment: { strategy: 'rolling', recreate: true, bakeTime: 2, rollback: { names: ['checkout-errors'] } },
    exec: false,
    variables: { LOG_LEVEL: 'info', WORKERS: '4', STRICT: 'true' },
    database: { name: 'orders', as: 'DATABASE_URL' },
    storage: { readonlyFs: true },
    logging: { retention: 365 },
    alarms: { http5xx: 50, responseTime: 0.8, cpu: 70, memory: 75 },
  })
})

test.each(['true', '{enable: true}'])('exec: %s', exec => {
  expect(read(`${least}exec: ${exec}\n`).exec).toBe(true)
})

test("a manifest without a platform has the environment's", () => {
  const of = (text: string) => readService({ file: 'mm/web/manifest.yml', text }, 'dev', 'linux/arm64').platform
  expect(of(least)).toBe('linux/arm64')
  expect(of(`${least}platform: linux/amd64\n`)).toBe('linux/x86_64')
})

test('a Backend Service without http takes no requests', () => {
  expect(read('name: worker\ntype: Backend Service\nimage: {port: 8080}\n')).not.toHaveProperty('http')
})

describe('the image', () => {
  test.each([
    ['docker/web.Dockerfile', { dockerfile: 'docker/web.Dockerfile', context: 'docker', args: {} }],
    ['Dockerfile', { dockerfile: 'Dockerfile', context: '.', args: {} }],
    ['{context: services/web}', { dockerfile: 'services/web/Dockerfile', context: 'services/web', args: {} }],
    ['{target: production}', { dockerfile: 'web/Dockerfile', context: 'web', target: 'production', args: {} }],
  ])('build: %s', (build, expected) => {
    expect(read(least.replace('{', `{build: ${build}, `)).image).toEqual({ build: expected })
  })

  test('may come from another registry', () => {
    expect(read(least.replace('{', '{location: public.ecr.aws/nginx/nginx:1.29, ')).image).toEqual({
      location: 'public.ecr.aws/nginx/nginx:1.29',
    })
  })
})

test.each([
  ['linux/amd64', 'linux/x86_64'],
  ['linux/arm', 'linux/arm64'],
])('the platform %s is %s', (written, meant) => {
  expect(read(`${least}platform: ${written}\n`).platform).toBe(meant)
})

describe('an environment', () => {
  const inProd = (base: string, override: string) =>
    read(`${least}${base}\nenvironments:\n  prod:\n${override.replace(/^/gm, '    ')}\n`, 'prod')

  test('changes nothing in the others', () => {
    expect(read(`${least}count: 2\nenvironments: {prod: {count: 5}}\n`).count).toBe(2)
  })

  test('merges maps, key by key', () => {
    const { variables } = inProd('variables: {A: a, B: b}', 'variables: {B: c}')
    expect(variables).toEqual({ A: 'a', B: 'c' })
  })

  test('location takes build away, and the port stays', () => {
    const { image, port } = inProd('', 'image: {location: "nginx:1.29"}')
    expect(image).toEqual({ location: 'nginx:1.29' })
    expect(port).toBe(3000)
  })

  test('build takes location away', () => {
    const text =
      'name: web\ntype: Backend Service\nimage: {location: "nginx:1", port: 80}\nenvironments: {prod: {image: {build: Dockerfile}}}\n'
    expect(read(text, 'prod').image).toEqual({ build: { dockerfile: 'Dockerfile', context: '.', args: {} } })
  })

  test('the two forms of one key replace each other, as in Copilot', () => {
    const map = inProd('http: {healthcheck: /up}', 'http: {healthcheck: {interval: 20s}}')
    expect(map.http?.healthcheck).toMatchObject({ path: '/', interval: 20 })
    const text = inProd('http: {healthcheck: {path: /up, interval: 20s}}', 'http: {healthcheck: /ready}')
    expect(text.http?.healthcheck).toMatchObject({ path: '/ready', interval: 10 })
  })

  test('gives http to a Backend Service that has none elsewhere', () => {
    const text = 'name: api\ntype: Backend Service\nimage: {port: 80}\nenvironments: {prod: {http: {path: /}}}\n'
    expect(read(text).http).toBeUndefined()
    expect(read(text, 'prod').http?.path).toBe('/')
  })
})

test('anchors and merge keys are read as Copilot reads them', () => {
  const text = `${least}variables: &common {A: a}\nenvironments:\n  dev:\n    variables:\n      <<: *common\n      B: b\n`
  expect(read(text).variables).toEqual({ A: 'a', B: 'b' })
})

test('a byte order mark and Windows line ends are no mistake', () => {
  expect(read(`\uFEFF${least.replaceAll('\n', '\r\n')}`).port).toBe(3000)
})
