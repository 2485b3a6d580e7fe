import { describe, expect, test } from '@jest/globals'
import type { Database } from '../../../src/manifest/database.js'
import { deployDatabase } from '../../../src/ops/deploy-database.js'
import type { ChangeSet, Proposal, Stack } from '../../../src/ops/ports/cloudformation.js'
import { change, fakeProgress, fakeStacks, stack, worldOf } from '../../fakes/world.js'
import { database, documentDb, environment } from '../../support/values.js'

const outputs = {
  VpcId: 'vpc-1',
  DatabaseSubnets: 'subnet-a,subnet-b,subnet-c',
  Zones: 'a,b,c',
  PrivateZoneId: 'Z1',
  PrivateZoneName: 'dev.shop.internal',
  AlarmTopicArn: 'arn:topic',
}
const around = [stack('shop-dev', { outputs }), stack('shop-shared', { outputs: { ArtifactBucket: 'bucket-1' } })]
const deployed = (more: Partial<Stack> = {}) => stack('shop-dev-db', { parameters: { AmiId: 'ami-old' }, ...more })

/** Deploys, and tells what was proposed, what was to be approved, and in which order things were asked. */
async function deploy(value: Database, existing: Stack[] = [], changes = [change('Group0')], of = environment()) {
  const calls: string[] = []
  const proposals: Proposal[] = []
  const approved: ChangeSet[] = []
  const stacks = fakeStacks(calls, [...around, ...existing], { changes: { 'shop-dev-db': changes } })
  const world = worldOf({
    stacks: {
      ...stacks,
      async propose(proposal) {
        proposals.push(proposal)
        return stacks.propose(proposal)
      },
    },
    progress: fakeProgress([]),
    account: {
      ...worldOf({}).account,
      async amazonLinux(architecture) {
        calls.push(`amazonLinux ${architecture}`)
        return `ami-${architecture}`
      },
    },
  })
  const result = deployDatabase(
    world,
    {
      app: { name: 'shop', region: 'eu-central-1', blockPublicSnapshots: false, tags: {} },
      environment: of,
      database: value,
      locate: async path => ({ file: 'mm/db/manifest.yml', line: path.length }),
    },
    async sets => void approved.push(...sets),
  )
  return { result: await result.catch((error: unknown) => ({ error })), calls, proposal: proposals[0], approved }
}

describe('a step of tls that ends plain connections', () => {
  const before = deployed({ outputs: { Tls: 'prefer', SecurityGroupId: 'sg-db', UriSecretArn: 'arn:tls' } })
  const service = (name: string, secret: string, status = 'UPDATE_COMPLETE') =>
    stack(`shop-dev-${name}`, {
      status,
      parameters: { DatabaseUriSecret: secret, DatabaseSecurityGroup: 'sg-db' },
      tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': name },
    })

  test('waits for the services of the environment', async () => {
    const { result, calls } = await deploy(database({ tls: 'require' }), [before, service('backend', 'arn:plain')])
    expect(result).toMatchObject({
      error: { code: 'ChangeRefused', details: { fix: ['mm svc deploy backend --env dev'], at: [{ line: 1 }] } },
    })
    expect(calls).toEqual([])
  })

  test.each([
    ['one that is deployed', service('backend', 'arn:tls')],
    ['what a failed creation has left', service('backend', 'arn:plain', 'ROLLBACK_COMPLETE')],
  ])('not for %s', async (_, each) => {
    const { calls } = await deploy(database({ tls: 'require' }), [before, each])
    expect(calls).toContain('execute shop-dev-db')
  })
})

