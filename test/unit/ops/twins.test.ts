import { beforeEach, describe, expect, test } from '@jest/globals'
import { MmError } from '../../../src/errors.js'
import { deployDatabase } from '../../../src/ops/database/deploy-database.js'
import { deployEnvironment } from '../../../src/ops/environment/deploy-environment.js'
import { deployService } from '../../../src/ops/service/deploy-service.js'
import { imageTag } from '../../../src/ops/image/image-tag.js'
import { environmentProposals } from '../../../src/ops/environment/environment-proposals.js'
import { databaseOffline } from '../../../src/ops/database/package-database.js'
import { environmentOffline } from '../../../src/ops/environment/package-environment.js'
import { packageService, serviceOffline } from '../../../src/ops/service/package-service.js'
import { packageFiles } from '../../../src/ops/preview/package-stack.js'
import type { Proposal, Stack } from '../../../src/ops/ports/cloudformation.js'
import type { World } from '../../../src/ops/ports/world.js'
import { openParameters } from '../../../src/ops/preview/preview.js'
import { previewDatabase } from '../../../src/ops/database/preview-database.js'
import { previewEnvironment } from '../../../src/ops/environment/preview-environment.js'
import { previewService } from '../../../src/ops/service/preview-service.js'
import { ifReachable } from '../../../src/ops/overview/reachable.js'
import { databaseTemplate } from '../../../src/templates/database/database-template.js'
import { render } from '../../../src/templates/render.js'
import { serviceInputs } from '../../../src/templates/service/service-inputs.js'
import { change, fakeClock, fakeProgress, fakeStacks, stack, worldOf } from '../../fakes/world.js'
import { backend, database, environment, frontend } from '../../support/values.js'

const app = { name: 'shop', region: 'eu-central-1', blockPublicSnapshots: false, tags: { team: 'shop' } }
const stop = new Error('far enough')
const outputs = {
  ...Object.fromEntries(
    [frontend(), backend()].flatMap(service =>
      serviceInputs(service, { backends: ['backend'], environment: environment() }).map(({ output }) => [output, `${output}-1`]),
    ),
  ),
  DatabaseSubnets: 'subnet-a,subnet-b',
  Zones: 'a,b',
  PrivateZoneId: 'Z1',
}
const around = [
  stack('shop-dev', { outputs, parameters: { Zone0: 'a', Zone1: 'b' } }),
  stack('shop-dev-db', { outputs: { UriSecretArn: 'arn:secret', SecurityGroupId: 'sg-1' }, parameters: { AmiId: 'ami-old' } }),
  stack('shop-shared', {
    outputs: {
      Services: 'backend,elsewhere',
      BackendRepositoryUri: 'registry/shop/backend',
      BackendRepositoryName: 'shop/backend',
      BackendRepositoryArn: 'arn:repository',
      ArtifactBucket: 'bucket-1',
    },
  }),
]

let calls: string[] = []
beforeEach(() => void (calls = []))

/** A world that notes what is proposed, and in which nothing can be approved: stories end there. */
function worldWith(existing: Stack[], pushed = true, templates: Record<string, string> = {}): World & { proposed: Proposal[] } {
  const proposed: Proposal[] = []
  const changes = Object.fromEntries(
    ['shop-dev', 'shop-dev-db', 'shop-dev-backend', 'shop-shared', 'shop-dev-cdn'].map(name => [name, [change('Any')]]),
  )
  const noting = (stacks: World['stacks']) => ({
    ...stacks,
    async propose(proposal: Proposal) {
      proposed.push(proposal)
      return stacks.propose(proposal)
    },
  })
  const { image, platform } = backend()
  const tag = 'build' in image ? imageTag({ commit: 'abc1234' }, { ...image.build, platform }) : ''
  const world = worldOf({
    stacks: noting(fakeStacks(calls, existing, { changes, templates })),
    cdnStacks: noting(fakeStacks(calls, [], { changes })),
    progress: fakeProgress([]),
    clock: fakeClock(),
    git: {
      between: async () => ({ unknown: 'not asked' }),
      ignoredButSent: async () => [],
      state: async () => ({ commit: 'abc1234' }),
    },
    registry: { ...worldOf({}).registry, images: async () => (pushed ? [{ tag, digest: 'sha256:1', pushedAt: 0 }] : []) },
    services: { ...worldOf({}).services, targets: async () => [] },
    account: {
      identity: async () => ({ account: '1', region: 'eu-central-1', arn: 'arn:me' }),
      zones: async () => ['a', 'b'],
      subnets: async () => [],
      hostedZones: async () => ['Z2'],
      cloudFrontPrefixList: async () => 'pl-1',
      amazonLinux: async () => 'ami-new',
      ensureServiceRoles: async () => {},
      closeDefaultGroup: async () => {},
    },
  })
  return Object.assign(world, { proposed })
}
const refuse = () => Promise.reject(stop)
const locate = async () => ({ file: 'f' })
const serviceRequest = {
  app,
  environment: environment(),
  service: backend(),
  backends: ['backend'],
  root: '/r',
  allowUncommitted: false,
  failFast: true,
}
const databaseRequest = { app, environment: environment(), database: database(), locate, root: '/r' }
const environmentRequest = (of = environment()) => ({
  app,
  environment: of,
  services: ['backend'],
  databases: ['db'],
  originToken: 'token',
  locate,
  root: '/r',
})

