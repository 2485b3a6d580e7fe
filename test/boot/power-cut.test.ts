import { describe, expect, test } from '@jest/globals'
import { boot, healthy, scenarios, users, type Action } from './scenario.js'

const play = scenarios()

/** The power goes before each thing that changes the world, and then the boot is taken up. */
async function cutEverywhere(
  members: 1 | 3,
  before: Action[],
  cut: (kill: number) => Action[],
  check: (outcome: Awaited<ReturnType<typeof play>>) => void,
) {
  const { last } = await play(members, [...before, cut(0)[0]!])
  expect(last.status).toBe(0)
  for (let kill = 2; kill <= last.events.length; kill++) {
    const outcome = await play(members, [...before, ...cut(kill)])
    try {
      expect(outcome.results[before.length]?.status).toBe('SIGKILL')
      check(outcome)
    } catch (error) {
      throw new Error(`power cut before event ${kill}, ${last.events[kill - 1]}`, { cause: error })
    }
  }
}

describe.each(['reboot', 'new'] as const)('after a power cut at any moment the next boot (%s) ends well:', instance => {
  test('the first of one member', async () => {
    await cutEverywhere(
      1,
      [],
      kill => [boot(0, { kill }), boot(0, { instance })],
      outcome => expect(outcome).toMatchObject(healthy(1)),
    )
  }, 90_000)

  test('the first of the second of three', async () => {
    const rest: Action[] = [{ do: 'wait', seconds: 10 }]
    const before: Action[] = [boot(0), { do: 'write', docs: { a: 1 } }]
    await cutEverywhere(
      3,
      before,
      kill => [boot(1, { kill }), boot(1, { instance }), ...rest],
      ({ last, nodes, volumes }) => {
        expect(last.status).toBe(0)
        expect(nodes['db-1']).toMatchObject({ state: 'SECONDARY', docs: { a: 1 }, users })
        expect(nodes['db-0']).toMatchObject({ state: 'PRIMARY' })
        expect(volumes['vol-0']?.hosts).toEqual(['db-0.db.zone:27017', 'db-1.db.zone:27017'])
        expect(volumes['vol-1']?.formats).toBe(1)
      },
    )
  }, 90_000)

  test('a restore', async () => {
    const before: Action[] = [
      boot(),
      { do: 'write', docs: { a: 1 } },
      { do: 'checkpoint' },
      { do: 'write', docs: { b: 2 } },
      { do: 'snapshot', name: 'snap-1' },
      { do: 'restore', from: 'snap-1', to: 2 },
    ]
    await cutEverywhere(
      1,
      before,
      kill => [boot(0, { kill }), boot(0, { instance })],
      outcome => expect(outcome).toMatchObject(healthy(2, { a: 1, b: 2 }, 0)),
    )
  }, 90_000)
})
