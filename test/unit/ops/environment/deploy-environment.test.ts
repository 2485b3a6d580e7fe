import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import type { DeploymentRoles } from '../../../../src/manifest/app.js'
import type { Environment } from '../../../../src/manifest/environment.js'
import { refuseCutOff } from '../../../../src/ops/environment/cdn.js'
import { refuseTransition } from '../../../../src/ops/environment/environment-transitions.js'
import { deployEnvironment } from '../../../../src/ops/environment/deploy-environment.js'
import type { Account } from '../../../../src/ops/ports/account.js'
import type { Records } from '../../../../src/ops/ports/records.js'
import type { Proposal, ResourceChange, Stack } from '../../../../src/ops/ports/cloudformation.js'
import { change, fakeClock, fakeProgress, fakeRecords, fakeStacks, stack } from '../../../fakes/world.js'
import { environment } from '../../../support/values.js'

const closed: string[] = []
const roles: string[] = []

const account: Account = {
  identity: () => Promise.resolve({ account: '123456789012', region: 'eu-central-1', arn: 'arn:me' }),
  zones: () => Promise.resolve(['a', 'b']),
  subnets: () => Promise.resolve([]),
  hostedZones: name => Promise.resolve(name === 'example.com' ? ['Z1'] : []),
  cloudFrontPrefixList: () => Promise.resolve('pl-1'),
  ensureServiceRoles: () => {
    roles.push('made')
    return Promise.resolve()
  },
  closeDefaultGroup: vpc => {
    closed.push(vpc)
    return Promise.resolve()
  },
  amazonLinux: () => Promise.resolve('ami-1'),
}

interface Story {
  deploymentRoles?: DeploymentRoles
  /** The shared stack, before. */
  shared?: Stack
  services?: string[]
  /** The shared stack once it's made. */
  made?: Stack
  /** Stacks that are none of this environment's. */
  others?: Stack[]
  before?: Stack
  after?: Stack
  changes?: ResourceChange[]
  /** The stack of the distribution, before. */
  distribution?: Stack
  /** What becomes of mm's own call after the stacks. */
  closing?: Error
  /** What earlier deployments have left. */
  records?: Records
}

function deploy(
  of: Environment,
  {
    before,
    after,
    changes = [],
    distribution,
    shared,
    made,
    others = [],
    services = ['backend', 'frontend'],
    deploymentRoles,
    closing,
    records = fakeRecords(),
  }: Story,
) {
  const calls: string[] = []
  const stacks = fakeStacks(
    calls,
    [before, shared, ...others].filter(each => each !== undefined),
    {
      changes: { 'shop-dev': changes, ...(made ? { 'shop-shared': [change('ArtifactBucket')] } : {}) },
      after: { 'shop-dev': after ?? before, ...(made ? { 'shop-shared': made } : {}) },
    },
  )
  const cdnStacks = fakeStacks(calls, distribution ? [distribution] : [], {
    changes: { 'shop-dev-cdn': distribution ? [] : [change('Distribution')] },
    after: distribution ? { 'shop-dev-cdn': undefined } : { 'shop-dev-cdn': cdn },
  })
  const proposed: Proposal[] = []
  const propose = stacks.propose.bind(stacks)
  stacks.propose = proposal => {
    proposed.push(proposal)
    return propose(proposal)
  }
  const clock = fakeClock()
  const execute = stacks.execute.bind(stacks)
  stacks.execute = async function* (...args) {
    await clock.sleep(60_000)
    yield* execute(...args)
  }
  const own = closing ? { ...account, closeDefaultGroup: () => Promise.reject(closing) } : account
  const world = {
    ...{ account: own, stacks, cdnStacks, clock, records },
    ...{ progress: fakeProgress(calls), signal: new AbortController().signal },
  }
  const result = deployEnvironment(
    world,
    {
      app: {
        name: 'shop',
        region: 'eu-central-1',
        blockPublicSnapshots: false,
        ...(deploymentRoles ? { deploymentRoles } : {}),
        tags: {},
      },
      environment: of,
      services,
      databases: ['db'],
      originToken: 'new-token',
      locate: () => Promise.resolve({ file: 'f' }),
      root: '/r',
    },
    () => Promise.resolve(),
  )
  return Object.assign(result, {
    calls: () => calls.filter(call => /^(propose|execute|remove|protect) /.test(call)),
    roles: () => proposed.map(({ stackName, roleArn }) => [stackName, roleArn]),
    body: () => proposed[0]?.body ?? '',
    shared: () => proposed.filter(({ stackName }) => stackName === 'shop-shared'),
    parameters: () => proposed.filter(({ stackName }) => stackName === 'shop-dev').map(({ parameters }) => parameters),
  })
}

