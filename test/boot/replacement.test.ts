import { describe, expect, test } from '@jest/globals'
import { boot, healthy, scenarios, type Action } from './scenario.js'

const play = scenarios()
const docs = { a: 1 }
const written: Action = { do: 'write', docs }
const three: Action[] = [boot(0), boot(1), boot(2), written, { do: 'wait', seconds: 10 }]
const refused = 78

describe('a new instance', () => {
  test('takes the volume over with all that was acknowledged', async () => {
    expect(await play(1, [boot(), written, boot()])).toMatchObject(healthy(1, docs))
  })

  test.each(['terminated', 'stopped'])('takes it by force from one that is %s', async state => {
    const outcome = await play(1, [boot(), written, boot(0, { previous: { state, holds: true } })])
    expect(outcome.last.events).toContain('ec2 detach-volume')
    expect(outcome.volumes['vol-0']?.holder).toBe('i-2')
    expect(outcome.last.status).toBe(0)
  })

  test.each(['running', 'shutting-down', 'stopping'])('never takes it from one that is %s', async state => {
    const { last, volumes } = await play(1, [boot(), boot(0, { previous: { state, holds: true } })])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(last.log).toContain(`vol-0 is held by i-1, which is ${state}`)
    expect(volumes['vol-0']?.holder).toBe('i-1')
    expect(last.events).not.toContain('ec2 detach-volume')
  })

  test('that could not boot for an hour asks to be replaced', async () => {
    const { last } = await play(1, [boot(0, { faults: { dnf: 'down' }, uptime: 3700 })])
    expect(last.calls.at(-1)).toMatch(/^autoscaling set-instance-health --instance-id i-1 --health-status Unhealthy/)
  })

  test('that is refused does not', async () => {
    const { last } = await play(1, [boot(), { do: 'loseVolume', member: 0 }, boot(0, { uptime: 3700 })])
    expect(last).toMatchObject({ status: refused, signals: ['1'] })
    expect(last.calls.join()).not.toContain('set-instance-health')
  })
})

describe('a lost volume', () => {
  test('of the only member is refused', async () => {
    const { last, volumes, nodes } = await play(1, [boot(), { do: 'loseVolume', member: 0 }, boot()])
    expect(last).toMatchObject({ status: refused, signals: ['1'] })
    expect(last.log).toContain('refused: vol-0new is blank, but the database has had data: restore a snapshot')
    expect(volumes['vol-0new']?.formats).toBe(0)
    expect(nodes).toEqual({})
  })

  test.each([0, 1, 2])('of member %i of three is filled by the others', async member => {
    const { last, volumes, nodes } = await play(3, [
      ...three,
      { do: 'loseVolume', member },
      boot(member),
      { do: 'wait', seconds: 10 },
    ])
    expect(last).toMatchObject({ status: 0, signals: ['0'] })
    expect(last.events).not.toContain('initiate')
    expect(volumes[`vol-${member}new`]?.formats).toBe(1)
    expect(nodes[`db-${member}`]).toMatchObject({ docs, set: nodes['db-1']?.set })
    expect(volumes['vol-1']?.hosts).toHaveLength(3)
  })

  test('is not formatted while one of the two others is gone', async () => {
    const { last, volumes } = await play(3, [...three, { do: 'stop', member: 1 }, { do: 'loseVolume', member: 0 }, boot(0)])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(last.log).toContain("vol-0new is blank, and the other members can't be asked for the data")
    expect(volumes['vol-0new']?.formats).toBe(0)
  })

  test('is not formatted when the others were never there: member 0 may hold the only copy', async () => {
    const { last, volumes, nodes } = await play(3, [boot(0), written, { do: 'loseVolume', member: 0 }, boot(0)])
    expect(last.status).toBe(1)
    expect(volumes['vol-0new']?.formats).toBe(0)
    expect(nodes).toEqual({})
  })

  test('that was formatted and whose first boot was cut short is taken up', async () => {
    const lost: Action[] = [...three, { do: 'loseVolume', member: 0 }]
    const { last } = await play(3, [...lost, boot(0)])
    const mkfs = last.events.indexOf('mkfs') + 1
    const {
      last: again,
      volumes,
      nodes,
    } = await play(3, [...lost, boot(0, { kill: mkfs + 1 }), boot(0), { do: 'wait', seconds: 10 }])
    expect(again.status).toBe(0)
    expect(volumes['vol-0new']?.formats).toBe(1)
    expect(nodes['db-0']).toMatchObject({ docs, set: nodes['db-1']?.set })
  })
})

