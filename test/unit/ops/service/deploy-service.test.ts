import { describe, expect, test } from '@jest/globals'
import type { MmError } from '../../../../src/errors.js'
import type { Tls } from '../../../../src/manifest/database.js'
import { deployService } from '../../../../src/ops/service/deploy-service.js'
import type { ChangeSet, ResourceChange } from '../../../../src/ops/ports/cloudformation.js'
import type { SourceState } from '../../../../src/ops/ports/repository.js'
import { previewService } from '../../../../src/ops/service/preview-service.js'
import { refuseTrafficReset } from '../../../../src/ops/service/traffic-guard.js'
import { uncommittedNote } from '../../../../src/ops/image/uncommitted.js'
import { unknownAuthority } from '../../../../src/ops/service/unknown-authority.js'
import { serviceInputs } from '../../../../src/templates/service/service-inputs.js'
import { change, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'
import { backend, database, environment } from '../../../support/values.js'

const app = { name: 'shop', region: 'eu-central-1', blockPublicSnapshots: false, tags: {} }

test('nothing is built or sent when the deployed environment lacks what its manifest says', async () => {
  const calls: string[] = []
  const stacks = fakeStacks(calls, [stack('shop-dev', { outputs: { ClusterName: 'c' } })])
  const world = worldOf({ stacks, progress: fakeProgress(calls) })
  const request = {
    app,
    service: backend(),
    environment: environment({ domain: { name: 'shop.example.com' } }),
    backends: [],
    root: '/r',
    allowUncommitted: false,
    failFast: true,
  }
  await expect(deployService(world, request, async () => {})).rejects.toMatchObject({
    code: 'EnvironmentOutdated',
    exitCode: 2,
    details: {
      why: expect.stringMatching(/^backend needs what the stack shop-dev doesn't put out: .*InternalSecureListenerArn/),
      fix: ['mm env deploy --name dev'],
    },
  })
  expect(calls).toEqual([])
})

describe("files that aren't committed", () => {
  const dirty = { commit: 'abc1234', dirty: '0123456789ab' }
  const ask = (production: boolean, allowed = false, source: SourceState = dirty) =>
    uncommittedNote({ source, service: 'backend', environment: environment({ production }), allowed })

  test('are told of, and that their image goes', () => {
    expect(ask(false)).toBe(
      "backend is built from files that aren't committed: after 14 days the registry deletes the image, and no task can be started from it any more",
    )
    expect(ask(true, true)).toBe(ask(false))
    expect(ask(true, false, { commit: 'abc1234' })).toBeUndefined()
  })

  test("aren't deployed to production: nothing is built, no repository is made", async () => {
    const calls: string[] = []
    const world = worldOf({
      stacks: fakeStacks(calls, [
        stack('shop-dev', { outputs: new Proxy({}, { get: () => 'x', has: () => true }) }),
        stack('shop-dev-db'),
      ]),
      progress: fakeProgress(calls),
      git: { between: async () => ({ unknown: 'not asked' }), ignoredButSent: async () => [], state: async () => dirty },
    })
    const request = {
      app,
      service: backend(),
      environment: environment({ production: true }),
      backends: [],
      root: '/r',
      allowUncommitted: false,
      failFast: true,
    }
    await expect(deployService(world, request, async () => {})).rejects.toMatchObject({
      code: 'UncommittedFiles',
      exitCode: 2,
      details: { fix: expect.arrayContaining(['git commit, then mm svc deploy backend --env dev']) },
    })
    expect(calls).toEqual([])
  })
})

describe('a service that was added after its environment was deployed', () => {
  const repository = change('BackendRepository', { type: 'AWS::ECR::Repository' })
  const policy = change('DeployPolicy', { type: 'AWS::IAM::ManagedPolicy', action: 'update' })

  /** As far as the question. */
  async function deploy(changes: ResourceChange[], deploymentRoles?: object) {
    const calls: string[] = []
    const world = worldOf({
      stacks: fakeStacks(
        calls,
        [
          stack('shop-dev', { outputs: new Proxy({}, { get: () => 'x', has: () => true }) }),
          stack('shop-dev-db'),
          stack('shop-shared', { outputs: { Environments: 'dev', CloudFormationRoleArn: 'arn:role' } }),
        ],
        { changes: { 'shop-shared': changes } },
      ),
      cdnStacks: fakeStacks(calls),
      progress: fakeProgress([]),
      git: {
        between: async () => ({ unknown: 'not asked' }),
        ignoredButSent: async () => [],
        state: async () => ({ commit: 'abc1234' }),
      },
    })
    const request = {
      app: { ...app, ...(deploymentRoles ? { deploymentRoles } : {}) },
      ...{ service: backend(), environment: environment(), backends: [], root: '/r' },
      ...{ allowUncommitted: false, failFast: true },
    }
    const error: unknown = await deployService(world, request, async sets => {
      throw new Error(`asked about ${sets.flatMap(set => set.changes.map(({ logicalId }) => logicalId)).join(', ')}`)
    }).catch((thrown: unknown) => thrown)
    return { error, calls }
  }

  test('gets its repository by a plan of its own', async () => {
    for (const roles of [undefined, {}]) {
      expect((await deploy([repository], roles)).error).toMatchObject({ message: 'asked about BackendRepository' })
    }
  })

  test('with deployment roles gets it only when nothing else of the shared stack changes', async () => {
    for (const more of [policy, { ...repository, logicalId: 'WebRepository', action: 'update' as const }]) {
      const { error, calls } = await deploy([repository, more], {})
      expect(error).toMatchObject({
        code: 'SharedOutdated',
        exitCode: 2,
        details: {
          why: `${more.logicalId}: whoever deploys services by DeployPolicy may only add repositories`,
          state: 'nothing was changed',
          fix: ['mm env deploy --name dev, by an administrator'],
        },
      })
      expect(calls).toEqual(['propose shop-shared', 'discard shop-shared'])
    }
  })

  test('without them gets it together with whatever else changes', async () => {
    expect((await deploy([repository, policy])).error).toMatchObject({ message: 'asked about BackendRepository, DeployPolicy' })
  })
})

describe("a database that isn't deployed as its manifest says", () => {
  const published = { CaParameterArn: 'arn:ca' }
  const deploy = (tls: Tls, outputs: Record<string, string>, service = backend()) => {
    const calls: string[] = []
    const environmentOutputs = Object.fromEntries(
      serviceInputs(service, { backends: [], environment: environment() }).map(({ output }) => [output, 'x']),
    )
    const stacks = fakeStacks(calls, [
      stack('shop-dev', { outputs: environmentOutputs }),
      stack('shop-dev-db', { outputs: { UriSecretArn: 'arn:secret', SecurityGroupId: 'sg-1', ...outputs } }),
    ])
    const world = worldOf({ stacks, progress: fakeProgress(calls) })
    const request = {
      app,
      service,
      environment: environment(),
      backends: [],
      root: '/r',
      database: database({ tls }),
      allowUncommitted: true,
      failFast: true,
    }
    return [
      () => deployService(world, request, () => Promise.reject(new Error('far enough'))),
      () => previewService(world, request, 'running').then(() => Promise.reject(new Error('far enough'))),
    ]
  }
  const outdated = (why: string) => ({
    code: 'DatabaseOutdated',
    exitCode: 2,
    details: { why, state: 'nothing was changed', fix: ['mm db deploy --name db --env dev'] },
  })

  test.each<[Tls, Record<string, string>, string]>([
    ['allow', {}, 'its manifest has tls: allow, and false is deployed'],
    ['require', {}, 'its manifest has tls: require, and false is deployed'],
    [false, { ...published, Tls: 'prefer' }, 'its manifest has tls: false, and prefer is deployed'],
    [false, { ...published, Tls: 'require' }, 'its manifest has tls: false, and require is deployed'],
  ])('tls: %p over %j', async (tls, outputs, why) => {
    for (const each of deploy(tls, outputs)) await expect(each()).rejects.toMatchObject(outdated(why))
  })

  test.each<[Tls, Record<string, string>]>([
    [false, {}],
    [false, { ...published, Tls: 'allow' }],
    ['require', { ...published, Tls: 'allow' }],
    ['allow', { ...published, Tls: 'require' }],
  ])('tls: %p over %j is no matter', async (tls, outputs) => {
    for (const each of deploy(tls, outputs)) await expect(each()).rejects.not.toMatchObject({ code: 'DatabaseOutdated' })
  })

  test('is no matter for a service that connects elsewhere', async () => {
    const elsewhere = backend({ variables: { MONGODB_URI: 'mongodb://elsewhere' } })
    for (const each of [...deploy('require', {}, elsewhere), ...deploy(false, { Tls: 'require' }, elsewhere)])
      await expect(each()).rejects.not.toMatchObject({ code: 'DatabaseOutdated' })
  })
})

describe('a rule that shifts traffic', () => {
  const rule = (more: Partial<ResourceChange> = {}) =>
    change('ListenerRule', { type: 'AWS::ElasticLoadBalancingV2::ListenerRule', action: 'update', ...more })
  const shifting = stack('shop-dev-web', { outputs: { AlternateTargetGroupArn: 'alternate' } })

  async function guard(changes: ResourceChange[], before = shifting, state = 'healthy', more: Partial<ChangeSet> = {}) {
    const services = {
      describe: async () => undefined,
      started: async () => [],
      stopped: async () => [],
      targets: async () => [{ id: '10.0.0.1', port: 80, state }],
      deploy: () => Promise.reject(new Error('nothing is deployed')),
      stopDeployment: async () => false,
      served: async () => [],
      alarms: async () => ({ names: [], watched: false, triggered: [] }),
    }
    const set = { stackName: 'shop-dev-web', stackId: 's', id: 'set', kind: 'update' as const, changes, ...more }
    return refuseTrafficReset(worldOf({ services }), set, before).then(
      () => 'passed',
      (error: MmError) => `${error.code}${more.revertsDrift ? `: ${error.details.fix?.[0]}` : ''}`,
    )
  }

  test('is not set back while the tasks are behind the other group', async () => {
    expect(await guard([rule()])).toBe('TrafficElsewhere')
    expect(await guard([rule({ action: 'replace' })])).toBe('TrafficElsewhere')
    expect(await guard([rule()], shifting, 'healthy', { revertsDrift: true })).toMatch(
      /^TrafficElsewhere: deploy a new image without --revert-drift/,
    )
  })

  test.each<[string, ResourceChange[], typeof shifting, string]>([
    ['the first group serves', [rule()], shifting, 'draining'],
    ['the rule stays as it is', [change('Service')], shifting, 'healthy'],
    ['the rule goes', [rule({ action: 'delete' })], shifting, 'healthy'],
    ['the rule is so already', [rule({ action: 'sync' })], shifting, 'healthy'],
    ['there was only one group', [rule()], stack('shop-dev-web'), 'healthy'],
  ])('may change when %s', async (_, changes, before, state) => {
    expect(await guard(changes, before, state)).toBe('passed')
  })
})

test("what DocumentDB asks of a service's image is told, unless it's there", () => {
  const cluster = stack('shop-dev-db', { outputs: { CaBundle: 'rds-global' } })
  expect(unknownAuthority(backend(), cluster)).toMatch(/^backend can't connect to DocumentDB .*NODE_EXTRA_CA_CERTS/)
  expect(unknownAuthority(backend({ variables: { NODE_EXTRA_CA_CERTS: '/ca.pem' } }), cluster)).toBeUndefined()
  expect(unknownAuthority(backend(), stack('shop-dev-db'))).toBeUndefined()
  expect(unknownAuthority(backend(), undefined)).toBeUndefined()
})
