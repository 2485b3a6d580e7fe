import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Database } from '../../../src/manifest/database.js'
import type { Service } from '../../../src/manifest/service.js'
import { priority } from '../../../src/templates/service/routing.js'
import { serviceTemplate } from '../../../src/templates/service/service-template.js'
import { backend, database, documentDb, environment, frontend } from '../../support/values.js'

const at = (service: Service, path: string): Service => ({ ...service, http: { ...service.http!, path } })
const resources = (service: Service, backends = ['backend']) =>
  serviceTemplate(service, { backends, environment: environment() }).Resources
const properties = (service: Service, id: string, backends?: string[]) =>
  resources(service, backends)[id]?.Properties as Record<string, unknown>

interface Container {
  Environment: { Name: string; Value: unknown }[]
  Secrets?: unknown[]
  ReadonlyRootFilesystem: boolean
  LinuxParameters: object
}
const container = (service: Service, backends?: string[]) =>
  (properties(service, 'TaskDefinition', backends)['ContainerDefinitions'] as [Container])[0]
const variable = (service: Service, name: string, backends?: string[]) =>
  container(service, backends)
    .Environment.filter(({ Name }) => Name === name)
    .map(({ Value }) => Value)

describe('the rule on the listener', () => {
  test.each([
    ['/', ['/*']],
    ['/api', ['/api', '/api/*']],
    ['/api/', ['/api', '/api/*']],
  ])('%s takes %j', (path, Values) => {
    expect(properties(at(frontend(), path), 'ListenerRule')['Conditions']).toEqual([
      { Field: 'path-pattern', PathPatternConfig: { Values } },
    ])
  })

  test('a backend is found by its name, and by its path if it has one', () => {
    const host = { Field: 'host-header', HostHeaderConfig: { Values: [{ 'Fn::Sub': 'backend.${PrivateZoneName}' }] } }
    expect(properties(backend(), 'ListenerRule')['Conditions']).toEqual([host])
    expect(properties(at(backend(), '/v1'), 'ListenerRule')['Conditions']).toEqual([
      host,
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/v1', '/v1/*'] } },
    ])
  })

  test('a longer path comes first, whatever the names', () => {
    const names = Array.from({ length: 200 }, (_, i) => `service-${i}`)
    const priorities = (path: string) => names.map(name => priority(at(frontend({ name }), path)))
    const [deep, shallow] = [priorities('/api/orders'), priorities('/api')]
    expect(Math.max(...deep)).toBeLessThan(Math.min(...shallow))
    expect(Math.max(...shallow)).toBeLessThan(priority(at(frontend(), '/')))
    expect(Math.min(...priorities('/a/b/c/d/e/f'))).toBeGreaterThanOrEqual(1)
    expect(new Set(shallow).size).toBeGreaterThan(195)
  })

  test('two public services at / are refused by AWS: the second would never be asked', () => {
    expect(['a', 'b'].map(name => priority(at(frontend({ name }), '/')))).toEqual([50_000, 50_000])
    expect(priority(backend({ name: 'a' }))).not.toBe(priority(backend({ name: 'b' })))
  })
})

test('the target group checks as the manifest says', () => {
  const healthcheck = {
    path: '/ready',
    successCodes: '200,204',
    healthyThreshold: 3,
    unhealthyThreshold: 4,
    interval: 15,
    timeout: 6,
    gracePeriod: 90,
  }
  const service = backend({ http: { path: '/', healthcheck, deregistrationDelay: 30, stickiness: false } })
  expect(properties(service, 'TargetGroup')).toMatchObject({
    Port: 80,
    HealthCheckPath: '/ready',
    HealthCheckIntervalSeconds: 15,
    HealthCheckTimeoutSeconds: 6,
    HealthyThresholdCount: 3,
    UnhealthyThresholdCount: 4,
    Matcher: { HttpCode: '200,204' },
    TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
  })
  expect(properties(service, 'Service')).toMatchObject({ HealthCheckGracePeriodSeconds: 90 })
})

describe('variables', () => {
  test('a frontend gets the address of each backend, a backend of none', () => {
    expect(variable(frontend(), 'ORDER_API_URL', ['order-api'])).toEqual([{ 'Fn::Sub': 'http://order-api.${PrivateZoneName}' }])
    expect(variable(backend(), 'BACKEND_URL')).toEqual([])
  })

  test("the manifest's own take the place of mm's", () => {
    const service = frontend({ variables: { BACKEND_URL: 'http://elsewhere', PORT: '1', LITERAL: '${Env}' } })
    expect(variable(service, 'BACKEND_URL')).toEqual(['http://elsewhere'])
    expect(variable(service, 'PORT')).toEqual(['1'])
    expect(variable(service, 'LITERAL')).toEqual(['${Env}'])
  })

  test("also of the database's secret: a name can't be both", () => {
    expect(container(backend()).Secrets).toEqual([{ Name: 'MONGODB_URI', ValueFrom: { Ref: 'DatabaseUriSecret' } }])
    expect(container(backend({ variables: { MONGODB_URI: 'mongodb://elsewhere' } })).Secrets).toBeUndefined()
  })
})

describe('the certificate of the database', () => {
  const template = (service: Service, used: Database) =>
    serviceTemplate(service, { backends: [], environment: environment(), database: used })
  const tls = database({ tls: 'require' })
  const task = (service: Service, used: Database) => template(service, used).Resources['TaskDefinition']?.Properties

  test("is written by a container that ends before the application's begins", () => {
    expect(task(backend({ storage: { readonlyFs: true } }), tls)).toMatchObject({
      ContainerDefinitions: [
        {
          Name: 'backend',
          DependsOn: [{ ContainerName: 'db_ca', Condition: 'SUCCESS' }],
          MountPoints: [{ SourceVolume: 'authority', ContainerPath: '/mm/db', ReadOnly: true }],
          ReadonlyRootFilesystem: true,
        },
        {
          Name: 'db_ca',
          Essential: false,
          User: '0',
          Image: { Ref: 'Image' },
          EntryPoint: ['/bin/sh', '-c'],
          Secrets: [{ Name: 'CA', ValueFrom: { Ref: 'DatabaseCa' } }],
          MountPoints: [{ SourceVolume: 'authority', ContainerPath: '/mm/db', ReadOnly: false }],
          ReadonlyRootFilesystem: true,
        },
      ],
      Volumes: [{ Name: 'authority' }],
    })
  })

  test('is written as it came, for everybody to read', () => {
    const { ContainerDefinitions: [, { Command = [] } = {}] = [] } = task(backend(), tls) as {
      ContainerDefinitions: { Command?: string[] }[]
    }
    const folder = mkdtempSync(join(tmpdir(), 'mm-ca-'))
    const command = Command.map(each => each.replace('/mm/db', folder))
    const CA = '-----BEGIN CERTIFICATE-----\nMIIB%s\n-----END CERTIFICATE-----'
    execFileSync('/bin/sh', ['-c', `umask 077; exec /bin/sh -c '${command[0]?.replaceAll("'", `'\\''`)}'`], { env: { CA } })
    expect(readFileSync(join(folder, 'ca.pem'), 'utf8')).toBe(`${CA}\n`)
    expect((statSync(join(folder, 'ca.pem')).mode & 0o777).toString(8)).toBe('644')
    rmSync(folder, { recursive: true })
  })

  const elsewhere = backend({ variables: { MONGODB_URI: 'mongodb://elsewhere' } })

  // The revision before may have the other connection string or the certificate, and its tasks may be started meanwhile.
  test.each<[string, Service, Database]>([
    ['of a database with TLS', backend(), tls],
    ['of one that may have had it', backend(), database()],
    ['of a service that connects elsewhere now', elsewhere, tls],
  ])('%s may be read by the role that starts the task, and nothing else of its kind', (_, service, used) => {
    const role = JSON.stringify(template(service, used).Resources['ExecutionRole'])
    expect(role).toMatch(
      /"Action":\["ssm:GetParameters"\],"Resource":\{"Fn::Sub":"[^"]*:parameter\/mm\/\$\{App\}\/\$\{Env\}\/db\/\*\/ca-\*"\}/,
    )
    expect(role).toContain('"Action":["secretsmanager:GetSecretValue"],"Resource":{"Ref":"DatabaseUriSecrets"}')
  })

  test("of DocumentDB isn't in Parameter Store", () => {
    const role = JSON.stringify(template(backend(), documentDb()).Resources['ExecutionRole'])
    expect(role).toContain('"Resource":{"Ref":"DatabaseUriSecrets"}')
    expect(role).not.toContain('ssm:GetParameters')
  })

  test.each<[string, Service, Database]>([
    ['of a database without TLS', backend(), database()],
    ['of DocumentDB, whose authority is no own one', backend(), documentDb()],
    ['of a service that connects elsewhere', elsewhere, tls],
  ])("isn't there %s", (_, service, used) => {
    expect(JSON.stringify(template(service, used))).not.toMatch(/db_ca|DatabaseCa/)
    expect(task(service, used)).not.toHaveProperty('Volumes')
  })
})

test('with a read-only file system /tmp can be written by any user', () => {
  expect(container(backend({ storage: { readonlyFs: true } }))).toMatchObject({
    ReadonlyRootFilesystem: true,
    LinuxParameters: { InitProcessEnabled: true, Tmpfs: [{ ContainerPath: '/tmp', MountOptions: ['mode=1777'] }] },
  })
  expect(container(backend()).LinuxParameters).toEqual({ InitProcessEnabled: true })
})

test("the image's own command, user and check hold unless the manifest has others", () => {
  for (const key of ['EntryPoint', 'Command', 'HealthCheck', 'User']) expect(container(backend())).not.toHaveProperty(key)
  const containerCheck = { command: ['CMD', 'node', 'up.js'], interval: 10, retries: 2, timeout: 5, startPeriod: 30 }
  expect(container(backend({ entrypoint: ['/entry'], command: ['node', 'x.js'], containerCheck }))).toMatchObject({
    EntryPoint: ['/entry'],
    Command: ['node', 'x.js'],
    HealthCheck: { Command: ['CMD', 'node', 'up.js'], Interval: 10, Retries: 2, Timeout: 5, StartPeriod: 30 },
  })
})

test('exec turns on ECS Exec, and gives the task what its agent needs', () => {
  const service = backend({ exec: true })
  expect(properties(service, 'Service')).toMatchObject({ EnableExecuteCommand: true })
  expect(JSON.stringify(properties(service, 'TaskRole'))).toContain('ssmmessages:OpenDataChannel')
  expect(properties(backend(), 'Service')).not.toHaveProperty('EnableExecuteCommand')
  expect(JSON.stringify(properties(backend(), 'TaskRole'))).not.toContain('ssmmessages')
})

test('sticky callers stay with one task', () => {
  const attributes = (service: Service) => properties(service, 'TargetGroup')['TargetGroupAttributes']
  const { http } = backend()
  expect(attributes(backend({ http: { ...http!, stickiness: true } }))).toContainEqual({
    Key: 'stickiness.enabled',
    Value: 'true',
  })
  expect(JSON.stringify(attributes(backend()))).not.toContain('stickiness')
})

test('the thresholds of alarms are the manifest’s', () => {
  const service = backend({ alarms: { http5xx: 50, responseTime: 0.8, cpu: 70, memory: 75 } })
  const threshold = (id: string) => properties(service, id)['Threshold']
  expect(['ErrorsAlarm', 'ResponseTimeAlarm', 'CpuAlarm', 'MemoryAlarm'].map(threshold)).toEqual([50, 0.8, 70, 75])
})

describe('alarms', () => {
  const worker = backend()
  delete worker.http
  const alarms = (service: Service) => Object.keys(resources(service)).filter(id => id.endsWith('Alarm'))

  test.each<[string, Service, string[]]>([
    [
      'a service that takes requests',
      backend(),
      ['CpuAlarm', 'MemoryAlarm', 'ErrorsAlarm', 'ResponseTimeAlarm', 'UnhealthyAlarm', 'HealthyAlarm'],
    ],
    ['one that takes none', worker, ['CpuAlarm', 'MemoryAlarm', 'RunningAlarm']],
    [
      'one that is meant to have no task',
      backend({ count: 0 }),
      ['CpuAlarm', 'MemoryAlarm', 'ErrorsAlarm', 'ResponseTimeAlarm', 'UnhealthyAlarm'],
    ],
  ])('of %s', (_, service, expected) => {
    expect(alarms(service)).toEqual(expected)
  })

  test.each(['HealthyAlarm', 'RunningAlarm'])('%s is raised by silence, too', id => {
    expect(properties(id === 'HealthyAlarm' ? backend() : worker, id)).toMatchObject({
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    })
  })
})

test('the service waits for its way in and its links', () => {
  expect(resources(backend())['Service']?.DependsOn).toEqual([
    'ListenerRule',
    'BalancerToServiceEgress',
    'BalancerToServiceIngress',
    'ServiceToDatabaseEgress',
    'ServiceToDatabaseIngress',
  ])
})

test.each<[string, Service, object | undefined]>([
  ['/', frontend(), { 'Fn::Sub': '${PublicUrl}' }],
  ['/api/', at(frontend(), '/api/'), { 'Fn::Sub': '${PublicUrl}/api' }],
  ['a private name', at(backend(), '/v1'), { 'Fn::Sub': 'http://backend.${PrivateZoneName}/v1' }],
  [
    'nothing',
    (() => {
      const none = backend()
      delete none.http
      return none
    })(),
    undefined,
  ],
])('the address of a service at %s', (_, service, expected) => {
  expect(serviceTemplate(service, { backends: [], environment: environment() }).Outputs['Url']?.Value).toEqual(expected)
})