describe('a disk', () => {
  const blank: [string, Action[], Action][] = [
    ['blkid says 3', [], boot(0, { faults: { blkid: '3' } })],
    ['blkid says 4', [], boot(0, { faults: { blkid: '4' } })],
    ['blkid says 8', [], boot(0, { faults: { blkid: '8' } })],
    ['it holds data that blkid does not know', [{ do: 'put', file: 'volumes/vol-0/device', text: 'something' }], boot()],
    [
      'it cannot be read',
      [
        { do: 'put', file: 'volumes/vol-0/device' },
        { do: 'put', file: 'volumes/vol-0/device/x', text: '' },
      ],
      boot(),
    ],
    ['it was made from a snapshot', [{ do: 'put', file: 'volumes/vol-0/snapshot', text: 'snap-1' }], boot()],
    ['a restore made it', [], boot(0, { env: { SNAPSHOT: 'snap-1' } })],
  ]
  test.each(blank)('is not formatted when %s', async (_, actions, last) => {
    const outcome = await play(1, [...actions, last])
    expect(outcome.last.status).not.toBe(0)
    expect(outcome.volumes['vol-0']?.formats).toBe(0)
    expect(outcome.nodes).toEqual({})
  })

  test('is formatted once, also when mkfs fails or its file system has gone', async () => {
    const failed = await play(1, [boot(0, { faults: { mkfs: 'failed' } }), boot(0, { instance: 'again' })])
    expect(failed).toMatchObject(healthy(1))
    const gone = await play(3, [...three, { do: 'put', file: 'volumes/vol-1/fs' }, boot(1)])
    expect(gone.last).toMatchObject({ status: refused })
    expect(gone.last.log).toContain('vol-1 was formatted before and has no file system now')
    expect(gone.volumes['vol-1']?.formats).toBe(1)
  })

  test.each<1 | 3>([1, 3])('whose data files have gone is refused (%i members)', async members => {
    const start = members === 1 ? [boot(), written] : three
    const { last, volumes } = await play(members, [...start, { do: 'put', file: 'volumes/vol-0/fs/db' }, boot()])
    expect(last).toMatchObject({ status: refused, signals: ['1'] })
    expect(last.log).toContain('vol-0 has lost its data files')
    expect(volumes['vol-0']?.files).toEqual([])
  })

  test('of another generation is refused without a snapshot to restore', async () => {
    const { last, volumes } = await play(1, [boot(), written, boot(0, { env: { GENERATION: '2' } })])
    expect(last).toMatchObject({ status: refused })
    expect(last.log).toContain('the data on vol-0 is of generation 1, not 2')
    expect(volumes['vol-0']?.notes['.mm-generation']).toBe('1')
  })
})

describe('the version of the data', () => {
  const start = (version: string) => [boot(0, { env: { MONGO_VERSION: version } }), written]

  test.each([
    ['8.0.15', '8.0.4'],
    ['8.0.4', '8.0.15'],
    ['7.0.25', '8.0.15'],
  ])('%s is opened by %s', async (from, to) => {
    const { last, volumes, nodes } = await play(1, [...start(from), boot(0, { env: { MONGO_VERSION: to } })])
    expect(last.status).toBe(0)
    expect(volumes['vol-0']?.notes['.mm-version']).toBe(to)
    expect(nodes['db-0']?.docs).toEqual(docs)
  })

  test.each([
    ['8.0.15', '7.0.25'],
    ['6.0.20', '8.0.15'],
    ['7.0.25', '9.0.1'],
  ])('%s is refused by %s', async (from, to) => {
    const { last, volumes } = await play(1, [...start(from), boot(0, { env: { MONGO_VERSION: to } })])
    expect(last).toMatchObject({ status: refused, signals: ['1'] })
    expect(last.log).toContain(`the data on vol-0 is of MongoDB ${from}, which ${to} can't open`)
    expect(volumes['vol-0']?.notes['.mm-version']).toBe(from)
  })
})
