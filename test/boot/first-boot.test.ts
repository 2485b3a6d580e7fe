import { describe, expect, test } from '@jest/globals'
import { boot, healthy, scenarios, users, type Action } from './scenario.js'

const play = scenarios()
const three = [boot(0), boot(1), boot(2)]

describe('the first boot', () => {
  test('of one member', async () => {
    const outcome = await play(1, [boot()])
    expect(outcome).toMatchObject(healthy(1))
    expect(outcome.last.signals).toEqual(['0'])
    expect(outcome.markers).toEqual({ 'db/initialised': '1', 'volumes/vol-0': 'formatted' })
  })

  test('of three, one after the other', async () => {
    const { results, nodes, volumes } = await play(3, [...three, { do: 'wait', seconds: 10 }])
    expect(results.map(({ status }) => status)).toEqual([0, 0, 0, undefined])
    expect(Object.values(nodes).map(({ state }) => state)).toEqual(['PRIMARY', 'SECONDARY', 'SECONDARY'])
    expect(new Set(Object.values(nodes).map(({ set }) => set)).size).toBe(1)
    expect(nodes['db-2']?.users).toEqual(users)
    expect(volumes['vol-0']?.hosts).toEqual(['db-0.db.zone:27017', 'db-1.db.zone:27017', 'db-2.db.zone:27017'])
  })

  test('of member 1 before member 0 formats nothing, begins no set and is tried again', async () => {
    const { last, volumes, nodes } = await play(3, [boot(1)])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(last.log).toContain('generation 1 is not set up yet (found: none)')
    expect(volumes['vol-1']?.formats).toBe(0)
    expect(nodes).toEqual({})
  })

  test('of a member whose copy takes hours succeeds; the pulse notes when it has the data', async () => {
    const hours: object = { do: 'put', file: 'sync-ticks', text: '9999' }
    const actions = [boot(0), hours, boot(1)] as Parameters<typeof play>[1]
    const during = await play(3, [...actions, { do: 'pulse' }])
    expect(during.last).toMatchObject({ status: 0, signals: ['0'] })
    expect(during.nodes['db-1']?.state).toBe('STARTUP2')
    expect(during.volumes['vol-1']?.notes).not.toHaveProperty('.mm-generation')
    const after = await play(3, [boot(0), boot(1), { do: 'wait', seconds: 10 }, { do: 'pulse' }])
    expect(after.volumes['vol-1']?.notes['.mm-generation']).toBe('1')
  })

  test('takes up a change of the set that others make at the same time', async () => {
    for (const error of ['ConfigurationInProgress', 'CurrentConfigNotCommittedYet', 'NewReplicaSetConfigurationIncompatible']) {
      const { last, volumes } = await play(3, [boot(0), boot(1, { faults: { reconfigure: `${error} 2` } })])
      expect(last.status).toBe(0)
      expect(volumes['vol-0']?.hosts).toHaveLength(2)
    }
  })

  test('ends with an error that no retry cures', async () => {
    const { last, volumes } = await play(3, [boot(0), boot(1, { faults: { reconfigure: 'InvalidReplicaSetConfig' } })])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(volumes['vol-0']?.hosts).toHaveLength(1)
  })

  test('waits for secrets that cannot be reached for a minute', async () => {
    const faults = { 'aws secretsmanager get-secret-value': 'timed-out until 70' }
    const outcome = await play(1, [boot(0, { faults, limits: { PATIENCE: '300' } })])
    expect(outcome).toMatchObject(healthy(1))
  })

  test.each([
    ['', undefined],
    ['24', '24'],
  ])('keeps the oplog for OPLOG_HOURS=%s', async (hours, retention) => {
    const { nodes } = await play(1, [boot(0, { env: { OPLOG_HOURS: hours } })])
    expect(nodes['db-0']?.retention).toBe(retention)
  })

  test('leaves no secret on the disk or among the arguments', async () => {
    const outcome = await play(3, three)
    expect(outcome.results.flatMap(({ leaks }) => leaks)).toEqual([])
    expect(outcome.nodes['db-0']?.keyfile).toMatch(/^[0-9a-f]{64}$/)
    expect([...outcome.arguments, ...outcome.results.flatMap(({ calls }) => calls)].join('\n')).not.toMatch(
      /password-of|keyfilekeyfile|seed-of/,
    )
  })

  test('does not fail because CloudFormation takes no signal', async () => {
    expect(await play(1, [boot(0, { faults: { 'cfn-signal': 'closed' } })])).toMatchObject(healthy(1))
  })
})

