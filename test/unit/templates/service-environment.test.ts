import { describe, expect, test } from '@jest/globals'
import type { Environment } from '../../../src/manifest/environment.js'
import type { Service } from '../../../src/manifest/service.js'
import { missingOutputs, serviceParameters } from '../../../src/templates/service/service-parameters.js'
import { serviceTemplate } from '../../../src/templates/service/service-template.js'
import { backend, environment, frontend, network } from '../../support/values.js'

const template = (service: Service, of: Environment) => serviceTemplate(service, { backends: ['backend'], environment: of })
const properties = (service: Service, of: Environment, id: string) =>
  (template(service, of).Resources[id]?.Properties ?? {}) as Record<string, unknown>
const variables = (service: Service, of: Environment) =>
  (properties(service, of, 'TaskDefinition')['ContainerDefinitions'] as [{ Environment: { Name: string }[] }])[0].Environment
const subnets = (service: Service, of: Environment) =>
  serviceParameters(
    service,
    { backends: [], environment: of },
    { app: 'a', env: 'e', image: 'i', environment: { PublicSubnets: 'public', PrivateSubnets: 'private' } },
  )['Subnets']

const shifting = (service: Service): Service => ({
  ...service,
  deployment: { strategy: 'blue_green', bakeTime: 5, rollback: { names: [] } },
})
const instances = environment({ capacity: { type: 'ec2', instance: 'm7i.large', min: 1, max: 2 } })
const domain = environment({ domain: { name: 'shop.example.com' } })

describe.each([
  ['Fargate in public subnets', environment(), 'ENABLED', 'public'],
  ['Fargate in private subnets', environment({ network: network({ frontend: 'private' }) }), 'DISABLED', 'private'],
  // A task on an instance can't have an address of its own.
  ['instances', instances, 'DISABLED', 'private'],
])('a frontend on %s', (_, of, address, where) => {
  test('has the address and the subnets that go together', () => {
    const { AwsvpcConfiguration } = properties(frontend(), of, 'Service')['NetworkConfiguration'] as {
      AwsvpcConfiguration: object
    }
    expect(AwsvpcConfiguration).toMatchObject({ AssignPublicIp: address })
    expect(subnets(frontend(), of)).toBe(where)
  })
})

test('on instances tasks are placed by the capacity provider, over zones first, and have no platform version', () => {
  expect(properties(backend(), instances, 'TaskDefinition')).toMatchObject({
    RequiresCompatibilities: ['EC2'],
    NetworkMode: 'awsvpc',
  })
  const service = properties(backend(), instances, 'Service')
  expect(service).toMatchObject({
    CapacityProviderStrategy: [{ CapacityProvider: { Ref: 'CapacityProvider' }, Weight: 1 }],
    AvailabilityZoneRebalancing: 'ENABLED',
  })
  expect((service['PlacementStrategies'] as object[])[0]).toEqual({ Type: 'spread', Field: 'attribute:ecs.availability-zone' })
  expect(service).not.toHaveProperty('PlatformVersion')
})

describe('with a domain', () => {
  test('a frontend calls backends by HTTPS, and may call nothing but that port of the internal balancer', () => {
    expect(variables(frontend(), domain)).toContainEqual({
      Name: 'BACKEND_URL',
      Value: { 'Fn::Sub': 'https://backend.${ServiceZoneName}' },
    })
    for (const side of ['Egress', 'Ingress']) {
      expect(properties(frontend(), domain, `ServiceToInternalBalancer${side}`)).toMatchObject({ FromPort: 443, ToPort: 443 })
    }
    expect(template(frontend(), domain).Parameters).not.toHaveProperty('PrivateZoneName')
  })

  test('a backend answers under both names, each on its own listener', () => {
    const rule = (id: string) => properties(backend(), domain, id)
    expect(rule('ListenerRule')).toMatchObject({
      ListenerArn: { Ref: 'ListenerArn' },
      Conditions: [{ HostHeaderConfig: { Values: [{ 'Fn::Sub': 'backend.${PrivateZoneName}' }] } }],
    })
    expect(rule('SecureListenerRule')).toMatchObject({
      ListenerArn: { Ref: 'SecureListenerArn' },
      Conditions: [{ HostHeaderConfig: { Values: [{ 'Fn::Sub': 'backend.${ServiceZoneName}' }] } }],
    })
    expect(properties(backend(), domain, 'PrivateName')).toMatchObject({ HostedZoneId: { Ref: 'PrivateZoneId' } })
    expect(properties(backend(), domain, 'SecureName')).toMatchObject({
      HostedZoneId: { Ref: 'ServiceZoneId' },
      Name: { 'Fn::Sub': 'backend.${ServiceZoneName}.' },
    })
    expect(template(backend(), domain).Outputs['Url']?.Value).toEqual({ 'Fn::Sub': 'https://backend.${ServiceZoneName}' })
    expect(template(backend(), domain).Resources['Service']?.DependsOn).toContain('SecureListenerRule')
  })

  test('a backend that shifts traffic has the rule for HTTPS only, since ECS shifts one rule', () => {
    const { Resources, Parameters } = template(shifting(backend()), domain)
    expect(Object.keys(Resources).filter(id => /Rule|Name$/.test(id))).toEqual(['SecureListenerRule', 'SecureName'])
    expect(Object.keys(Parameters).filter(id => /^Private|^ListenerArn/.test(id))).toEqual([])
  })
})

describe('outputs that the deployed environment lacks', () => {
  const deployed = {
    ...Object.fromEntries(
      ['ClusterName', 'VpcId', 'PublicSubnets', 'PrivateSubnets', 'AlarmTopicArn', 'PublicUrl', 'PrivateZoneName'].map(name => [
        name,
        'x',
      ]),
    ),
    ...Object.fromEntries(
      ['ListenerArn', 'BalancerFullName', 'BalancerSecurityGroup'].flatMap(name => [
        [`Public${name}`, 'x'],
        [`Internal${name}`, 'x'],
      ]),
    ),
    PrivateZoneId: 'x',
    InternalBalancerDnsName: 'x',
    InternalBalancerZoneId: 'x',
  }
  test.each<[string, Service, Environment, string[]]>([
    ['none when nothing is asked for', backend(), environment(), []],
    ['the capacity provider', backend(), instances, ['CapacityProvider']],
    ["a frontend's zone", frontend(), domain, ['ServiceZoneName']],
    ["a backend's listener and zone", backend(), domain, ['InternalSecureListenerArn', 'ServiceZoneId', 'ServiceZoneName']],
  ])('%s', (_, service, of, expected) => {
    expect(missingOutputs(service, { backends: ['backend'], environment: of }, deployed)).toEqual(expected)
  })
})

test('every role of the service has the permissions boundary', () => {
  const bounded = environment({ permissionsBoundary: 'arn:aws:iam::123456789012:policy/p' })
  const roles = Object.values(template(shifting(frontend()), bounded).Resources).filter(({ Type }) => Type === 'AWS::IAM::Role')
  expect(roles.map(({ Properties }) => Properties)).toEqual(
    [1, 2, 3].map(() => expect.objectContaining({ PermissionsBoundary: 'arn:aws:iam::123456789012:policy/p' })),
  )
})