const cdn = stack('shop-dev-cdn', { outputs: { DomainName: 'd1.cloudfront.net' } })
const outputs = { PublicUrl: 'https://shop.example.com', PublicBalancerDnsName: 'lb.example.net' }

test('credentials that expire after the stack is updated: it was, and what is left is said', async () => {
  const closing = new MmError('CredentialsExpired', 'expired', { fix: ['aws sso login'], exitCode: 4 })
  const after = stack('shop-dev', { outputs: { ...outputs, VpcCidr: '10.0.0.0/16' } })
  const story = { before: after, after, closing }
  await expect(deploy(environment(), { ...story, changes: [change('Vpc')] })).rejects.toMatchObject({
    code: 'CredentialsExpired',
    details: {
      state: 'shop-dev was updated; what mm does after that may not be done',
      fix: ['aws sso login', 'run the same command again: it does what is missing'],
    },
  })
  await expect(deploy(environment(), story)).rejects.toMatchObject({ details: { state: 'nothing of dev was deployed' } })
})

test('a deployment says how long it took, and how long those before it; one that changes nothing does not', async () => {
  const records = fakeRecords()
  const after = stack('shop-dev', { outputs })
  const changes = [change('Vpc')]
  const creation = {
    phases: [
      { name: 'change set', seconds: 0 },
      { name: 'creation', seconds: 60 },
    ],
    seconds: 60,
  }
  expect((await deploy(environment(), { after, changes, records })).took).toEqual(creation)
  // What a creation takes says nothing of an update.
  const { took } = await deploy(environment(), { before: after, after, changes, records })
  expect(took).toMatchObject({ phases: [{ usualSeconds: 0 }, { name: 'update', seconds: 60 }], seconds: 60 })
  expect(took).not.toHaveProperty('usualSeconds')
  expect((await deploy(environment(), { before: after, after, changes, records })).took).toMatchObject({ usualSeconds: 60 })
  expect(await deploy(environment(), { before: after, after, records })).not.toHaveProperty('took')
})

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

test('the default security group of a network that mm made is closed, and of no other', async () => {
  closed.splice(0)
  const own = stack('shop-dev', { outputs: { ...outputs, VpcId: 'vpc-1', VpcCidr: '10.0.0.0/16' } })
  await deploy(environment(), { after: own, changes: [change('Vpc')] })
  expect(closed).toEqual(['vpc-1'])
  await deploy(environment(), { after: stack('shop-dev', { outputs: { ...outputs, VpcId: 'vpc-2' } }), changes: [change('Dns')] })
  expect(closed).toEqual(['vpc-1'])
})

test("the services' roles are made before an environment that is the first in its account, perhaps", async () => {
  roles.splice(0)
  await deploy(environment(), { after: stack('shop-dev', { outputs }), changes: [change('Vpc')] })
  expect(roles).toEqual(['made'])
  await deploy(environment(), { before: stack('shop-dev', { parameters: { Zone0: 'a', Zone1: 'b' }, outputs }) })
  expect(roles).toEqual(['made'])
})

test('in production the stack is protected from deletion', async () => {
  const after = stack('shop-dev', { outputs })
  const story = deploy(environment({ production: true }), { after, changes: [change('Vpc')] })
  await story
  expect(story.calls()).toContain('protect shop-dev')
})

