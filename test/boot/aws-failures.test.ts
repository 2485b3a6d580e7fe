import { describe, expect, test } from '@jest/globals'
import { bootScript } from '../../src/templates/generated/boot-script.js'
import { boot, healthy, scenarios, type Action } from './scenario.js'

const play = scenarios()

/** What a boot asks of AWS, and what must go before for it to ask. */
const asked: Record<string, { before?: Action[]; more?: object }> = {
  'ec2 describe-volumes': {},
  'ec2 attach-volume': {},
  'ec2 describe-network-interfaces': {},
  'ec2 attach-network-interface': {},
  'secretsmanager get-secret-value': {},
  'ssm get-parameter': {},
  'ssm put-parameter': {},
  'ec2 describe-instances': { before: [boot()], more: { previous: { state: 'terminated', holds: true } } },
  'ec2 detach-volume': { before: [boot()], more: { previous: { state: 'terminated', holds: true } } },
}
/** Asked by a boot that has failed already, and by the pulse. */
const others = ['autoscaling set-instance-health', 'cloudwatch put-metric-data', 'ec2 describe-snapshots']

test('every call of the script is tried here', () => {
  const calls = [...bootScript.matchAll(/\b(?:aws|ask) ([a-z0-9]+ [a-z]+(?:-[a-z]+)+)/g)].map(([, call]) => call)
  expect([...new Set(calls)].sort()).toEqual([...Object.keys(asked), ...others].sort())
})

describe.each(Object.entries(asked))('%s', (call, { before = [], more = {} }) => {
  const fault = (mode: string) => ({ faults: { [`aws ${call}`]: mode }, ...more })

  test.each(['throttled 1', 'timed-out 1', 'answer-lost 1'])('%s: asked again', async mode => {
    expect(await play(1, [...before, boot(0, fault(mode))])).toMatchObject(healthy(1))
  })

  test.each(['denied', 'timed-out'])('%s for ever: the boot fails, nothing is taken for a fact', async mode => {
    const { last, volumes, nodes, markers } = await play(1, [...before, boot(0, fault(mode))])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(last.log).toMatch(/failed: .* \(status 1\); systemd tries again/)
    // Only the note that a disk was formatted comes after mkfs.
    expect(volumes['vol-0']?.formats).toBe(before.length > 0 || call === 'ssm put-parameter' ? 1 : 0)
    expect(nodes).toEqual({})
    expect(markers['db/initialised']).toBe(before.length > 0 ? '1' : undefined)
    if (before.length > 0) expect(volumes['vol-0']?.holder).toBe('i-1')
  })

  test('denied, and allowed at the next attempt: it ends well', async () => {
    const actions = [...before, boot(0, fault('denied')), boot(0, { instance: 'again' })]
    expect(await play(1, actions)).toMatchObject(healthy(1))
  })
})

test('a lost volume is not formatted when AWS does not tell whether the database has had data', async () => {
  const faults = { 'aws ssm get-parameter': 'denied' }
  const { last, volumes } = await play(1, [boot(), { do: 'loseVolume', member: 0 }, boot(0, { faults })])
  expect(last.status).toBe(1)
  expect(volumes['vol-0new']?.formats).toBe(0)
})

test('an instance that may not ask for its replacement fails as it would have', async () => {
  const faults = { dnf: 'down', 'aws autoscaling set-instance-health': 'denied' }
  const { last } = await play(1, [boot(0, { faults, uptime: 3700 })])
  expect(last).toMatchObject({ status: 1, signals: [] })
})

test('a metadata service that does not answer fails the boot', async () => {
  expect((await play(1, [boot(0, { faults: { curl: 'down' } })])).last).toMatchObject({ status: 28, signals: [] })
})
