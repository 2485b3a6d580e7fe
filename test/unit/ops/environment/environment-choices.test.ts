import { describe, expect, test } from '@jest/globals'
import type { Environment } from '../../../../src/manifest/environment.js'
import { subnetRanges } from '../../../../src/manifest/subnet-ranges.js'
import { environmentChoices } from '../../../../src/ops/environment/environment-choices.js'
import { refuseMove } from '../../../../src/ops/environment/foundations.js'
import type { Account, Subnet } from '../../../../src/ops/ports/account.js'
import type { Stack } from '../../../../src/ops/ports/cloudformation.js'
import { stack } from '../../../fakes/world.js'
import { environment, network } from '../../../support/values.js'

interface Offer {
  zones?: string[]
  subnets?: Subnet[]
  hostedZones?: Record<string, string[]>
}

const account = ({ zones = ['a', 'b', 'c'], subnets = [], hostedZones = {} }: Offer = {}): Account => ({
  identity: () => Promise.reject(new Error('not asked for')),
  zones: () => Promise.resolve(zones),
  subnets: ids => Promise.resolve(subnets.filter(({ id }) => ids.includes(id))),
  hostedZones: name => Promise.resolve(hostedZones[name] ?? []),
  cloudFrontPrefixList: () => Promise.reject(new Error('not asked for')),
  ensureServiceRoles: () => Promise.reject(new Error('not asked for')),
  closeDefaultGroup: () => Promise.reject(new Error('not asked for')),
  amazonLinux: architecture => Promise.resolve(`ami-${architecture}`),
})

const locate = (path: readonly (string | number)[]) => Promise.resolve({ file: path.join('.'), line: 1, column: 1 })
const choose = (of: Environment, offer: Offer = {}, existing?: Stack) =>
  environmentChoices(account(offer), { environment: of, existing, locate })
const deployed = (parameters: Record<string, string>) => stack('shop-dev', { parameters })
const zones = (count: 2 | 3, more: Partial<Environment['network']> = {}) =>
  environment({ network: network({ vpc: { cidr: '10.0.0.0/16', subnets: subnetRanges('10.0.0.0/16', count) }, ...more }) })

describe('zones', () => {
  test('are the first that the region offers', async () => {
    expect(await choose(zones(2))).toEqual({ Zone0: 'a', Zone1: 'b' })
  })
  test('are kept, whatever the region offers later', async () => {
    expect(await choose(zones(2), { zones: ['z', 'a', 'b'] }, deployed({ Zone0: 'b', Zone1: 'a' }))).toEqual({
      Zone0: 'b',
      Zone1: 'a',
    })
  })
  test('a third one is another than those in use', async () => {
    const { Zone2 } = await choose(zones(3), { zones: ['a', 'b', 'c'] }, deployed({ Zone0: 'c', Zone1: 'a' }))
    expect(Zone2).toBe('b')
  })
  test('may be named', async () => {
    const named = environment({
      network: network({ vpc: { cidr: '10.0.0.0/16', subnets: subnetRanges('10.0.0.0/16', 2), zones: ['x', 'y'] } }),
    })
    expect(await choose(named)).toEqual({ Zone0: 'x', Zone1: 'y' })
    await expect(choose(named, {}, deployed({ Zone0: 'a', Zone1: 'b' }))).rejects.toMatchObject({
      code: 'ZonesChanged',
      exitCode: 2,
      details: { at: [{ file: 'network.vpc.subnets.public' }] },
    })
  })
  test('are not taken away', async () => {
    await expect(choose(zones(2), {}, deployed({ Zone0: 'a', Zone1: 'b', Zone2: 'c' }))).rejects.toMatchObject({
      code: 'ZonesChanged',
      message: 'dev is deployed in a, b, c, and its manifest asks for 2',
      exitCode: 2,
      details: { at: [{ file: 'network.zones' }], fix: ['zones: 3'] },
    })
  })
  test('must be enough', async () => {
    await expect(choose(zones(3), { zones: ['a', 'b'] })).rejects.toMatchObject({
      code: 'TooFewZones',
      exitCode: 2,
      details: { why: 'a, b', fix: ['network: {zones: 2}'] },
    })
    await expect(choose(zones(2), { zones: ['a'] })).rejects.toMatchObject({
      code: 'TooFewZones',
      details: { fix: ['choose another region in mm/app.yml'] },
    })
  })
})

test("a NAT instance's image is chosen once", async () => {
  const nat = zones(2, { nat: 'instance' })
  expect(await choose(nat)).toMatchObject({ NatAmiId: 'ami-arm64' })
  expect(await choose(nat, {}, deployed({ NatAmiId: 'ami-old' }))).toMatchObject({ NatAmiId: 'ami-old' })
})

test("EC2 capacity follows AWS's newest image for its processor", async () => {
  const on = (instance: string) => environment({ capacity: { type: 'ec2', instance, min: 2, max: 6 } })
  const parameter = '/aws/service/ecs/optimized-ami/amazon-linux-2023'
  expect(await choose(on('m7i.large'))).toMatchObject({ EcsAmi: `${parameter}/recommended/image_id` })
  expect(await choose(on('c7gn.large'))).toMatchObject({ EcsAmi: `${parameter}/arm64/recommended/image_id` })
})

