import { describe, expect, test } from '@jest/globals'
import type { RunningService } from '../../../../src/ops/ports/running.js'
import { givingUp } from '../../../../src/ops/rollout/give-up.js'
import { fakeClock, fakeProgress, worldOf } from '../../../fakes/world.js'

const crash = (id: string, taskDefinition = 'td:2') => ({
  task: { id, taskDefinition, createdAt: 1, stoppedAt: 2, containers: [{ name: 'web', exitCode: Number(id) }] },
  log: [],
})
const primary = { taskDefinition: 'td:2' } as RunningService

function giving() {
  const clock = fakeClock()
  const world = worldOf({ clock, progress: fakeProgress([]) })
  const gives = givingUp(world, { cluster: 'c', words: () => Promise.resolve() })
  const consider = (...crashes: ReturnType<typeof crash>[]) => gives.consider('web', { crashes, primary })
  return { clock, gives, consider }
}

describe('it is looked at more often', () => {
  test('for two minutes after each crash of the new revision: the next one may decide', async () => {
    const { clock, gives, consider } = giving()
    expect(gives.pace()).toBe(2000)
    await consider(crash('1'))
    await clock.sleep(119_000)
    expect(gives.pace()).toBe(750)
    await consider(crash('1'), crash('2'))
    await clock.sleep(119_000)
    expect(gives.pace()).toBe(750)
    await consider(crash('1'), crash('2'))
    await clock.sleep(2000)
    expect(gives.pace()).toBe(2000)
  })

  test('not for a crash of the old one', async () => {
    const { gives, consider } = giving()
    await consider(crash('1', 'td:1'))
    expect(gives.pace()).toBe(2000)
  })

  test('not when it is decided', async () => {
    const { gives, consider } = giving()
    await consider(crash('1'))
    gives.leave()
    expect(gives.pace()).toBe(2000)
  })
})
