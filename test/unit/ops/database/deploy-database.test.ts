import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import type { Database } from '../../../../src/manifest/database.js'
import { deployDatabase } from '../../../../src/ops/database/deploy-database.js'
import type { ChangeSet, Proposal, Stack } from '../../../../src/ops/ports/cloudformation.js'
import { databaseTemplate } from '../../../../src/templates/database/database-template.js'
import { render } from '../../../../src/templates/render.js'
import { withVersion } from '../../../../src/ops/stack/template-version.js'
import { lockForEver } from '../../../../src/ops/database/vault-lock.js'
import { change, fakeClock, fakeProgress, fakeRecords, fakeStacks, stack, worldOf } from '../../../fakes/world.js'
import { database, documentDb, environment } from '../../../support/values.js'

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

interface Options {
  /** Of the deployed stack. */
  template?: string
  renewInstances?: boolean
  /** Whether the name is typed when it's asked for. */
  typed?: boolean
  /** How the stack is afterwards. */
  after?: Stack
  /** Of the members, by their instances. */
  states?: Record<string, string>
}

/** Deploys, and tells what was proposed, what was to be approved, and in which order things were asked. */
async function deploy(
  value: Database,
  existing: Stack[] = [],
  changes = [change('Group0')],
  of = environment(),
  { template = '', renewInstances = false, typed = true, after, states = {} }: Options = {},
) {
  const calls: string[] = []
  const proposals: Proposal[] = []
  const approved: ChangeSet[] = []
  const stacks = fakeStacks(calls, [...around, ...existing], {
    changes: { 'shop-dev-db': changes },
    templates: { 'shop-dev-db': template },
    ...(after ? { after: { 'shop-dev-db': after } } : {}),
  })
  const world = worldOf({
    stacks: {
      ...stacks,
      async propose(proposal) {
        proposals.push(proposal)
        return stacks.propose(proposal)
      },
    },
    clock: fakeClock(),
    records: fakeRecords(),
    progress: fakeProgress([]),
    groups: {
      instances: async group => [{ id: group, state: 'running', lifecycle: 'InService', healthy: true }],
    },
    commands: {
      run: async (_, instance) => {
        calls.push(`ask ${instance}`)
        const state = states[instance]
        if (state === undefined) throw new MmError('AccessDenied', 'AWS denies ssm:SendCommand')
        return JSON.stringify({ state, optime: { seconds: 1, increment: 1 }, newest: { seconds: 1, increment: 1 }, fcv: '8.0' })
      },
    },
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
      root: '/r',
      renewInstances,
    },
    {
      approve: async sets => void approved.push(...sets),
      confirm: async consequence => {
        calls.push(`confirm ${consequence}`)
        if (!typed) throw new MmError('Declined', 'not done')
      },
    },
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

test('what a deployment took is said; of one that changes nothing it is not', async () => {
  const names = async (...args: Parameters<typeof deploy>) => {
    const { result } = await deploy(...args)
    return 'took' in result ? result.took?.phases.map(phase => phase.name) : undefined
  }
  expect(await names(database())).toEqual(['change set', 'creation'])
  expect(await names(database(), [deployed({})])).toEqual(['change set', 'update'])
  expect(await names(database(), [deployed({})], [])).toBeUndefined()
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

describe('a boot script that is older than this mm', () => {
  const template = render(databaseTemplate(database(), { boot: { Body: 'echo older\n', Version: '0123456789ab' } }))
  const existing = [deployed({ outputs: { InstanceType: 't4g.small' } })]
  const update = (value: Database, renewInstances = false) =>
    deploy(value, existing, [], environment(), { template, renewInstances })

  test('stays, with its version, and that is said', async () => {
    const { result, proposal, calls } = await update(database({ logging: { retention: 365 } }))
    expect(proposal?.body).toContain('echo older')
    expect(proposal?.body).toContain('Version: "0123456789ab"')
    expect(proposal?.parameters['AmiId']).toBe('ami-old')
    expect(calls).not.toContain('amazonLinux arm64')
    const [said] = (result as { notes: string[] }).notes
    expect(said).toMatch(/0123456789ab.*mm db deploy --name db --env dev --renew-instances/)
  })

  test('goes when members restart anyway', async () => {
    const { result, proposal } = await update(database({ version: '8.0.16' }))
    expect(proposal?.body).not.toContain('echo older')
    expect(proposal?.parameters['AmiId']).toBe('ami-old')
    expect(result).toMatchObject({ notes: [] })
  })

  test('goes when the instances are to be renewed, and the newest image comes', async () => {
    const { result, proposal } = await update(database(), true)
    expect(proposal?.body).toBe(withVersion(render(databaseTemplate(database()))))
    expect(proposal?.parameters['AmiId']).toBe('ami-arm64')
    expect(result).toMatchObject({ notes: [] })
  })
})

test('instances of DocumentDB cannot be renewed', async () => {
  const { result } = await deploy(documentDb(), [], [], environment(), { renewInstances: true })
  expect(result).toMatchObject({ notes: [expect.stringContaining('--renew-instances does nothing')] })
})

test('an instance of a cluster stays in its zone when the environment gets another', async () => {
  const two = { Zone0: 'a', Zone1: 'b' }
  const parameters = { ...two, Zone2: 'a' }
  const there = deployed({ parameters, outputs: { Engine: 'documentdb' } })
  expect((await deploy(documentDb({ members: 3 }), [there])).proposal?.parameters).toMatchObject(parameters)
  // One that is new goes where the next zone is.
  const grown = await deploy(documentDb({ members: 3 }), [deployed({ parameters: two, outputs: { Engine: 'documentdb' } })])
  expect(grown.proposal?.parameters).toMatchObject({ ...two, Zone2: 'c' })
})

test('what a restore chose holds: the generation and its snapshot', async () => {
  const { proposal } = await deploy(database(), [deployed({ outputs: { Generation: '3', SnapshotId: 'snap-1' } })])
  expect(proposal?.body).toMatch(/^ {2}Volume0G3:$/m)
  expect(proposal?.body).toMatch(/^ {6}SnapshotId: snap-1$/m)
})

test.each<[string, Stack[], string]>([
  ['that it is made with', [], '3'],
  ['that it was made with', [deployed({ outputs: { FirstMembers: '1' } })], '1'],
  ['that were possible before this was told', [deployed()], '1'],
])('a stack keeps in mind the members %s', async (_, existing, first) => {
  const { proposal } = await deploy(database({ members: 3 }), existing)
  expect(proposal?.body).toContain(`  FirstMembers:\n    Value: "${first}"\n`)
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

test.each([
  { action: 'update' as const },
  // As CloudFormation tells it: the group's type may be replaced along with its launch template, under an update policy that isn't mm's.
  { action: 'replace' as const, conditional: true },
])('the plan says which members restart: %j', async group => {
  const changes = [
    change('LaunchTemplate0', { action: 'update', type: 'AWS::EC2::LaunchTemplate' }),
    change('Group0', { ...group, type: 'AWS::AutoScaling::AutoScalingGroup' }),
  ]
  const { approved } = await deploy(database(), [deployed()], changes)
  expect(approved[0]?.changes[0]).not.toHaveProperty('restart')
  expect(approved[0]?.changes[1]).toMatchObject({
    action: 'update',
    conditional: false,
    restart: 'member 0 restarts: no database for some minutes',
  })
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

describe('a restart of some of three', () => {
  const set = { VolumeIds: 'v-0,v-1,v-2', GroupNames: 'g-0,g-1,g-2', MemberDocument: 'doc', Members: '3' }
  const changes = [0, 1].flatMap(index => [
    change(`LaunchTemplate${index}`, { type: 'AWS::EC2::LaunchTemplate', action: 'update' }),
    change(`Group${index}`, { type: 'AWS::AutoScaling::AutoScalingGroup', action: 'update' }),
  ])
  const restarts = async (states: Record<string, string>) => {
    const { approved, calls } = await deploy(database({ members: 3 }), [deployed({ outputs: set })], changes, undefined, {
      states,
    })
    expect(calls.slice(1, 4).toSorted()).toEqual(['ask g-0', 'ask g-1', 'ask g-2'])
    return approved[0]?.changes.flatMap(({ restart }) => restart ?? [])
  }
  const usual = (index: number) => `member ${index} restarts, one at a time; writes pause for seconds when it's the primary`

  test('is as usual while all are well', async () => {
    expect(await restarts({ 'g-0': 'PRIMARY', 'g-1': 'SECONDARY', 'g-2': 'SECONDARY' })).toEqual([usual(0), usual(1)])
  })

  test('ends writes while another is ill; the ill one itself may restart', async () => {
    expect(await restarts({ 'g-0': 'PRIMARY', 'g-1': 'STARTUP2', 'g-2': 'SECONDARY' })).toEqual([
      'member 0 restarts, one at a time; no writes meanwhile, as member 1 is in STARTUP2',
      usual(1),
    ])
  })

  test('may end them while another cannot be asked, and it goes on', async () => {
    const why = "or stop meanwhile if member 2 isn't well, which couldn't be asked (AWS denies ssm:SendCommand)"
    expect(await restarts({ 'g-0': 'PRIMARY', 'g-1': 'SECONDARY' })).toEqual([`${usual(0)}, ${why}`, `${usual(1)}, ${why}`])
  })

  test('is not asked about where there is one member', async () => {
    const one = { ...set, VolumeIds: 'v-0', Members: '1' }
    const { calls } = await deploy(database(), [deployed({ outputs: one })], changes)
    expect(calls.filter(each => each.startsWith('ask'))).toEqual([])
  })
})

describe('an update that is rolled back', () => {
  const after = deployed({ status: 'UPDATE_ROLLBACK_COMPLETE' })
  const state = async (members: 1 | 3, outputs = {}) => {
    const { result } = await deploy(database({ members }), [deployed({ outputs })], undefined, undefined, { after })
    expect(result).toMatchObject({ error: { code: 'StackRolledBack', exitCode: 6 } })
    return (result as { error: MmError }).error.details.state
  }

  test.each<[1 | 3, object]>([
    [1, {}],
    [3, { Members: '3' }],
  ])('left the %d members as they were', async (members, outputs) => {
    expect(await state(members, outputs)).toBe('what was deployed before still serves')
  })

  test('promises nothing where members had joined', async () => {
    expect(await state(3)).toMatch(/^member 0 was started again as the only one.*is to be looked at$/)
  })
})

test("every role has the environment's boundary", async () => {
  const permissionsBoundary = 'arn:aws:iam::123456789012:policy/developers'
  const { proposal } = await deploy(database(), [], [], environment({ permissionsBoundary }))
  const roles = proposal?.body.match(/Type: AWS::IAM::Role/g) ?? []
  expect(roles.length).toBeGreaterThan(0)
  expect(proposal?.body.match(/PermissionsBoundary: arn:aws:iam::123456789012:policy\/developers/g)).toHaveLength(roles.length)
})

describe('a compliance lock', () => {
  const vault = (lock: 'governance' | 'compliance') => ({ lock, minRetention: 7, maxRetention: 3650 })
  const locked = (lock: 'governance' | 'compliance') =>
    database({ backup: { ...database().backup, keep: 35, vault: vault(lock) } })
  const asked = expect.stringMatching(/^confirm .* after 3 days nobody, not even AWS.* before its 35 days.* up to 700 GiB/)

  test('wants the name typed before anything is changed', async () => {
    const { calls } = await deploy(locked('compliance'))
    expect(calls).toEqual(['amazonLinux arm64', 'propose shop-dev-db', asked, 'execute shop-dev-db', 'protect shop-dev-db'])
  })

  test("isn't set when it isn't typed", async () => {
    const { calls, result } = await deploy(locked('compliance'), [], [change('Vault')], environment(), { typed: false })
    expect(result).toMatchObject({ error: { code: 'Declined' } })
    expect(calls).toEqual(['amazonLinux arm64', 'propose shop-dev-db', asked, 'discard shop-dev-db'])
  })

  const before = (keep: string | undefined, more: Record<string, string> = {}) =>
    deployed({
      outputs: {
        ...{ VaultLock: 'compliance', Members: '1', StorageSize: '20' },
        ...(keep === undefined ? {} : { BackupKeep: keep }),
        ...more,
      },
    })

  test.each<[string, Stack, RegExp]>([
    ['days', before('7'), /before its 35 days are over.* up to 700 GiB .*, not 140 as before$/],
    ['GiB of a volume', before('35', { StorageSize: '10' }), /, not 350 as before$/],
    ['than anybody knows of', before(undefined), /up to 700 GiB of snapshots \(what has changed between them counts\)$/],
  ])('that is there wants the name typed again for more %s', async (_, existing, question) => {
    const { calls } = await deploy(locked('compliance'), [existing])
    const questions = calls.filter(call => call.startsWith('confirm'))
    expect(questions).toEqual([expect.stringMatching(/^confirm the vault of db has a compliance lock, and this gives it more/)])
    expect(questions[0]).toMatch(question)
    const declined = await deploy(locked('compliance'), [existing], [change('VaultPlan')], environment(), { typed: false })
    expect(declined.result).toMatchObject({ error: { code: 'Declined' } })
    expect(declined.calls).toContain('discard shop-dev-db')
  })

  test('that is there wants the name typed again for more members', () => {
    expect(lockForEver({ ...locked('compliance'), members: 3 }, before('35'))).toMatch(/ up to 2,100 GiB .*, not 700 as before$/)
    expect(lockForEver(locked('compliance'), before('35'))).toBeUndefined()
    expect(lockForEver({ ...locked('compliance'), members: 3 }, before('105'))).toBeUndefined()
  })

  test.each<[string, Database, Stack[]]>([
    ['governance can be taken off', locked('governance'), []],
    ['it is there already, and keeps as much', locked('compliance'), [before('35')]],
    ['it is there already, and keeps less', locked('compliance'), [before('90')]],
  ])('asks for nothing when %s', async (_, value, existing) => {
    const { calls } = await deploy(value, existing)
    expect(calls.filter(call => call.startsWith('confirm'))).toEqual([])
    expect(calls).toContain('execute shop-dev-db')
  })
})