describe('the hosted zone', () => {
  const shop = environment({ domain: { name: 'dev.shop.example.com' } })
  test('is the nearest one above the domain', async () => {
    const hostedZones = { 'example.com': ['Z1'], 'shop.example.com': ['Z2'] }
    expect(await choose(shop, { hostedZones })).toMatchObject({ HostedZoneId: 'Z2' })
  })
  test('may be written, and is kept', async () => {
    const written = environment({ domain: { name: 'shop.example.com', hostedZone: 'Z9' } })
    expect(await choose(written)).toMatchObject({ HostedZoneId: 'Z9' })
    expect(await choose(shop, {}, deployed({ HostedZoneId: 'Z7' }))).toMatchObject({ HostedZoneId: 'Z7' })
  })
  test('must be one', async () => {
    await expect(choose(shop, { hostedZones: { 'example.com': ['Z1', 'Z2'] } })).rejects.toMatchObject({
      code: 'ManyHostedZones',
      details: { at: [{ file: 'domain' }], fix: ['domain: {name: dev.shop.example.com, hosted_zone: Z1}'] },
    })
    await expect(choose(shop)).rejects.toMatchObject({ code: 'NoHostedZone', exitCode: 2 })
  })
  test("isn't needed with certificates of one's own", async () => {
    const own = environment({ domain: { name: 'shop.example.com' } })
    own.http.public.certificates = ['arn:1']
    own.http.private.certificates = ['arn:2']
    expect(await choose(own)).not.toHaveProperty('HostedZoneId')
  })
})

describe('a VPC that exists', () => {
  const ids = { public: ['s1', 's2'], private: ['s3', 's4'], database: ['s5', 's6'] }
  const existing = environment({ network: network({ vpc: { id: 'vpc-1', subnets: ids } }) })
  const subnet = (id: string, zone: string, vpc = 'vpc-1') => ({ id, zone, vpc })
  const all = [subnet('s1', 'a'), subnet('s2', 'b'), subnet('s3', 'a'), subnet('s4', 'b'), subnet('s5', 'b'), subnet('s6', 'a')]

  test("has the zones of its databases' subnets", async () => {
    expect(await choose(existing, { subnets: all })).toEqual({ Zone0: 'b', Zone1: 'a' })
  })
  test.each([
    [all.slice(1), "s1 doesn't exist in this account and region", 'network.vpc.subnets.public.0'],
    [[...all.slice(0, 5), subnet('s6', 'a', 'vpc-2')], 's6 is in vpc-2', 'network.vpc.subnets.database.1'],
    [
      [...all.slice(0, 3), subnet('s4', 'a'), ...all.slice(4)],
      's4 is in a, as s3 is: the loss of that zone would take both',
      'network.vpc.subnets.private.1',
    ],
  ])('must have the subnets that are named', async (subnets, why, file) => {
    await expect(choose(existing, { subnets })).rejects.toMatchObject({
      code: 'BadSubnets',
      exitCode: 2,
      details: { why, at: [{ file }] },
    })
  })
})

describe('what everything stands on', () => {
  const on = (outputs: Record<string, string>) => stack('shop-dev', { outputs })
  const refused = (outputs: Record<string, string>, of: Environment) => refuseMove(on(outputs), of, locate)

  test('may stay', async () => {
    await refused({ VpcId: 'vpc-1', VpcCidr: '10.0.0.0/16' }, environment())
    await refused({ ServiceZoneName: 'internal.shop.example.com' }, environment({ domain: { name: 'shop.example.com' } }))
    await refused({}, environment({ domain: { name: 'shop.example.com' } }))
  })
  test.each([
    [
      { VpcId: 'vpc-1', VpcCidr: '10.1.0.0/16' },
      environment(),
      'dev is deployed with cidr 10.1.0.0/16, and its manifest says 10.0.0.0/16',
      'network.vpc.cidr',
    ],
    [
      { VpcId: 'vpc-1' },
      environment({ network: network({ vpc: { id: 'vpc-2', subnets: { public: [], private: [], database: [] } } }) }),
      'dev is deployed with id vpc-1, and its manifest says vpc-2',
      'network.vpc.id',
    ],
    [
      { VpcId: 'vpc-1', PublicSubnets: 's1,s2', PrivateSubnets: 's3,s4', DatabaseSubnets: 's3,s4' },
      environment({
        network: network({
          vpc: { id: 'vpc-1', subnets: { public: ['s1', 's2'], private: ['s3', 's9'], database: ['s3', 's4'] } },
        }),
      }),
      'dev is deployed with subnets.private s3, s4, and its manifest says s3, s9',
      'network.vpc.subnets',
    ],
    [
      { ServiceZoneName: 'internal.shop.example.com' },
      environment({ domain: { name: 'store.example.com' } }),
      'dev is deployed with domain shop.example.com, and its manifest says store.example.com',
      'domain',
    ],
    [
      { ServiceZoneName: 'internal.shop.example.com' },
      environment(),
      'dev is deployed with domain shop.example.com, and its manifest says none',
      'domain',
    ],
  ])('does not move', async (outputs, of, message, file) => {
    await expect(refused(outputs as Record<string, string>, of)).rejects.toMatchObject({
      code: 'FoundationChanged',
      exitCode: 2,
      message,
      details: { at: [{ file }] },
    })
  })
})
