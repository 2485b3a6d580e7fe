import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { locate } from '../../../../src/manifest/locate.js'
import { readDatabase } from '../../../../src/manifest/read-database.js'
import { refuseChange } from '../../../../src/ops/database/database-changes.js'
import { tellRestarts, withRestarts } from '../../../../src/ops/database/database-restarts.js'
import type { Stack } from '../../../../src/ops/ports/cloudformation.js'
import { change, stack } from '../../../fakes/world.js'
import { database } from '../../../support/values.js'

/** Of what the first version deployed: one member, and none of the later outputs. */
const old = { MongoVersion: '8.0.15' }
const three = { Engine: 'mongodb', MongoVersion: '8.0.15', Members: '3', StorageSize: '20' }
const threeZones = { Zones: 'a,b,c' }

/** What is told about a manifest, with the place; undefined when nothing is refused. */
async function refusal(
  lines: string,
  outputs?: Record<string, string>,
  environment: Record<string, string> = threeZones,
  { services = [], production = false }: { services?: Stack[]; production?: boolean } = {},
) {
  const source = { file: 'mm/db/manifest.yml', text: `name: db\ntype: MongoDB\n${lines}\n` }
  try {
    await refuseChange({
      database: readDatabase(source, 'dev', production),
      deployed: outputs && stack('shop-dev-db', { outputs }),
      services,
      environmentName: 'dev',
      environment,
      region: 'eu-central-1',
      locate: async path => locate(source, path, 'dev'),
    })
    return undefined
  } catch (error) {
    if (!(error instanceof MmError)) throw error
    const { at = [], why, fix } = error.details
    return {
      code: error.code,
      exit: error.exitCode,
      at: at.map(({ line, column }) => `${line}:${column}`),
      told: [error.message, ...(why ? [why] : [])].join('\n'),
      fix,
    }
  }
}

describe('refused, at its place in the manifest', () => {
  test.each<[string, Record<string, string>, string, string, string[]]>([
    [
      'engine: documentdb',
      old,
      '3:1',
      "engine is documentdb, and mongodb is deployed: data doesn't move from one to the other by a deployment",
      ['engine: mongodb', 'or a database of another name, filled by mongodump and mongorestore'],
    ],
    [
      'members: 1',
      three,
      '3:1',
      'members is 1, and 3 are deployed: a deployment takes no member out of the replica set',
      ['members: 3'],
    ],
    [
      'members: 3\nstorage: {size: 10}',
      three,
      '4:11',
      "storage.size is 10, and the data volume has 20 GiB: a volume can't shrink",
      ['size: 20'],
    ],
    [
      'version: 7.0.25',
      old,
      '3:1',
      "version is 7.0.25, and 8.0.15 is deployed: a deployment doesn't change the series, since the data must be made ready for it first",
      ['version: "8.0.15"', 'or a database of another name and the new series, filled by mongodump and mongorestore'],
    ],
    [
      'version: 8.0.15',
      { MongoVersion: '7.0.25' },
      '3:1',
      "version is 8.0.15, and 7.0.25 is deployed: a deployment doesn't change the series, since the data must be made ready for it first",
      ['version: "7.0.25"', 'or a database of another name and the new series, filled by mongodump and mongorestore'],
    ],
    [
      'version: 8.0.9',
      old,
      '3:1',
      "version is 8.0.9, and 8.0.15 is deployed: a deployment doesn't go back to an older version",
      ['version: "8.0.15"'],
    ],
    [
      'backup: {vault: governance}',
      { ...old, VaultLock: 'compliance' },
      '3:10',
      'backup.vault is governance, and the database has a vault with a compliance lock, which stays',
      ['vault: compliance'],
    ],
    [
      'engine: documentdb\nversion: 5.0.0',
      { Engine: 'documentdb', MongoVersion: '8.0.0' },
      '4:1',
      "version is 5.0.0, and 8.0.0 is deployed: a deployment doesn't change the series, since the data must be made ready for it first",
      ['version: "8.0.0"', 'or a database of another name and the new series, filled by mongodump and mongorestore'],
    ],
  ])('%j over %j', async (lines, outputs, at, told, fix) => {
    expect(await refusal(lines, outputs)).toEqual({ code: 'ChangeRefused', exit: 2, at: [at], told, fix })
  })

  test('three members where there are two zones, also at the first deployment', async () => {
    expect(await refusal('environments:\n  dev: {members: 3}', undefined, { Zones: 'a,b' })).toEqual({
      code: 'ChangeRefused',
      exit: 2,
      at: ['4:9'],
      told: 'members is 3, and the environment has 2 zones: each member needs its own',
      fix: ['members: 1', 'or an environment with network: {zones: 3}; the zones of one that is deployed stay as they are'],
    })
  })

  test('a copy to where the database is', async () => {
    expect(await refusal('backup: {copy_to: [eu-central-1]}')).toMatchObject({
      at: ['3:10'],
      told: 'backup.copy_to has eu-central-1, the region that the database is in',
      fix: ['remove eu-central-1'],
    })
  })

  test('members without a way to their packages', async () => {
    expect(await refusal('members: 1', undefined, { ...threeZones, Nat: 'none' })).toEqual({
      code: 'ChangeRefused',
      exit: 2,
      at: ['2:1'],
      told: 'the environment has no way to the internet, and members install MongoDB from its package mirror',
      fix: ['network: {nat: instance} in the manifest of the environment, then mm env deploy', 'or engine: documentdb'],
    })
    expect(await refusal('engine: documentdb', undefined, { ...threeZones, Nat: 'none' })).toBeUndefined()
  })

  test('everything at once', async () => {
    expect(await refusal('version: 8.0.9\nstorage: {size: 10}', { ...three, Members: '1' })).toMatchObject({
      at: ['3:1', '4:11'],
      told: "2 changes of db can't be made\nversion is 8.0.9, and 8.0.15 is deployed: a deployment doesn't go back to an older version\nstorage.size is 10, and the data volume has 20 GiB: a volume can't shrink",
    })
  })
})