describe('what is previewed is what is deployed', () => {
  test('of a service', async () => {
    const world = worldWith(around)
    await expect(deployService(world, serviceRequest, refuse)).rejects.toBe(stop)
    const { proposal, notes } = await previewService(world, serviceRequest, 'registry')
    expect(proposal).toEqual(world.proposed[0])
    expect(proposal.parameters['Image']).toBe('registry/shop/backend@sha256:1')
    expect([openParameters(proposal), notes]).toEqual([[], []])
  })

  test('of a service whose database takes TLS', async () => {
    const tls = {
      UriSecretArn: 'arn:tls',
      UriSecretArns: 'arn:plain,arn:tls',
      SecurityGroupId: 'sg-1',
      Tls: 'prefer',
      CaParameterArn: 'arn:ca',
    }
    const world = worldWith([...around.filter(({ name }) => name !== 'shop-dev-db'), stack('shop-dev-db', { outputs: tls })])
    const request = { ...serviceRequest, database: database({ tls: 'prefer' }) }
    await expect(deployService(world, request, refuse)).rejects.toBe(stop)
    const { proposal } = await previewService(world, request, 'registry')
    expect(proposal).toEqual(world.proposed[0])
    expect(proposal.parameters).toMatchObject({ DatabaseUriSecret: 'arn:tls', DatabaseCa: 'arn:ca' })
    expect(packageService(request).template).toBe(proposal.body)
  })

  test.each([
    ['before', [around[0], around[2]], 'ami-new'],
    ['after', around, 'ami-old'],
  ])('of a database, %s its first deployment', async (_, existing, amiId) => {
    const world = worldWith(existing as Stack[])
    await expect(deployDatabase(world, databaseRequest, { approve: refuse, confirm: refuse })).rejects.toBe(stop)
    const { proposal } = await previewDatabase(world, databaseRequest)
    expect(proposal).toEqual(world.proposed[0])
    expect(proposal).toMatchObject({ bucket: 'bucket-1', parameters: { AmiId: amiId } })
    expect(openParameters(proposal)).toEqual([])
  })

  test('by the role that the shared stack has for the environment, but for the shared stack itself', async () => {
    const roles = { CloudFormationRoleArn: 'arn:role', Environments: 'dev,prod' }
    const shared = stack('shop-shared', { outputs: { ...around[2]?.outputs, ...roles } })
    const existing = [...around.slice(0, 2), shared] as Stack[]
    const withRoles = { ...app, deploymentRoles: {} }
    const [service, databases] = [worldWith(existing), worldWith(existing)]
    await expect(deployService(service, { ...serviceRequest, app: withRoles }, refuse)).rejects.toBe(stop)
    await expect(
      deployDatabase(databases, { ...databaseRequest, app: withRoles }, { approve: refuse, confirm: refuse }),
    ).rejects.toBe(stop)
    const proposed = [...service.proposed, ...databases.proposed]
    expect(proposed.map(({ roleArn }) => roleArn)).toEqual(['arn:role', 'arn:role'])
    const previews = [
      await previewService(service, { ...serviceRequest, app: withRoles }, 'registry'),
      await previewDatabase(databases, { ...databaseRequest, app: withRoles }),
    ]
    expect(previews.map(({ proposal }) => proposal)).toEqual(proposed)

    const of = environment({ domain: { name: 'shop.example.com' }, cdn: {} })
    const request = { ...environmentRequest(of), app: withRoles }
    const environments = worldWith([shared])
    await expect(deployEnvironment(environments, request, refuse)).rejects.toBe(stop)
    expect(environments.proposed.map(({ stackName, roleArn }) => [stackName, roleArn])).toEqual([
      ['shop-shared', undefined],
      ['shop-dev', 'arn:role'],
      ['shop-dev-cdn', 'arn:role'],
    ])
    expect(previewEnvironment(await environmentProposals(environments, request)).map(({ proposal }) => proposal)).toEqual(
      environments.proposed,
    )
  })

  test.each([
    [undefined, 'echo older', 1],
    [true, 'gunzip', 0],
  ])('of a database that starts with an older boot script; to be renewed: %s', async (renewInstances, script, notes) => {
    const older = databaseTemplate(database(), { boot: { Body: 'echo older\n', Version: '0123456789ab' } })
    const world = worldWith(around, true, { 'shop-dev-db': render(older) })
    const request = { ...databaseRequest, ...(renewInstances ? { renewInstances } : {}) }
    await expect(deployDatabase(world, request, { approve: refuse, confirm: refuse })).rejects.toBe(stop)
    const preview = await previewDatabase(world, request)
    expect(preview.proposal).toEqual(world.proposed[0])
    expect(preview.proposal.body).toContain(script)
    expect(preview.notes).toHaveLength(notes)
  })

  test.each([
    ['plain', environment()],
    ['with a distribution', environment({ domain: { name: 'shop.example.com' }, cdn: {} })],
  ])('of an environment, %s', async (_, of) => {
    const world = worldWith([])
    await expect(deployEnvironment(world, environmentRequest(of), refuse)).rejects.toBe(stop)
    const previews = previewEnvironment(await environmentProposals(world, environmentRequest(of)))
    expect(previews.map(({ proposal }) => proposal)).toEqual(world.proposed)
    expect(previews.flatMap(({ proposal }) => openParameters(proposal))).toEqual([])
  })
})

