import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { deleteEnvironment, deleteWorkload } from '../../../../src/ops/stack/delete-stack.js'
import { event, fakeProgress, fakeStacks, stack } from '../../../fakes/world.js'
import type { Stack, StackEvent, StackResource } from '../../../../src/ops/ports/cloudformation.js'

function setUp(existing: Stack[], cdn: Stack[] = []) {
  const calls: string[] = []
  const resource = (logicalId: string, type: string): StackResource => ({
    logicalId,
    physicalId: `id-${logicalId}`,
    type,
    status: 'CREATE_COMPLETE',
  })
  const stacks = {
    ...fakeStacks(calls, existing, { events: { 'shop-prod': [event('LogBucket', 'DELETE_SKIPPED')] } }),
    resources: () =>
      Promise.resolve([
        resource('PublicBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
        resource('LogBucket', 'AWS::S3::Bucket'),
        ...(existing.some(({ outputs }) => outputs['Engine'] === 'documentdb')
          ? [resource('Cluster', 'AWS::DocDB::DBCluster')]
          : []),
      ]),
  }
  const cdnStacks = fakeStacks(calls, cdn)
  const balancers = {
    unprotect: (arn: string) => {
      calls.push(`unprotect ${arn}`)
      return Promise.resolve()
    },
  }
  const clusters = {
    unprotect: (id: string) => {
      calls.push(`unprotect ${id}`)
      return Promise.resolve()
    },
  }
  const world = { stacks, cdnStacks, balancers, clusters, progress: fakeProgress(calls), signal: new AbortController().signal }
  const confirm = () => {
    calls.push('confirm')
    return Promise.resolve()
  }
  return { world, confirm, calls: () => calls.filter(call => !call.startsWith('Delete')) }
}

const owned = { 'mm:app': 'shop', 'mm:env': 'prod' }
const environment = stack('shop-prod', { tags: owned })

describe('by the role of CloudFormation, also of a stack that was made before there was one,', () => {
  const shared = stack('shop-shared', { outputs: { CloudFormationRoleArn: 'arn:role', Environments: 'prod' } })
  const zone = { ServiceZoneName: 'internal.shop.example.com' }

  test('an environment and its distribution are deleted', async () => {
    const { world, confirm, calls } = setUp(
      [shared, stack('shop-prod', { tags: owned, outputs: zone })],
      [stack('shop-prod-cdn')],
    )
    await deleteEnvironment(world, { app: 'shop', env: 'prod' }, confirm)
    expect(calls().filter(call => call.startsWith('remove'))).toEqual([
      'remove shop-prod-cdn by arn:role',
      'remove shop-prod by arn:role',
    ])
  })
  test.each([
    ['prod', 'remove shop-prod-web by arn:role'],
    ['dev', 'remove shop-dev-web'],
  ])('a service of %s: %s', async (env, removal) => {
    const { world, confirm, calls } = setUp([shared, stack(`shop-${env}-web`, { tags: { 'mm:service': 'web' } })])
    await deleteWorkload(world, { app: 'shop', env, name: 'web', kind: 'service' }, confirm)
    expect(calls()).toContain(removal)
  })
})

describe('an environment', () => {
  test('is deleted once its name was typed, though its load balancers are protected; what stays is told', async () => {
    const { world, confirm, calls } = setUp([environment])
    expect(await deleteEnvironment(world, { app: 'shop', env: 'prod' }, confirm)).toEqual({
      stack: 'shop-prod',
      kept: [{ logicalId: 'LogBucket', type: 'AWS::S3::Bucket', id: 'id-LogBucket' }],
    })
    expect(calls()).toEqual(['confirm', 'unprotect id-PublicBalancer', 'remove shop-prod'])
  })

  test('with a distribution is deleted after it', async () => {
    const { world, confirm, calls } = setUp(
      [stack('shop-prod', { tags: owned, protected: true, outputs: { ServiceZoneName: 'internal.shop.example.com' } })],
      [stack('shop-prod-cdn')],
    )
    await deleteEnvironment(world, { app: 'shop', env: 'prod' }, confirm)
    expect(calls()).toEqual([
      'confirm',
      'remove shop-prod-cdn',
      'unprotect id-PublicBalancer',
      'unprotect shop-prod',
      'remove shop-prod',
    ])
  })

  test("in the distribution's own region isn't held by it", async () => {
    const own = stack('shop-prod', { tags: owned, outputs: { ServiceZoneName: 'internal.shop.example.com' } })
    const cdn = stack('shop-prod-cdn', { tags: owned })
    const { world, confirm, calls } = setUp([own, cdn])
    world.cdnStacks = world.stacks
    await deleteEnvironment(world, { app: 'shop', env: 'prod' }, confirm)
    expect(calls().filter(call => call.startsWith('remove'))).toEqual(['remove shop-prod-cdn', 'remove shop-prod'])
  })

  test('in which something lives is not deleted, nor is its name asked for', async () => {
    const service = stack('shop-prod-web', { tags: { ...owned, 'mm:service': 'web' } })
    const database = stack('shop-prod-db', { tags: { ...owned, 'mm:db': 'db' } })
    const { world, confirm, calls } = setUp([environment, database, service])
    await expect(deleteEnvironment(world, { app: 'shop', env: 'prod' }, confirm)).rejects.toMatchObject({
      code: 'EnvironmentNotEmpty',
      details: { fix: ['mm svc delete web --env prod', 'mm db delete --name db --env prod'] },
    })
    expect(calls()).toEqual([])
  })
})

test('a database is not deleted as a service', async () => {
  const { world, confirm, calls } = setUp([stack('shop-prod-db', { tags: { ...owned, 'mm:db': 'db' } })])
  await expect(deleteWorkload(world, { app: 'shop', env: 'prod', name: 'db', kind: 'service' }, confirm)).rejects.toMatchObject({
    code: 'WrongKind',
    exitCode: 2,
  })
  expect(calls()).toEqual([])
})

test("DocumentDB's cluster lets go before anything of it is deleted", async () => {
  const tags = { ...owned, 'mm:db': 'db' }
  const { world, confirm, calls } = setUp([stack('shop-prod-db', { tags, outputs: { Engine: 'documentdb' } })])
  await deleteWorkload(world, { app: 'shop', env: 'prod', name: 'db', kind: 'database' }, confirm)
  expect(calls()).toEqual(['confirm', 'unprotect id-Cluster', 'remove shop-prod-db'])
})

test.each([
  ['not told', 'CredentialsExpired', 'nothing of shop-dev-web was deleted'],
  ['told', 'CredentialsExpired', 'nothing of shop-dev-web was deleted'],
  ['told', 'NetworkUnreachable', "whether CloudFormation has begun to delete shop-dev-web isn't known"],
  ['begun', 'NetworkUnreachable', 'CloudFormation goes on with the deletion of shop-dev-web'],
])('sight is lost when CloudFormation is %s, by %s', async (told, code, state) => {
  const { world, confirm } = setUp([stack('shop-dev-web', { tags: { 'mm:service': 'web' } })])
  world.stacks.remove = async function* (_, { onOrder, onBegun } = {}) {
    if (told !== 'not told') onOrder?.()
    if (told === 'begun') onBegun?.()
    yield await Promise.reject<StackEvent>(new MmError(code, 'lost'))
  }
  const deletion = deleteWorkload(world, { app: 'shop', env: 'dev', name: 'web', kind: 'service' }, confirm)
  await expect(deletion).rejects.toMatchObject({ code, details: { state } })
})