test.each<[string, string, Record<string, string> | undefined]>([
  ['a first deployment', 'version: 7.0.25', undefined],
  ['the same again', 'version: 8.0.15', old],
  ['a newer patch', 'version: 8.0.16', old],
  ['a larger volume', 'storage: {size: 40}', { ...three, Members: '1' }],
  ['more members', 'members: 3', old],
  ['a stronger lock', 'backup: {vault: compliance}', { ...old, VaultLock: 'governance' }],
  ['three instances of DocumentDB in two zones', 'engine: documentdb\nmembers: 3', undefined],
  ['fewer instances of DocumentDB', 'engine: documentdb', { Engine: 'documentdb', MongoVersion: '8.0.0', Members: '3' }],
])('%s is no matter', async (what, lines, outputs) => {
  const environment = what.includes('two zones') ? { Zones: 'a,b' } : threeZones
  expect(await refusal(lines, outputs, environment)).toBeUndefined()
})

describe('tls', () => {
  const withTls = (tls: string) => ({ ...three, Members: '1', SecurityGroupId: 'sg-db', UriSecretArn: 'arn:now', Tls: tls })
  const plain = { ...withTls('false'), Tls: undefined } as unknown as Record<string, string>
  const service = (name: string, secret: string, group = 'sg-db', status = 'UPDATE_COMPLETE') =>
    stack(`shop-dev-${name}`, {
      status,
      parameters: { DatabaseUriSecret: secret, DatabaseSecurityGroup: group },
      tags: { 'mm:service': name },
    })

  test.each([
    ['tls: prefer', plain, 'tls is prefer, and false is deployed', ['tls: allow', 'or tls: false, which stays as it is']],
    ['tls: true', plain, 'tls is require, and false is deployed', ['tls: allow', 'or tls: false, which stays as it is']],
    ['tls: require', withTls('allow'), 'tls is require, and allow is deployed', ['tls: prefer']],
    ['tls: false', withTls('require'), 'tls is false, and require is deployed', ['tls: prefer']],
    ['tls: allow', withTls('require'), 'tls is allow, and require is deployed', ['tls: prefer']],
    ['tls: false', withTls('prefer'), 'tls is false, and prefer is deployed', ['tls: allow']],
  ])('%j is no single step', async (lines, outputs, told, fix) => {
    expect(await refusal(lines, outputs)).toEqual({
      code: 'ChangeRefused',
      exit: 2,
      at: ['3:1'],
      told: `${told}: members that understand each other all the way take one step at a time`,
      fix,
    })
  })

  test("production's default, over a database that is older", async () => {
    expect(await refusal('members: 1', plain, threeZones, { production: true })).toMatchObject({
      told: expect.stringMatching(/^tls is require, and false is deployed/) as unknown,
      fix: ['tls: allow', 'or tls: false, which stays as it is'],
    })
    expect(await refusal('tls: false', plain, threeZones, { production: true })).toBeUndefined()
    expect(await refusal('members: 1', undefined, threeZones, { production: true })).toBeUndefined()
  })

  test.each([
    ['false', 'allow'],
    ['allow', 'prefer'],
    ['prefer', 'require'],
    ['require', 'prefer'],
    ['prefer', 'allow'],
    ['allow', 'false'],
    ['require', 'require'],
  ])('from %s to %s is a step', async (from, to) => {
    const services = [service('backend', 'arn:now'), service('other', 'arn:other', 'sg-other'), stack('shop-dev-frontend')]
    expect(await refusal(`tls: ${to}`, from === 'false' ? plain : withTls(from), threeZones, { services })).toBeUndefined()
  })

  test.each([
    ['prefer', 'require', 'without TLS'],
    ['allow', 'false', 'by TLS'],
  ])('from %s to %s waits for services that still speak otherwise', async (from, to, how) => {
    const services = [service('backend', 'arn:before'), service('orders', 'arn:now'), service('jobs', 'arn:before')]
    expect(await refusal(`tls: ${to}`, withTls(from), threeZones, { services })).toEqual({
      code: 'ChangeRefused',
      exit: 2,
      at: ['3:1'],
      told: `tls is ${to}, and ${from} is deployed: backend, jobs still connect ${how}`,
      fix: ['mm svc deploy backend --env dev', 'mm svc deploy jobs --env dev'],
    })
    const one = await refusal(`tls: ${to}`, withTls(from), threeZones, { services: services.slice(0, 1) })
    expect(one?.told).toContain('backend still connects')
  })

  test.each([
    ['prefer', 'require', 'UPDATE_IN_PROGRESS'],
    ['prefer', 'require', 'CREATE_IN_PROGRESS'],
    ['allow', 'false', 'UPDATE_ROLLBACK_IN_PROGRESS'],
    ['allow', 'false', 'UPDATE_ROLLBACK_FAILED'],
  ])('from %s to %s waits for a service whose stack is %s, whatever its parameters say', async (from, to, status) => {
    const [busy, another] = [service('web', 'arn:now', 'sg-db', status), service('moves', 'arn:other', 'sg-other', status)]
    const says = `tls is ${to}, and ${from} is deployed`
    expect(await refusal(`tls: ${to}`, withTls(from), threeZones, { services: [busy] })).toMatchObject({
      told: `${says}: the deployment of web hasn't ended`,
      fix: ['mm status', 'the same command again once web has settled'],
    })
    const services = [busy, service('jobs', 'arn:before'), another, service('orders', 'arn:now')]
    expect(await refusal(`tls: ${to}`, withTls(from), threeZones, { services })).toMatchObject({
      told: `${says}: jobs still connects ${to === 'require' ? 'without TLS' : 'by TLS'}; the deployment of web, moves hasn't ended`,
      fix: ['mm svc deploy jobs --env dev', 'mm status', 'the same command again once web, moves have settled'],
    })
  })

  test.each(['false', 'allow', 'require'])('at %s a service that speaks otherwise is no matter while it stays', async tls => {
    const services = [service('backend', 'arn:before'), service('web', 'arn:now', 'sg-db', 'UPDATE_IN_PROGRESS')]
    expect(await refusal(`tls: ${tls}`, tls === 'false' ? plain : withTls(tls), threeZones, { services })).toBeUndefined()
  })

  test.each([
    ['false', 'allow', 'then it takes TLS, too'],
    ['allow', 'prefer', 'then members speak TLS, and so do services from their next deployment'],
    ['prefer', 'require', 'then it takes nothing but TLS'],
    ['allow', false, 'then it takes no TLS any more'],
  ] as const)('the plan says what a step from %s to %s means', (from, to, told) => {
    const changes = [
      change('LaunchTemplate0', { action: 'update', type: 'AWS::EC2::LaunchTemplate' }),
      change('Group0', { action: 'update', type: 'AWS::AutoScaling::AutoScalingGroup' }),
    ]
    const set = { stackName: 's', stackId: 'i', id: 'c', kind: 'update', changes } as const
    const deployed = stack('shop-dev-db', { outputs: from === 'false' ? plain : withTls(from) })
    const restartsOf = (tls: typeof to | 'allow') =>
      tellRestarts({ ...set, changes: [...changes] }, database({ tls }), deployed).changes.map(({ restart }) => restart)
    expect(restartsOf(to)).toEqual([undefined, `member 0 restarts: no database for some minutes; ${told}`])
    if (from === 'allow') expect(restartsOf(from)).toEqual([undefined, 'member 0 restarts: no database for some minutes'])
  })
})