describe('a later boot', () => {
  test.each(['again', 'reboot', 'new'])('(%s) changes nothing', async instance => {
    const docs = { a: 1 }
    const outcome = await play(1, [boot(), { do: 'write', docs }, boot(0, { instance })])
    expect(outcome).toMatchObject(healthy(1, docs))
    expect(outcome.last.events).not.toContainEqual(expect.stringMatching(/mkfs|initiate|create user|reconfigure/))
  })

  test('of a secondary joins nothing and waits for its place', async () => {
    const { last, nodes } = await play(3, [...three, { do: 'wait', seconds: 10 }, boot(2)])
    expect(last.status).toBe(0)
    expect(nodes['db-2']?.state).toBe('SECONDARY')
    expect(last.events).not.toContainEqual(expect.stringMatching(/mkfs|initiate|reconfigure/))
  })

  test('makes the marker again that somebody has deleted, also when another member is the primary', async () => {
    const deleted: Action = { do: 'put', file: 'markers/db/initialised' }
    const elected: Action[] = [
      { do: 'stop', member: 0 },
      { do: 'write', member: 1, docs: { a: 1 } },
    ]
    const { last, markers, nodes } = await play(3, [...three, { do: 'wait', seconds: 10 }, ...elected, deleted, boot(0)])
    expect(last.status).toBe(0)
    expect(last.events).not.toContain('initiate')
    expect(markers['db/initialised']).toBe('1')
    expect(nodes['db-0']?.docs).toEqual({ a: 1 })
  })

  test('gives users the passwords that the secrets hold now', async () => {
    const app = { username: 'app', password: 'another', dbname: 'shop' }
    const { nodes } = await play(1, [boot(), { do: 'put', file: 'secrets/app', text: JSON.stringify(app) }, boot()])
    expect(nodes['db-0']?.users['app']).toEqual({ ...users.app, pwd: 'another' })
  })
})

describe('the pulse', () => {
  const metric = (text: string) => /MetricName=(\w+),Value=([^,]+),/.exec(text)?.slice(1).join(' ')

  test('tells how the member is', async () => {
    const { results } = await play(3, [...three, { do: 'wait', seconds: 10 }, { do: 'pulse' }])
    const metrics = results.at(-1)?.metrics ?? []
    expect(metrics.map(metric)).toEqual([
      'mongod_up 1',
      'member_state_ok 1',
      'replication_lag_seconds 0',
      expect.stringMatching(/^oplog_window_hours 0\.\d\d$/),
      expect.stringMatching(/^mem_used_percent \d+\.\d$/),
      'disk_used_percent 42',
      expect.stringMatching(/^backup_age_hours 0\.\d\d$/),
    ])
    expect(metrics.every(each => each.endsWith('Dimensions=[{Name=Member,Value=2}]'))).toBe(true)
  })

  test('tells the age of the newest backup, once an hour; never a guess', async () => {
    const age = (metrics: string[] = []) => metrics.map(metric).filter(each => each?.startsWith('backup_age'))
    const taken: Action = { do: 'put', file: 'newest-snapshot', text: '3600' }
    const actions: Action[] = [boot(), { do: 'wait', seconds: 10_800 }, taken, { do: 'pulse' }, { do: 'pulse' }]
    const { results } = await play(1, actions)
    expect(age(results[3]?.metrics)).toEqual([expect.stringMatching(/^backup_age_hours 2\.\d\d$/)])
    expect(age(results[4]?.metrics)).toEqual([])
    const denied = await play(1, [boot(), { do: 'pulse', faults: { 'aws ec2 describe-snapshots': 'denied' } }])
    expect(age(denied.results[1]?.metrics)).toEqual([])
  })

  test('tells what it can when it cannot log in', async () => {
    const { results } = await play(1, [boot(), { do: 'pulse', faults: { 'aws secretsmanager get-secret-value': 'denied' } }])
    expect(results[1]?.metrics.map(metric)).toEqual([
      'mongod_up 1',
      'member_state_ok 1',
      expect.stringMatching(/^mem_used/),
      'disk_used_percent 42',
      expect.stringMatching(/^backup_age_hours /),
    ])
  })

  test('tells that mongod is down', async () => {
    const { results } = await play(1, [boot(), { do: 'put', file: 'mongods/db-0.db.zone' }, { do: 'pulse' }])
    expect(results[2]?.metrics.map(metric).slice(0, 2)).toEqual(['mongod_up 0', 'member_state_ok 0'])
  })
})