describe('what is not known is left out, and said', () => {
  test('an image that nobody has pushed', async () => {
    const { proposal, notes } = await previewService(worldWith(around, false), serviceRequest, 'registry')
    expect(openParameters(proposal)).toEqual(['Image'])
    expect(notes).toEqual([
      expect.stringMatching(
        /^the registry has no image shop\/backend:abc1234-[0-9a-f]{12}: mm svc deploy backend --env dev builds it$/,
      ),
    ])
  })

  test('an image of another platform than the one that was pushed, and of a Dockerfile outside of its context', async () => {
    const asked: { files?: string[]; tag?: string }[] = []
    const build = { dockerfile: 'docker/Dockerfile', context: 'backend', args: {} }
    for (const platform of ['linux/x86_64', 'linux/arm64'] as const) {
      const seen: (typeof asked)[number] = {}
      const world = Object.assign(worldWith(around), {
        git: {
          between: async () => ({ unknown: 'not asked' }),
          ignoredButSent: async () => [],
          state: async (path: string, files: string[] = []) => ((seen.files = [path, ...files]), { commit: 'abc1234' }),
        },
      })
      const { notes } = await previewService(
        world,
        { ...serviceRequest, service: backend({ platform, image: { build } }) },
        'registry',
      )
      seen.tag = /abc1234-[0-9a-f]{12}/.exec(notes.join())?.[0] ?? 'the notes have no tag'
      asked.push(seen)
    }
    expect(asked[0]?.files).toEqual([
      ...['/r/backend', '/r/docker/Dockerfile', '/r/docker/Dockerfile.dockerignore', '/r/backend/.dockerignore'],
    ])
    expect(asked.map(({ tag }) => tag)).toEqual([expect.stringMatching(/^abc1234-/), expect.stringMatching(/^abc1234-/)])
    expect(asked[0]?.tag).not.toBe(asked[1]?.tag)
  })

  test('everything of an environment that is not deployed', async () => {
    const { proposal, notes } = await previewService(worldWith([]), serviceRequest, 'registry')
    expect(openParameters(proposal)).toEqual(expect.arrayContaining(['Image', 'VpcId', 'DatabaseUriSecret']))
    expect(notes).toEqual([
      "the environment dev isn't deployed: mm env deploy --name dev",
      "the database db isn't deployed in dev: mm db deploy --env dev",
      expect.stringMatching(/^backend has no image repository yet/),
    ])
    expect((await previewDatabase(worldWith([]), databaseRequest)).notes).toHaveLength(1)
  })

  test("an environment's token, which the first deployment makes", async () => {
    const of = environment({ domain: { name: 'shop.example.com' }, cdn: {} })
    const request = { ...environmentRequest(of), originToken: undefined }
    const [, own] = previewEnvironment(await environmentProposals(worldWith([]), request))
    expect(own && openParameters(own.proposal)).toEqual(['OriginToken'])
    expect(own?.notes.join()).toMatch(/OriginToken is left out/)
  })

  test('without AWS, all but the names', () => {
    const { stacks, files } = packageFiles([
      serviceOffline(serviceRequest),
      databaseOffline(databaseRequest),
      ...environmentOffline({ ...environmentRequest(), originToken: undefined }),
    ])
    expect(stacks.map(({ stack: name, parameters }) => [name, parameters])).toEqual([
      ['shop-dev-backend', { App: 'shop', Env: 'dev' }],
      ['shop-dev-db', { App: 'shop', Env: 'dev', Db: 'db' }],
      ['shop-shared', { App: 'shop' }],
      ['shop-dev', { App: 'shop', Env: 'dev' }],
    ])
    expect(files.slice(0, 2).map(({ name }) => name)).toEqual(['shop-dev-backend.stack.yml', 'shop-dev-backend.params.json'])
    expect(files[0]?.text).toBe(packageService(serviceRequest).template)
    expect(JSON.parse(files[1]?.text ?? '')).toEqual({
      Parameters: { App: 'shop', Env: 'dev' },
      Tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': 'backend', team: 'shop' },
    })
    expect(stacks[3]?.leftOut).toEqual(['Zone0', 'Zone1'])
  })

  test('only a missing way to AWS counts as one: what AWS denies is an error', async () => {
    const failing = (code: string) => ifReachable(() => Promise.reject(new MmError(code, `it is ${code}`)))
    expect(await failing('NoCredentials')).toEqual({ offline: 'it is NoCredentials' })
    await expect(failing('AccessDenied')).rejects.toMatchObject({ code: 'AccessDenied' })
  })
})
