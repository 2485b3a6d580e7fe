import { expect, test } from '@jest/globals'
import type { Service } from '../../../src/manifest/service.js'
import type { Template } from '../../../src/templates/cfn.js'
import { databaseParameters } from '../../../src/templates/database/database-parameters.js'
import { databaseTemplate } from '../../../src/templates/database/database-template.js'
import { environmentTemplate } from '../../../src/templates/environment/environment-template.js'
import { serviceParameters } from '../../../src/templates/service/service-parameters.js'
import { serviceTemplate } from '../../../src/templates/service/service-template.js'
import { backend, database, documentDb, environment, frontend } from '../../support/values.js'

/** A value for each output that the template really has. */
const outputs = (template: Template) =>
  Object.fromEntries(Object.keys(template.Outputs).map(name => [name, `${name}-a,${name}-b`]))
const deployed = {
  environment: outputs(environmentTemplate(environment(), { databases: [], throughCdn: false })),
  database: outputs(databaseTemplate(database())),
}

const worker = (): Service => {
  const service = backend()
  delete service.http
  return service
}

test.each<[string, Service, string[]]>([
  ['a frontend', frontend(), ['backend']],
  ['a frontend alone', frontend(), []],
  ['a frontend with a database', frontend({ database: { name: 'db', as: 'URL' } }), ['backend']],
  ['a backend', backend(), ['backend']],
  ['a worker', worker(), ['backend']],
  ['a foreign image', frontend({ image: { location: 'public.ecr.aws/nginx/nginx:1.29' } }), []],
])('every parameter of %s has a value, from outputs that the other stacks have', (_, service, backends) => {
  const template = serviceTemplate(service, { backends, environment: environment() })
  const parameters = serviceParameters(
    service,
    { backends, environment: environment() },
    { app: 'shop', env: 'dev', image: 'i', repositoryArn: 'r', ...deployed },
  )
  expect(Object.keys(parameters).sort()).toEqual(Object.keys(template.Parameters).sort())
  expect(Object.entries(parameters).filter(([, value]) => value === '')).toEqual([])
})

test('the secrets of the connection strings are all that the database puts out, else the one that it always does', () => {
  const of = (database: Record<string, string>) =>
    serviceParameters(
      backend(),
      { backends: [], environment: environment() },
      { app: 'shop', env: 'dev', image: 'i', ...deployed, database },
    )
  expect(of({ UriSecretArn: 'arn:plain', UriSecretArns: 'arn:plain,arn:tls' })).toMatchObject({
    DatabaseUriSecret: 'arn:plain',
    DatabaseUriSecrets: 'arn:plain,arn:tls',
  })
  expect(of({ UriSecretArn: 'arn:plain' })).toMatchObject({ DatabaseUriSecrets: 'arn:plain' })
})

test('a frontend is in public subnets behind the public balancer, a backend in private ones behind the internal one', () => {
  const of = (service: Service) =>
    serviceParameters(service, { backends: [], environment: environment() }, { app: 'shop', env: 'dev', image: 'i', ...deployed })
  expect(of(frontend())).toMatchObject({
    Subnets: 'PublicSubnets-a,PublicSubnets-b',
    ListenerArn: 'PublicListenerArn-a,PublicListenerArn-b',
  })
  expect(of(backend())).toMatchObject({
    Subnets: 'PrivateSubnets-a,PrivateSubnets-b',
    ListenerArn: 'InternalListenerArn-a,InternalListenerArn-b',
  })
})

test('every parameter of a database has a value, and subnet and zone are the same place', () => {
  const parameters = databaseParameters(database(), {
    app: 'shop',
    env: 'dev',
    amiId: 'ami-1',
    environment: deployed.environment,
  })
  expect(Object.keys(parameters).sort()).toEqual(Object.keys(databaseTemplate(database()).Parameters).sort())
  expect(Object.entries(parameters).filter(([, value]) => value === '')).toEqual([])
  expect(parameters).toMatchObject({ Subnet0: 'DatabaseSubnets-a', Zone0: 'Zones-a' })
})

test('three members have three places', () => {
  const environment = { ...deployed.environment, DatabaseSubnets: 'subnet-a,subnet-b,subnet-c', Zones: 'a,b,c' }
  const parameters = databaseParameters(database({ members: 3 }), { app: 'shop', env: 'prod', amiId: 'ami-1', environment })
  expect(Object.keys(parameters).sort()).toEqual(Object.keys(databaseTemplate(database({ members: 3 })).Parameters).sort())
  expect(parameters).toMatchObject({
    Subnet0: 'subnet-a',
    Zone0: 'a',
    Subnet1: 'subnet-b',
    Zone1: 'b',
    Subnet2: 'subnet-c',
    Zone2: 'c',
  })
})

test('the instances of a DocumentDB cluster go round the zones', () => {
  const three = documentDb({ members: 3 })
  const parameters = databaseParameters(three, { app: 'shop', env: 'dev', environment: deployed.environment })
  expect(Object.keys(parameters).sort()).toEqual(Object.keys(databaseTemplate(three).Parameters).sort())
  expect(Object.entries(parameters).filter(([, value]) => value === '')).toEqual([])
  expect(parameters).toMatchObject({
    Subnets: 'DatabaseSubnets-a,DatabaseSubnets-b',
    Zone0: 'Zones-a',
    Zone1: 'Zones-b',
    Zone2: 'Zones-a',
  })
})