describe('what restarts', () => {
  const template = (index: number, action: 'create' | 'update' = 'update') =>
    change(`LaunchTemplate${index}`, { action, type: 'AWS::EC2::LaunchTemplate' })
  const group = (index: number, action: 'create' | 'update' = 'update') =>
    change(`Group${index}`, { action, type: 'AWS::AutoScaling::AutoScalingGroup' })
  const restarts = (changes: Parameters<typeof withRestarts>[0], members: number) =>
    withRestarts(changes, members).map(({ logicalId, restart }) => [logicalId, restart])

  test('a member whose launch template changes', () => {
    expect(restarts([template(0), group(0)], 1)).toEqual([
      ['LaunchTemplate0', undefined],
      ['Group0', 'member 0 restarts: no database for some minutes'],
    ])
  })
  test('one of three goes after the other', () => {
    const all = [0, 1, 2]
    expect(restarts([...all.map(index => template(index)), ...all.map(index => group(index))], 3).slice(3)).toEqual(
      all.map(index => [
        `Group${index}`,
        `member ${index} restarts, one at a time; writes pause for seconds when it's the primary`,
      ]),
    )
  })
  test('an instance of DocumentDB that gets another class', () => {
    const instance = (properties: string[]) =>
      change('Instance0', { action: 'update', type: 'AWS::DocDB::DBInstance', properties })
    expect(restarts([instance(['DBInstanceClass']), instance(['Tags'])], 1)).toEqual([
      ['Instance0', 'member 0 restarts: no database for some minutes'],
      ['Instance0', undefined],
    ])
  })
  test('not a group whose size alone changes, nor one that is made', () => {
    expect(restarts([template(0), group(1), template(2, 'create'), group(2, 'create')], 3)).toEqual(
      ['LaunchTemplate0', 'Group1', 'LaunchTemplate2', 'Group2'].map(id => [id, undefined]),
    )
  })
})
