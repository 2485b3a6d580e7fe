import { describe, expect, test } from '@jest/globals'
import { boot, healthy, scenarios, users, type Action, type Outcome } from './scenario.js'

const play = scenarios()

/** With TLS there's more to do. */
const env = { TLS: 'require' }

/** The power goes before each thing that changes the world, and then the boot is taken up. */
async function cutEverywhere(
  members: 1 | 3,
  before: Action[],
  instance: 'reboot' | 'new',
  cut: (kill: number) => Action[],
  check: (outcome: Outcome) => void,
) {
  // A new instance has nothing of the old one's root disk: for it only what changed the world makes a difference.
  const worthwhile = (event?: string) => instance === 'reboot' || (event !== 'step' && !event?.startsWith('systemctl'))
  const [clean] = await play.cases(members, before, [cut(0).slice(0, 1)])
  expect(clean?.last.status).toBe(0)
  const events = clean?.last.events ?? []
  const moments = events.map((_, i) => i + 1).filter(kill => worthwhile(events[kill - 2]))
  const outcomes = await play.cases(members, before, moments.map(cut))
  outcomes.forEach((outcome, i) => {
    try {
      expect(outcome.results[0]?.status).toBe('SIGKILL')
      check(outcome)
    } catch (error) {
      throw new Error(`power cut before event ${moments[i]}, ${events[moments[i]! - 1]}: ${error as Error}`)
    }
  })
}

describe.each(['reboot', 'new'] as const)('after a power cut at any moment the next boot (%s) ends well:', instance => {
  test('the first of one member', async () => {
    await cutEverywhere(
      1,
      [],
      instance,
      kill => [boot(0, { kill, env }), boot(0, { instance, env })],
      outcome => expect(outcome).toMatchObject(healthy(1)),
    )
  }, 240_000)

  test('the first of the second of three', async () => {
    const rest: Action[] = [{ do: 'wait', seconds: 10 }]
    const before: Action[] = [boot(0, { env }), { do: 'write', docs: { a: 1 } }]
    await cutEverywhere(
      3,
      before,
      instance,
      kill => [boot(1, { kill, env }), boot(1, { instance, env }), ...rest],
      ({ last, nodes, volumes }) => {
        expect(last.status).toBe(0)
        expect(nodes['db-1']).toMatchObject({ state: 'SECONDARY', docs: { a: 1 }, users })
        expect(nodes['db-0']).toMatchObject({ state: 'PRIMARY' })
        expect(volumes['vol-0']?.hosts).toEqual(['db-0.db.zone:27017', 'db-1.db.zone:27017'])
        expect(volumes['vol-1']?.formats).toBe(1)
      },
    )
  }, 240_000)

  test('the first with TLS of one member that had none', async () => {
    await cutEverywhere(
      1,
      [boot(), { do: 'write', docs: { a: 1 } }],
      instance,
      kill => [boot(0, { kill, env: { TLS: 'allow' } }), boot(0, { instance, env: { TLS: 'allow' } })],
      outcome => expect(outcome).toMatchObject(healthy(1, { a: 1 })),
    )
  }, 240_000)

  test('a restore', async () => {
    const before: Action[] = [
      boot(0, { env }),
      { do: 'write', docs: { a: 1 } },
      { do: 'checkpoint' },
      { do: 'write', docs: { b: 2 } },
      { do: 'snapshot', name: 'snap-1' },
      { do: 'restore', from: 'snap-1', to: 2 },
    ]
    await cutEverywhere(
      1,
      before,
      instance,
      kill => [boot(0, { kill, env }), boot(0, { instance, env })],
      outcome => expect(outcome).toMatchObject(healthy(2, { a: 1, b: 2 }, 0)),
    )
  }, 240_000)
})
