import { describe, expect, test } from '@jest/globals'
import { compareCosts } from '../../../src/cost/compare-costs.js'

const template = (resources: Record<string, [type: string, properties?: object]>) =>
  JSON.stringify({
    Parameters: { Size: { Type: 'Number' } },
    Resources: Object.fromEntries(
      Object.entries(resources).map(([name, [Type, Properties = {}]]) => [name, { Type, Properties }]),
    ),
  })
const nat: [string] = ['AWS::EC2::NatGateway']
const key: [string] = ['AWS::KMS::Key']
const secret: [string] = ['AWS::SecretsManager::Secret']
const docDb = (name: string): [string, object] => ['AWS::DocDB::DBInstance', { DBInstanceClass: name }]

type Shape = Parameters<typeof template>[0]
const compare = (before: Shape | undefined, after: Shape) =>
  compareCosts(before && { template: template(before), parameters: {} }, { template: template(after), parameters: {} })

test('a creation costs all that it makes, the most first, and says whose prices they are', () => {
  const cost = compare(undefined, { Key: key, Nat: nat, OtherKey: key })
  expect(cost).toMatchObject({ region: 'us-east-1', asOf: expect.stringMatching(/^20\d\d-\d\d$/), after: { monthly: 34.85 } })
  expect(cost?.change).toEqual({
    monthly: 34.85,
    by: [
      { what: 'NAT gateways', monthly: 32.85 },
      { what: 'keys', monthly: 2 },
    ],
  })
  expect(cost).not.toHaveProperty('before')
})

test('an update is told by what becomes more and less, whatever its resources are called', () => {
  const cost = compare({ Key: key, Secret: secret, Other: secret }, { Renamed: key, Secret: secret, Nat: nat })
  expect(cost).toMatchObject({ before: { monthly: 1.8 }, after: { monthly: 34.25 } })
  expect(cost?.change).toEqual({
    monthly: 32.45,
    by: [
      { what: 'NAT gateways', monthly: 32.85 },
      { what: 'secrets', monthly: -0.4 },
    ],
  })
})

test('what stays as it is changes nothing', () => {
  expect(compare({ Key: key }, { Key: key })?.change).toEqual({ monthly: 0, by: [] })
})

test('a parameter may be all that changes', () => {
  const volume = template({ Volume: ['AWS::EC2::Volume', { VolumeType: 'gp3', Size: { Ref: 'Size' } }] })
  const cost = compareCosts({ template: volume, parameters: { Size: '20' } }, { template: volume, parameters: { Size: '50' } })
  expect(cost?.change).toEqual({ monthly: 2.4, by: [{ what: 'EBS', monthly: 2.4 }] })
})

describe('what is not known', () => {
  test('is no saving when it was known', () => {
    const cost = compare({ Db: docDb('db.r6g.large'), Key: key }, { Db: docDb('db.r8g.large'), Key: key, Secret: secret })
    expect(cost?.change).toEqual({ monthly: 0.4, by: [{ what: 'secrets', monthly: 0.4 }] })
    expect(cost?.after).toMatchObject({ monthly: 1.4, unknown: [{ logicalId: 'Db', what: 'the price of db.r8g.large' }] })
  })

  test('is no loss when it becomes known', () => {
    expect(compare({ Db: docDb('db.r8g.large') }, { Db: docDb('db.r6g.large') })?.change).toEqual({ monthly: 0, by: [] })
  })

  test('hides nothing of its resource when it was so before', () => {
    const volume = (Size: number): [string, object] => [
      'AWS::EC2::Volume',
      { VolumeType: 'gp3', Size, Iops: { 'Fn::GetAtt': ['A', 'B'] } },
    ]
    expect(compare({ Volume: volume(20) }, { Volume: volume(50) })?.change).toEqual({
      monthly: 2.4,
      by: [{ what: 'EBS', monthly: 2.4 }],
    })
  })
})

test.each([
  ['what is deployed', 'of an earlier deployment', template({ Key: key })],
  ['what is proposed', template({ Key: key }), 'Resources: ['],
])('without a reading of %s there is no comparison', (_, before, after) => {
  expect(compareCosts({ template: before, parameters: {} }, { template: after, parameters: {} })).toBeUndefined()
})
