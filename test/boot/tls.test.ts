import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { bootScript } from '../../src/templates/generated/boot-script.js'
import { boot, healthy, scenarios, users, type Action, type Outcome } from './scenario.js'

const play = scenarios()
const docs = { a: 1 }
const written: Action = { do: 'write', docs }
const settled: Action = { do: 'wait', seconds: 10 }
const by = (tls: string, more: object = {}) => ({ env: { TLS: tls }, ...more })
const three = (tls: string, more: object = {}): Action[] => [0, 1, 2].map(member => boot(member, by(tls, more)))
const steps = ['allow', 'prefer', 'require']
const inService = ['PRIMARY', 'SECONDARY', 'SECONDARY']
const states = ({ nodes }: Outcome) =>
  Object.values(nodes)
    .map(({ state }) => state)
    .sort()

describe('the first boot', () => {
  test.each(steps)('of one member with %s', async tls => {
    const outcome = await play(1, [boot(0, by(tls)), written])
    expect(outcome).toMatchObject(healthy(1, docs))
    const { nodes, markers } = outcome
    expect(nodes['db-0']?.tls).toMatchObject({ mode: `${tls}TLS`, bits: '600', anonymous: true, old: false })
    expect(nodes['db-0']?.tls?.authority.trim()).toBe(markers['db/ca'])
    expect(Object.keys(markers).sort()).toEqual(['db/ca', 'db/initialised', 'volumes/vol-0'])
  })

  test('without TLS publishes nothing', async () => {
    const { nodes, markers } = await play(1, [boot()])
    expect(nodes['db-0']).not.toHaveProperty('tls')
    expect(markers).not.toHaveProperty('db/ca')
  })

  test('of three with require: one authority, a certificate for each name', async () => {
    const outcome = await play(3, [...three('require'), written, settled])
    expect(outcome.results.map(({ status }) => status)).toEqual([0, 0, 0, undefined, undefined])
    expect(states(outcome)).toEqual(inService)
    const { nodes, markers } = outcome
    const ca = new X509Certificate(markers['db/ca']!)
    Object.entries(nodes).forEach(([name, { tls, docs: held }]) => {
      const own = new X509Certificate(tls!.certificate)
      expect(held).toEqual(docs)
      expect(own.verify(ca.publicKey)).toBe(true)
      expect(own.publicKey.equals(ca.publicKey)).toBe(false)
      expect(own.subjectAltName).toBe(`DNS:${name}.db.zone, DNS:localhost, IP Address:127.0.0.1`)
      expect(own.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])
      expect([ca, own].map(each => new Date(each.validTo).getFullYear() > new Date().getFullYear() + 98)).toEqual([true, true])
    })
  })

  test('leaves no key on the disk or among the arguments but the one that mongod reads', async () => {
    const outcome = await play(3, three('require'))
    expect(outcome.results.flatMap(({ leaks }) => leaks)).toEqual([])
    const spoken = [...outcome.arguments, ...outcome.results.flatMap(({ calls }) => calls)]
    expect(spoken.filter(each => each.startsWith('req '))).toHaveLength(4)
    expect(spoken.join('\n')).not.toMatch(/seed-of|PRIVATE KEY/)
  })
})

