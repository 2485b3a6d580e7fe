import { describe, expect, test } from '@jest/globals'
import { differ, packs, suppressed } from './suppressions.js'
import { goldenNames, goldenStack, type ParsedResource, type ParsedStack } from './support.js'
import { zoneLoss } from './zone-loss.js'

type World = Record<string, ParsedStack>

const golden = (): World => Object.fromEntries(goldenNames.map(name => [name, goldenStack(name)]))
const accepted = goldenNames.flatMap(name => suppressed(name, goldenStack(name), packs.zoneLoss))

test('without any one zone every tier serves, but where a template says that it does not', () => {
  expect(differ(zoneLoss(golden()), accepted)).toEqual([])
})

/** The golden environment over three zones, with a NAT gateway in each. */
const threeZones = () => goldenStack('environment/prod')

/** The golden database with three members, in the zones that are given. */
function members(...zones: [number, number, number]): ParsedStack {
  const stack = goldenStack('database/dev')
  const group = stack.Resources['Group0']!
  const groups = zones.map((zone, i): [string, ParsedResource] => [
    `Group${i}`,
    { ...group, Properties: { ...group.Properties, VPCZoneIdentifier: [{ Ref: `Subnet${zone}` }] } },
  ])
  const parameters = zones.map((zone): [string, { Type: string }] => [`Subnet${zone}`, { Type: 'AWS::EC2::Subnet::Id' }])
  return {
    ...stack,
    Parameters: { ...stack.Parameters, ...Object.fromEntries(parameters) },
    Resources: { ...stack.Resources, ...Object.fromEntries(groups) },
  }
}

const found = (world: World) => zoneLoss(world).map(({ stack, resource, id }) => `${stack} ${resource} ${id}`)

describe('three members', () => {
  test('over three zones keep a majority', () => {
    expect(found({ 'environment/three': threeZones(), 'database/three': members(0, 1, 2) })).toEqual([])
  })
  test('over two of them do not', () => {
    expect(found({ 'environment/three': threeZones(), 'database/three': members(0, 0, 1) })).toEqual([
      'database/three Group0 ZONE.MEMBER',
      'database/three Group1 ZONE.MEMBER',
    ])
  })
  test('need an environment with three zones', () => {
    expect(() => found({ 'environment/two': goldenStack('environment/dev'), 'database/three': members(0, 1, 2) })).toThrow(
      'add a golden environment',
    )
  })
})

describe('what the proof would find', () => {
  const broken = (name: string, change: (stack: ParsedStack) => void) => {
    const world = golden()
    change(world[name]!)
    return differ(zoneLoss(world), accepted).map(line => line.split(':')[0])
  }
  const properties = (stack: ParsedStack, id: string) => stack.Resources[id]!.Properties!

  test('a balancer with one subnet', () => {
    expect(
      broken('environment/prod', stack => (properties(stack, 'InternalBalancer')['Subnets'] = [{ Ref: 'PrivateSubnet0' }])),
    ).toEqual(['environment/prod InternalBalancer ZONE.SUBNETS'])
  })
  test('a zone that goes out through another', () => {
    expect(
      broken('environment/prod', stack => (properties(stack, 'PrivateDefaultRoute1')['NatGatewayId'] = { Ref: 'NatGateway0' })),
    ).toEqual(['environment/prod NatGateway0 ZONE.EGRESS'])
  })
  test('public subnets that are all in one zone', () => {
    expect(
      broken('environment/prod', stack =>
        [1, 2].forEach(zone => (properties(stack, `PublicSubnet${zone}`)['AvailabilityZone'] = { Ref: 'Zone0' })),
      ),
    ).toContain('environment/prod PublicBalancer ZONE.SUBNETS')
  })
  test('a service with one task that does not say so', () => {
    expect(broken('frontend/prod', stack => (properties(stack, 'Service')['DesiredCount'] = 1))).toEqual([
      'frontend/prod Service ZONE.TASK',
    ])
  })
  test('a suppression that nothing needs any more', () => {
    expect(broken('frontend/dev', stack => (properties(stack, 'Service')['DesiredCount'] = 2))).toEqual([
      'frontend/dev Service ZONE.TASK',
    ])
  })
})