describe('the image', () => {
  test.each<[string, string, string]>([
    ['t4g.small', 'amazonLinux arm64', 'ami-arm64'],
    ['m7i.large', 'amazonLinux x86_64', 'ami-x86_64'],
  ])('of a first deployment on %s is the newest of its architecture', async (instance, call, amiId) => {
    const { calls, proposal } = await deploy(database({ instance }))
    expect(calls).toEqual([call, 'propose shop-dev-db', 'execute shop-dev-db', 'protect shop-dev-db'])
    expect(proposal?.parameters).toMatchObject({ AmiId: amiId, Subnet0: 'subnet-a', Zone0: 'a', Db: 'db' })
  })

  test.each([
    ['stays', 'r7g.large', 'ami-old'],
    ['is another on another architecture', 'r7i.large', 'ami-x86_64'],
  ])('%s', async (_, instance, amiId) => {
    const { proposal } = await deploy(database({ instance }), [deployed({ outputs: { InstanceType: 't4g.small' } })])
    expect(proposal?.parameters['AmiId']).toBe(amiId)
  })

  test('of a creation that failed is not taken over', async () => {
    const { proposal } = await deploy(database(), [deployed({ status: 'ROLLBACK_COMPLETE' })])
    expect(proposal?.parameters['AmiId']).toBe('ami-arm64')
  })

  test('is not asked for by DocumentDB', async () => {
    const { calls, proposal } = await deploy(documentDb())
    expect(calls).toEqual(['propose shop-dev-db', 'execute shop-dev-db', 'protect shop-dev-db'])
    expect(proposal?.parameters).toMatchObject({ Subnets: outputs.DatabaseSubnets, Zone0: 'a' })
  })
})

test('what a restore chose holds: the generation and its snapshot', async () => {
  const { proposal } = await deploy(database(), [deployed({ outputs: { Generation: '3', SnapshotId: 'snap-1' } })])
  expect(proposal?.body).toMatch(/^ {2}Volume0G3:$/m)
  expect(proposal?.body).toMatch(/^ {6}SnapshotId: snap-1$/m)
})

test('a template that is too large can be read from the bucket', async () => {
  const { proposal } = await deploy(database({ members: 3 }))
  expect(proposal?.bucket).toBe('bucket-1')
})

test('what is refused is refused before anything is asked or sent', async () => {
  const { result, calls } = await deploy(database(), [deployed({ outputs: { Members: '3' } })])
  expect(result).toMatchObject({ error: { code: 'ChangeRefused', exitCode: 2, details: { at: [{ line: 1 }] } } })
  expect(calls).toEqual([])
})

test('the plan says which members restart', async () => {
  const changes = [
    change('LaunchTemplate0', { action: 'update', type: 'AWS::EC2::LaunchTemplate' }),
    change('Group0', { action: 'update', type: 'AWS::AutoScaling::AutoScalingGroup' }),
  ]
  const { approved } = await deploy(database(), [deployed()], changes)
  expect(approved[0]?.changes.map(({ restart }) => restart)).toEqual([
    undefined,
    'member 0 restarts: no database for some minutes',
  ])
})

test('a volume is not changed along with a restart', async () => {
  const changes = [
    change('Volume0G1', { type: 'AWS::EC2::Volume', action: 'update' }),
    change('LaunchTemplate0', { type: 'AWS::EC2::LaunchTemplate', action: 'update' }),
    change('Group0', { type: 'AWS::AutoScaling::AutoScalingGroup', action: 'update' }),
  ]
  const { result, calls } = await deploy(database(), [deployed()], changes)
  expect(result).toMatchObject({ error: { code: 'TwoStepsNeeded', exitCode: 2 } })
  expect(calls).toEqual(['propose shop-dev-db', 'discard shop-dev-db'])
  expect((await deploy(database(), [deployed()], changes.slice(0, 1))).calls).toContain('execute shop-dev-db')
})

test("every role has the environment's boundary", async () => {
  const permissionsBoundary = 'arn:aws:iam::123456789012:policy/developers'
  const { proposal } = await deploy(database(), [], [], environment({ permissionsBoundary }))
  const roles = proposal?.body.match(/Type: AWS::IAM::Role/g) ?? []
  expect(roles.length).toBeGreaterThan(0)
  expect(proposal?.body.match(/PermissionsBoundary: arn:aws:iam::123456789012:policy\/developers/g)).toHaveLength(roles.length)
})