describe('a later boot', () => {
  test.each(['again', 'reboot', 'new'])('(%s) keeps the authority', async instance => {
    const before = await play(1, [boot(0, by('require')), written])
    const outcome = await play(1, [boot(0, by('require')), written, boot(0, by('require', { instance }))])
    expect(outcome).toMatchObject(healthy(1, docs))
    expect(outcome.results[0]?.events.filter(event => event.startsWith('ssm put-parameter /mm/db/ca'))).toHaveLength(1)
    expect(outcome.last.events).not.toContainEqual(expect.stringContaining('/mm/db/ca'))
    // Each world makes its certificate at another moment, and yet of the same key.
    const keys = [before, outcome].map(({ markers }) =>
      new X509Certificate(markers['db/ca']!).publicKey.export({ type: 'spki', format: 'pem' }),
    )
    expect(keys[0]).toBe(keys[1])
  })

  test('of a replaced member of three joins by TLS, also with a blank disk', async () => {
    const lost: Action[] = [{ do: 'loseVolume', member: 1 }, boot(1, by('require')), settled]
    const outcome = await play(3, [...three('require'), written, settled, ...lost])
    expect(outcome.last.status).toBe(0)
    expect(outcome.nodes['db-1']).toMatchObject({ docs, state: 'SECONDARY' })
  })

  test('of a restored member has the authority that clients trust', async () => {
    const restore: Action[] = [
      { do: 'snapshot', name: 'snap-1' },
      { do: 'restore', from: 'snap-1', to: 2 },
    ]
    const outcome = await play(1, [boot(0, by('require')), written, ...restore, boot(0, by('require'))])
    expect(outcome).toMatchObject(healthy(2, docs, 0))
    expect(outcome.last.events).not.toContainEqual(expect.stringContaining('/mm/db/ca'))
    expect(outcome.nodes['db-0']?.tls?.authority.trim()).toBe(outcome.markers['db/ca'])
  })
})

describe('step by step', () => {
  const up = ['false', ...steps]

  test.each([
    ['up', up],
    ['down', up.toReversed()],
  ])(
    '%s, one member at a time, three members stay one set',
    async (_, modes) => {
      const actions: Action[] = [...three(modes[0]!), written, settled]
      for (const mode of modes.slice(1)) {
        for (const member of [0, 1, 2]) actions.push(boot(member, by(mode)), settled)
        const outcome = await play(3, actions)
        expect(outcome.results.filter(({ status }) => status !== undefined && status !== 0)).toEqual([])
        expect(states(outcome)).toEqual(inService)
        expect(Object.values(outcome.nodes).map(({ docs: held }) => held)).toEqual([docs, docs, docs])
      }
    },
    180_000,
  )

  test.each([
    ['false', 'prefer'],
    ['allow', 'require'],
  ])('a jump from %s to %s tears the set apart', async (from, to) => {
    const later: Action = { do: 'write', member: 1, docs: { b: 2 } }
    const { nodes } = await play(3, [...three(from), written, settled, boot(0, by(to)), settled, later, settled])
    expect(nodes['db-2']?.docs).toEqual({ a: 1, b: 2 })
    expect(nodes['db-0']?.docs).toEqual({ a: 1 })
  })

  test('one member', async () => {
    const outcome = await play(1, [boot(), written, ...steps.map(tls => boot(0, by(tls)))])
    expect(outcome).toMatchObject(healthy(1, docs))
  })
})

