import { describe, expect, test } from '@jest/globals'
import { boot, healthy, scenarios, users, type Action, type Faults } from './scenario.js'

const play = scenarios()
/** One document in the checkpoint, one in the oplog only; the third came after the snapshot. */
const docs = { a: 1, b: 2 }
const history: Action[] = [
  { do: 'write', docs: { a: 1 } },
  { do: 'checkpoint' },
  { do: 'write', docs: { b: 2 } },
  { do: 'snapshot', name: 'snap-1' },
  { do: 'write', docs: { late: 3 } },
]
const restored: Action[] = [boot(), ...history, { do: 'restore', from: 'snap-1', to: 2 }]
const three: Action[] = [boot(0), boot(1), boot(2), { do: 'wait', seconds: 10 }, ...history, { do: 'wait', seconds: 10 }]
const refused = 78

describe('a restore of one member', () => {
  test('brings back all that was acknowledged before the snapshot, and nothing later', async () => {
    const outcome = await play(1, [...restored, boot()])
    expect(outcome).toMatchObject(healthy(2, docs, 0))
    expect(outcome.last.signals).toEqual(['0'])
    expect(outcome.volumes['vol-0g2']?.notes).not.toHaveProperty('.mm-restore')
  })

  test.each(['again', 'reboot', 'new'])('is done once: the next boot (%s) keeps what was written since', async instance => {
    const outcome = await play(1, [...restored, boot(), { do: 'write', docs: { c: 4 } }, boot(0, { instance })])
    expect(outcome).toMatchObject(healthy(2, { ...docs, c: 4 }, 0))
    expect(outcome.last.events.filter(event => /alone|recover|drop|initiate/.test(event))).toEqual([])
  })

  test('gives the users the passwords of today', async () => {
    const admin = { username: 'mmadmin', password: 'another' }
    const { last, nodes } = await play(1, [
      ...restored,
      { do: 'put', file: 'secrets/admin', text: JSON.stringify(admin) },
      boot(),
    ])
    expect(last.status).toBe(0)
    expect(nodes['db-0']?.users).toEqual({ ...users, mmadmin: { ...users.mmadmin, pwd: 'another' } })
  })

  test('can be done again from a snapshot of the restored data', async () => {
    const again: Action[] = [
      { do: 'write', docs: { c: 4 } },
      { do: 'snapshot', name: 'snap-2' },
      { do: 'restore', from: 'snap-2', to: 3 },
    ]
    expect(await play(1, [...restored, boot(), ...again, boot()])).toMatchObject(healthy(3, { ...docs, c: 4 }, 0))
  })

  test('can be done from a snapshot that was taken in the midst of a restore', async () => {
    const { last } = await play(1, [...restored, boot()])
    const dropped = last.events.indexOf('drop local') + 2
    const midst: Action[] = [
      boot(0, { kill: dropped }),
      { do: 'snapshot', name: 'snap-2' },
      { do: 'restore', from: 'snap-2', to: 3 },
    ]
    expect(await play(1, [...restored, ...midst, boot()])).toMatchObject(healthy(3, docs, 0))
  })
})

describe('a restore is refused', () => {
  test('when its generation has been set up before: the others hold newer data', async () => {
    const lost: Action = { do: 'loseVolume', member: 0, volume: 'vol-0again', from: 'snap-1' }
    const { last, volumes } = await play(1, [...restored, boot(), lost, boot()])
    expect(last).toMatchObject({ status: refused, signals: ['1'] })
    expect(last.log).toContain('generation 2 has been set up before: restore snap-1 as the next one')
    expect(volumes['vol-0again']?.notes['.mm-generation']).toBe('1')
  })

  test('from a snapshot of a member that had not copied all data yet', async () => {
    const slow: Action = { do: 'put', file: 'sync-ticks', text: '9999' }
    const { last } = await play(3, [
      boot(0),
      slow,
      boot(1),
      { do: 'snapshot', member: 1, name: 'snap-1' },
      { do: 'restore', from: 'snap-1', to: 2 },
      boot(0),
    ])
    expect(last).toMatchObject({ status: refused })
    expect(last.log).toContain('snap-1 was taken before its member had the whole data')
  })

  test('when its data is of a version that cannot be opened', async () => {
    const { last } = await play(1, [...restored, boot(0, { env: { MONGO_VERSION: '7.0.25' } })])
    expect(last).toMatchObject({ status: refused })
    expect(last.events.join()).not.toMatch(/(start|enable) mongod/)
  })
})

