import { expect, test } from '@jest/globals'
import type { Environment } from '../../../src/manifest/environment.js'
import { deployEnvironment } from '../../../src/ops/deploy-environment.js'
import type { Account, ResourceChange, Stack } from '../../../src/ops/ports.js'
import { change, fakeProgress, fakeStacks, stack } from '../../fakes/world.js'
import { environment } from '../../support/values.js'

const account: Account = {
  identity: () => Promise.resolve({ account: '123456789012', region: 'eu-central-1', arn: 'arn:me' }),
  zones: () => Promise.resolve(['a', 'b']),
  subnets: () => Promise.resolve([]),
  hostedZones: name => Promise.resolve(name === 'example.com' ? ['Z1'] : []),
  amazonLinux: () => Promise.resolve('ami-1'),
}

function deploy(of: Environment, { before, after, changes = [] }: { before?: Stack; after?: Stack; changes?: ResourceChange[] }) {
  const calls: string[] = []
  const stacks = fakeStacks(calls, before ? [before] : [], {
    changes: { 'shop-dev': changes },
    after: { 'shop-dev': after ?? before },
  })
  const world = { account, stacks, progress: fakeProgress(calls), signal: new AbortController().signal }
  return deployEnvironment(
    world,
    {
      app: { name: 'shop', region: 'eu-central-1', tags: {} },
      environment: of,
      services: ['backend', 'frontend'],
      databases: ['db'],
      locate: () => Promise.resolve({ file: 'f' }),
    },
    () => Promise.resolve(),
  )
}

const outputs = { PublicUrl: 'https://shop.example.com', PublicBalancerDnsName: 'lb.example.net' }

test('once HTTPS is there, services are to be deployed again', async () => {
  const of = environment({ domain: { name: 'shop.example.com' } })
  const before = stack('shop-dev', { parameters: { Zone0: 'a', Zone1: 'b' } })
  const changes = [change('PublicSecureListener', { type: 'AWS::ElasticLoadBalancingV2::Listener' })]
  const after = stack('shop-dev', { outputs })
  expect(await deploy(of, { before, after, changes })).toMatchObject({
    status: 'updated',
    url: 'https://shop.example.com',
    redeploy: ['backend', 'frontend'],
  })
  expect((await deploy(of, { before, after })).redeploy).toEqual([])
  expect((await deploy(of, { after, changes })).redeploy).toEqual([])
})

test('a domain whose DNS is kept elsewhere needs a record that mm names', async () => {
  const of = environment({ domain: { name: 'shop.example.com' } })
  of.http.public.certificates = ['arn:1']
  of.http.private.certificates = ['arn:2']
  const changes = [change('Vpc')]
  expect((await deploy(of, { after: stack('shop-dev', { outputs }), changes })).record).toEqual({
    name: 'shop.example.com',
    type: 'CNAME',
    value: 'lb.example.net',
  })
})

test('a mistake that only AWS can tell is told before anything is proposed', async () => {
  const of = environment({ domain: { name: 'shop.example.org' } })
  await expect(deploy(of, {})).rejects.toMatchObject({ code: 'NoHostedZone' })
})