describe('the certificate of the authority', () => {
  test('that another member publishes at the same time is the one that is taken', async () => {
    // The answer that it's there arrives late.
    const { markers } = await play(1, [boot(0, by('require'))])
    const theirs: Action = { do: 'put', file: 'markers/db/ca', text: markers['db/ca']! }
    const outcome = await play(1, [theirs, boot(0, by('require', { faults: { 'aws ssm get-parameter': 'unseen 1' } }))])
    expect(outcome).toMatchObject(healthy(1))
    expect(outcome.markers['db/ca']).toBe(markers['db/ca'])
    expect(outcome.last.events).toContain('ssm put-parameter /mm/db/ca')
  })

  test('that is published and cannot be seen yet is read at the next attempt', async () => {
    const late = boot(0, by('require', { faults: { 'aws ssm get-parameter': 'unseen 2' } }))
    const { last, nodes } = await play(1, [late])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(last.log).toContain("/mm/db/ca can't be read yet")
    expect(nodes).toEqual({})
    const outcome = await play(1, [late, boot(0, by('require', { instance: 'again' }))])
    expect(outcome).toMatchObject(healthy(1))
    expect(outcome.last.events).not.toContainEqual(expect.stringContaining('/mm/db/ca'))
    expect(outcome.nodes['db-0']?.tls?.authority.trim()).toBe(outcome.markers['db/ca'])
  })

  test.each(['throttled 1', 'timed-out 1', 'answer-lost 1'])('is published once when AWS is %s', async mode => {
    const outcome = await play(1, [boot(0, by('require', { faults: { 'aws ssm put-parameter': mode } }))])
    expect(outcome).toMatchObject(healthy(1))
    expect(outcome.nodes['db-0']?.tls?.authority.trim()).toBe(outcome.markers['db/ca'])
  })

  test.each(['denied', 'timed-out'])('that cannot be published (%s) lets nothing start', async mode => {
    const { last, nodes, volumes } = await play(1, [boot(0, by('require', { faults: { 'aws ssm put-parameter': mode } }))])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(last.log).toContain('failed: make the certificate')
    expect(nodes).toEqual({})
    expect(volumes['vol-0']?.formats).toBe(0)
  })

  test.each(['no certificate', '-----BEGIN CERTIFICATE-----'])('is refused when it is %p', async text => {
    const { last, nodes } = await play(1, [{ do: 'put', file: 'markers/db/ca', text }, boot(0, by('require'))])
    expect(last).toMatchObject({ status: 78, signals: ['1'] })
    expect(last.log).toContain("refused: /mm/db/ca isn't the certificate of the authority in ca: delete the parameter")
    expect(nodes).toEqual({})
  })

  test("is refused when it's of another seed", async () => {
    const seed: Action = { do: 'put', file: 'secrets/ca', text: JSON.stringify({ seed: 'another' }) }
    const { last } = await play(1, [boot(0, by('require')), seed, boot(0, by('require'))])
    expect(last).toMatchObject({ status: 78, signals: ['1'] })
  })

  test('of a secret that a rollback took away is no matter to the next secret', async () => {
    const next: Action = { do: 'put', file: 'secrets/ca-next', text: JSON.stringify({ seed: 'another' }) }
    const env = { TLS: 'allow', CA_SECRET: 'ca-next', CA_MARKER: 'ca-ca-next' }
    const before = [boot(), written, boot(0, by('allow')), boot()]
    const outcome = await play(1, [...before, next, boot(0, { env })])
    expect(outcome).toMatchObject(healthy(1, docs))
    const { nodes, markers } = outcome
    expect(nodes['db-0']?.tls?.authority.trim()).toBe(markers['db/ca-ca-next'])
    expect(new X509Certificate(markers['db/ca']!).verify(new X509Certificate(markers['db/ca-ca-next']!).publicKey)).toBe(false)
  })

  test('cannot be made of a seed whose number is out of range', async () => {
    const script = bootScript.replace(/setPrivateKey\(.*\)\n/, "setPrivateKey('f'.repeat(64), 'hex')\n")
    expect(script).not.toBe(bootScript)
    const { last } = await play(1, [boot(0, by('require'))], script)
    expect(last).toMatchObject({ status: 78, signals: ['1'] })
    expect(last.log).toContain('refused: no key can be made of ca')
  })

  test('that openssl cannot make fails the boot', async () => {
    const { last, nodes } = await play(1, [boot(0, by('require', { faults: { 'openssl req': 'fail' } }))])
    expect(last).toMatchObject({ status: 1, signals: [] })
    expect(nodes).toEqual({})
  })
})

test('the pulse speaks TLS', async () => {
  const { results } = await play(1, [boot(0, by('require')), { do: 'pulse' }])
  expect(results[1]?.metrics.join()).toMatch(/mongod_up,Value=1.*member_state_ok,Value=1.*replication_lag_seconds,Value=0/)
})

test('an instance that fails while its mongod answers by TLS asks for no replacement', async () => {
  const faults = { reconfigure: 'InvalidReplicaSetConfig' }
  const { last } = await play(3, [boot(0, by('require')), boot(1, by('require', { faults, uptime: 3700 }))])
  expect(last.status).toBe(1)
  expect(last.calls.join()).not.toContain('set-instance-health')
})

test('users are those of a set without TLS', async () => {
  const { nodes } = await play(1, [boot(0, by('require'))])
  expect(nodes['db-0']?.users).toEqual(users)
})