describe('a restore of three members', () => {
  test('begins with member 0 alone; the others copy its data', async () => {
    const outcome = await play(3, [
      ...three,
      { do: 'stop', member: 1 },
      { do: 'stop', member: 2 },
      { do: 'restore', from: 'snap-1', to: 2 },
      boot(0),
      boot(1),
      boot(2),
      { do: 'wait', seconds: 10 },
    ])
    expect(outcome.results.map(({ status }) => status).filter(status => status !== undefined)).toEqual([0, 0, 0, 0, 0, 0])
    for (const node of Object.values(outcome.nodes)) expect(node).toMatchObject({ docs, users, set: outcome.nodes['db-0']?.set })
    expect(outcome.volumes['vol-0g2']?.hosts).toHaveLength(3)
  })

  test('is safe from members that were left running: neither joins the other', async () => {
    const { last, nodes, volumes } = await play(3, [
      ...three,
      { do: 'restore', from: 'snap-1', to: 2 },
      boot(0),
      { do: 'wait', seconds: 30 },
    ])
    expect(last.status).toBe(0)
    expect(nodes['db-0']).toMatchObject({ state: 'PRIMARY', docs })
    expect(volumes['vol-0g2']?.hosts).toEqual(['db-0.db.zone:27017'])
    expect(nodes['db-1']?.set).not.toBe(nodes['db-0']?.set)
    expect(nodes['db-1']?.docs).toEqual({ ...docs, late: 3 })
  })

  test('member 1 does not join before member 0 has been restored', async () => {
    const { last, volumes } = await play(3, [...three, { do: 'restore', from: 'snap-1', to: 2 }, boot(1)])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(last.log).toContain('generation 2 is not set up yet (found: 1)')
    expect(volumes['vol-1g2']?.formats).toBe(0)
  })
})

describe('a restore whose step fails never passes for done, and is taken up', () => {
  const another = JSON.stringify({ username: 'mmadmin', password: 'another' })
  test.each<[string, Faults]>([
    ['mongod does not start to apply the oplog', { 'start mongod to recover': 'fail' }],
    ['mongod cannot be ended', { 'stop mongod': 'fail 1' }],
    ['mongod crashes when it is ended', { 'stop mongod': 'crash 1' }],
    ['mongod does not start alone', { 'start mongod alone': 'fail' }],
    ['local cannot be dropped', { 'drop local': 'IllegalOperation' }],
    ['local is still there', { 'drop local': 'ignored' }],
    ['the administrator cannot be changed', { 'update user mmadmin': 'InternalError' }],
    ['the administrator is not changed', { 'update user mmadmin': 'ignored' }],
    ['the application cannot be changed', { 'update user app': 'InternalError' }],
    ['mongod does not start', { 'start mongod': 'fail' }],
    ['the set cannot be initiated', { initiate: 'InternalError' }],
    ['the set is not there', { initiate: 'ignored' }],
    ['the marker cannot be written', { 'aws ssm put-parameter': 'denied' }],
  ])('%s', async (_, faults) => {
    const changed: Action = { do: 'put', file: 'secrets/admin', text: another }
    // A volume from a snapshot has no note of its own: the first boot makes it, and must be able to.
    const noted: Action = { do: 'put', file: 'markers/volumes/vol-0g2', text: 'formatted' }
    const { results, last, nodes, volumes } = await play(1, [
      ...restored,
      changed,
      noted,
      boot(0, { faults }),
      boot(0, { instance: 'again' }),
    ])
    expect(results.at(-2)).toMatchObject({ status: 1, signals: [], initialised: '1', notes: { '.mm-generation': '1' } })
    expect(last).toMatchObject({ status: 0, signals: ['0'] })
    expect(nodes['db-0']).toMatchObject({ state: 'PRIMARY', docs })
    expect(volumes['vol-0g2']?.notes['.mm-generation']).toBe('2')
  })
})