describe('what services must be deployed for first is refused', () => {
  const service = (parameters: Record<string, string> = {}) =>
    stack('shop-dev-web', { tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': 'web' }, parameters })
  const refusal = (of: Environment, given: Record<string, string>, within: Stack[]) =>
    refuseTransition(
      { stacks: fakeStacks([], within) },
      {
        existing: stack('shop-dev', { outputs: given }),
        environment: of,
        app: 'shop',
        locate: () => Promise.resolve({ file: 'f' }),
      },
    )
  const withCdn = environment({ domain: { name: 'shop.example.com' }, cdn: {} })

  test('a distribution along with the domain', async () => {
    await expect(refusal(withCdn, {}, [service()])).rejects.toMatchObject({ code: 'CdnTooEarly', exitCode: 2 })
    await refusal(withCdn, {}, [])
    await refusal(withCdn, { ServiceZoneName: 'internal.shop.example.com' }, [service()])
  })

  test('to take the instances away from under them', async () => {
    const given = { CapacityProvider: 'p' }
    await expect(refusal(environment(), given, [service({ CapacityProvider: 'p' })])).rejects.toMatchObject({
      code: 'CapacityInUse',
      details: { fix: ['mm svc deploy web --env dev', 'mm env deploy --name dev'] },
    })
    await refusal(environment(), given, [service()])
  })
})

test('a mistake that only AWS can tell is told before anything is proposed', async () => {
  const of = environment({ domain: { name: 'shop.example.org' } })
  await expect(deploy(of, {})).rejects.toMatchObject({ code: 'NoHostedZone' })
})

describe('with a distribution', () => {
  const of = environment({ domain: { name: 'shop.example.com' }, cdn: {} })
  const changes = [change('Vpc')]
  const after = stack('shop-dev', { parameters: { OriginToken: 'new-token', Zone0: 'a', Zone1: 'b' }, outputs })

  test('the domain leads to it once it is there, and not before', async () => {
    const story = deploy(of, { after, changes })
    expect(await story).toMatchObject({ status: 'created', cdn: { stack: 'shop-dev-cdn', status: 'created' }, redeploy: [] })
    expect(story.calls()).toEqual([
      'propose shop-shared',
      'propose shop-dev',
      'propose shop-dev-cdn',
      'execute shop-dev',
      'execute shop-dev-cdn',
      'propose shop-dev',
      'execute shop-dev',
    ])
    const [first, second] = story.parameters()
    expect(first).not.toHaveProperty('CdnDomainName')
    expect(first).toMatchObject({ OriginToken: 'new-token' })
    expect(second).toMatchObject({ OriginToken: 'new-token', CdnDomainName: 'd1.cloudfront.net', CdnPrefixList: 'pl-1' })
  })

  test('later deployments keep its token, and go through it at once', async () => {
    const before = stack('shop-dev', { parameters: { OriginToken: 'old-token', Zone0: 'a', Zone1: 'b' }, outputs })
    const story = deploy(of, { before, changes, distribution: cdn })
    expect(await story).toMatchObject({ status: 'updated', cdn: { status: 'unchanged' }, redeploy: [] })
    expect(story.parameters()).toEqual([
      expect.objectContaining({ OriginToken: 'old-token', CdnDomainName: 'd1.cloudfront.net' }),
    ])
  })

  test('services of an environment that gets one are to be deployed again', async () => {
    const before = stack('shop-dev', { parameters: { Zone0: 'a', Zone1: 'b' }, outputs })
    expect((await deploy(of, { before, after, changes })).redeploy).toEqual(['backend', 'frontend'])
  })

  describe('that is no longer wanted', () => {
    const without = environment({ domain: { name: 'shop.example.com' } })
    const before = stack('shop-dev', {
      parameters: { OriginToken: 't', HostedZoneId: 'Z1', Zone0: 'a', Zone1: 'b' },
      outputs: { ...outputs, ServiceZoneName: 'internal.shop.example.com', OriginToken: 't' },
    })

    test('it goes after the environment has stopped using it', async () => {
      const story = deploy(without, { before, changes, distribution: cdn })
      expect(await story).not.toHaveProperty('cdn')
      expect(story.calls()).toEqual(['propose shop-shared', 'propose shop-dev', 'execute shop-dev', 'remove shop-dev-cdn'])
    })

    test('it stays while services answer only to it', () => {
      const frontend = stack('shop-dev-frontend', { tags: { 'mm:service': 'frontend' }, parameters: { OriginToken: 't' } })
      expect(() => refuseCutOff([before, frontend], 'dev')).toThrow(
        expect.objectContaining({
          code: 'CdnInUse',
          exitCode: 2,
          details: expect.objectContaining({ fix: ['mm svc deploy frontend --env dev', 'mm env deploy --name dev'] }),
        }),
      )
      expect(() => refuseCutOff([before, stack('shop-dev-worker')], 'dev')).not.toThrow()
    })
  })
})

describe('deployment roles', () => {
  const outputsOf = (Environments: string) => ({ CloudFormationRoleArn: 'arn:role', Environments })
  const shared = stack('shop-shared', { outputs: outputsOf('prod'), tags: { 'mm:app': 'shop' } })
  const within = (...environments: string[]) =>
    environments.map(env => stack(`shop-${env}`, { tags: { 'mm:app': 'shop', 'mm:env': env } }))
  const deploymentRoles = {}

  test('are made along with an environment, whose own stack is still made by the rights of whoever runs mm', async () => {
    const run = deploy(environment(), {
      ...{ shared, deploymentRoles, others: within('prod') },
      ...{ changes: [change('Vpc')], after: stack('shop-dev') },
    })
    await run
    expect(run.roles()).toEqual([
      ['shop-shared', undefined],
      ['shop-dev', undefined],
    ])
    expect(run.body()).toMatch(/Environments:\n {4}Value: dev,prod\n/)
    expect(run.calls()).toContain('protect shop-shared')
  })

  test('are used from then on', async () => {
    const run = deploy(environment(), { shared: stack('shop-shared', { outputs: outputsOf('dev,prod') }), deploymentRoles })
    await run
    expect(run.roles()).toEqual([
      ['shop-shared', undefined],
      ['shop-dev', 'arn:role'],
    ])
  })

  test('forget an environment when its last stack is gone', async () => {
    const known = stack('shop-shared', { outputs: outputsOf('dev,left,old,prod'), tags: { 'mm:app': 'shop' } })
    const left = stack('shop-left-db', { tags: { 'mm:app': 'shop', 'mm:env': 'left', 'mm:db': 'db' } })
    const run = deploy(environment(), { shared: known, deploymentRoles, others: [...within('prod'), left] })
    await run
    expect(run.body()).toMatch(/Environments:\n {4}Value: dev,left,prod\n/)
  })

  test('have room for so many environments, and the next is refused', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `development${String.fromCharCode(97 + index)}`)
    const together = (count: number) => {
      const others = names.slice(0, count)
      const known = stack('shop-shared', { outputs: outputsOf(others.join(',')), tags: { 'mm:app': 'shop' } })
      return deploy(environment(), { shared: known, deploymentRoles, others: within(...others) })
    }
    const refused = await Promise.all(
      names.map((_, index) =>
        together(index + 1).then(
          () => undefined,
          (error: unknown) => error,
        ),
      ),
    )
    const first = refused.findIndex(error => error !== undefined)
    expect(first).toBeGreaterThan(10)
    expect(refused[first]).toMatchObject({
      code: 'TooManyEnvironments',
      exitCode: 2,
      message: 'the deployment roles have no room for dev',
      details: { why: expect.stringMatching(/ would have 6[1-4]\d\d characters, and IAM takes 6144$/) },
    })
    expect(refused.slice(first)).not.toContain(undefined)
  })

  test('come in a second step when the stack is too large to be made at once', async () => {
    const services = Array.from({ length: 12 }, (_, index) => `service-${index}`)
    const made = stack('shop-shared', { outputs: { ArtifactBucket: 'shop-shared-artifacts' } })
    const run = deploy(environment(), { deploymentRoles, services, made, changes: [change('Vpc')], after: stack('shop-dev') })
    expect(await run).toMatchObject({ shared: { stack: 'shop-shared', status: 'created' } })
    expect(run.calls()).toEqual([
      'propose shop-shared',
      'execute shop-shared',
      'propose shop-shared',
      'propose shop-dev',
      'execute shop-shared',
      'execute shop-dev',
      'protect shop-shared',
    ])
    const [first, second] = run.shared()
    expect(first?.bucket).toBeUndefined()
    expect(first?.body).not.toMatch(/Repository|CloudFormationRole/)
    expect(second?.bucket).toBe('shop-shared-artifacts')
    expect(second?.body).toMatch(/Service11Repository:[^]*CloudFormationRole:/)
    expect(Buffer.byteLength(second?.body ?? '')).toBeGreaterThan(51_200)
  })

  test('come at once when the stack is small enough, and when there is a bucket already', async () => {
    const small = deploy(environment(), { deploymentRoles, changes: [change('Vpc')], after: stack('shop-dev') })
    await small
    expect(small.shared()).toHaveLength(1)
    const services = Array.from({ length: 12 }, (_, index) => `service-${index}`)
    const shared = stack('shop-shared', { outputs: { ArtifactBucket: 'shop-shared-artifacts' } })
    const large = deploy(environment(), { shared, deploymentRoles, services, changes: [change('Vpc')], after: stack('shop-dev') })
    await large
    expect(large.shared()).toHaveLength(1)
  })

  test('stay as long as a stack is bound to them', async () => {
    const bound = stack('shop-dev', { tags: { 'mm:app': 'shop' }, roleArn: 'arn:role' })
    await expect(deploy(environment(), { shared, before: bound })).rejects.toMatchObject({
      code: 'RolesInUse',
      exitCode: 2,
      message: 'shop-dev can only be changed by the role that is to go',
      details: { fix: ['deployment_roles: true', 'or delete these stacks first'] },
    })
    const distribution = stack('shop-dev-cdn', { tags: { 'mm:app': 'shop' }, roleArn: 'arn:role' })
    await expect(deploy(environment(), { shared, distribution })).rejects.toMatchObject({ code: 'RolesInUse' })
  })

  test('go when none is', async () => {
    const free = stack('shop-dev', { tags: { 'mm:app': 'shop' } })
    const run = deploy(environment(), { shared, before: free })
    await run
    expect(run.roles()).toEqual([
      ['shop-shared', undefined],
      ['shop-dev', undefined],
    ])
    expect(run.body()).not.toContain('CloudFormationRole')
    expect(run.calls()).not.toContain('protect shop-shared')
  })
})
