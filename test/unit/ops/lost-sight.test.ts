import { describe, expect, test } from '@jest/globals'
import { MmError, interruptedError } from '../../../src/errors.js'
import { inSight, stopIfInterrupted } from '../../../src/ops/lost-sight.js'
import { goesOn, notBegun } from '../../../src/ops/stack/sights.js'

const away = new MmError('NetworkUnreachable', 'away', { fix: ['check the network', 'run the same command again'], exitCode: 1 })
const watching = { signal: new AbortController().signal }
const interrupted = { signal: AbortSignal.abort() }
const lose = (error: unknown, world = watching, sight = goesOn('shop-dev')) =>
  inSight(world, sight, () => Promise.reject(error as Error)).catch((thrown: unknown) => thrown)

test('what is seen comes through', async () => {
  expect(await inSight(watching, goesOn('shop-dev'), async () => 'seen')).toBe('seen')
})

test('what goes on without mm is said, and how to go on watching', async () => {
  expect(await lose(away)).toMatchObject({
    ...{ code: 'NetworkUnreachable', message: 'away', exitCode: 1 },
    details: {
      state: 'CloudFormation goes on with shop-dev; nothing was cancelled',
      fix: ['check the network', 'mm deploy attach shop-dev', 'mm status'],
      goesOn: true,
    },
  })
})

test('what was not begun may be begun again', async () => {
  expect(await lose(away, watching, notBegun('shop-dev'))).toMatchObject({
    details: {
      state: 'nothing of shop-dev was changed',
      fix: ['check the network', 'run the same command again'],
      goesOn: false,
    },
  })
})

test('what it is may depend on how sight was lost', async () => {
  const sight = (error: unknown) => ({ state: `by ${(error as MmError).code}`, fix: [] })
  const lost = inSight(watching, sight, () => Promise.reject(away))
  await expect(lost).rejects.toMatchObject({ details: { state: 'by NetworkUnreachable' } })
})

describe('after a signal', () => {
  test.each([away, new Error('whatever broke because of it'), interruptedError()])('%s is an interruption', async error => {
    expect(await lose(error, interrupted)).toMatchObject({
      ...{ code: 'Interrupted', message: 'interrupted: mm no longer watches', exitCode: 130 },
      details: { state: 'CloudFormation goes on with shop-dev; nothing was cancelled', goesOn: true },
    })
  })

  test('before anything was begun, nothing is watched', async () => {
    expect(await lose(away, interrupted, notBegun('shop-dev'))).toMatchObject({ code: 'Interrupted', message: 'interrupted' })
  })

  test('a loop ends', () => {
    expect(() => stopIfInterrupted(watching.signal)).not.toThrow()
    expect(() => stopIfInterrupted(interrupted.signal)).toThrow(expect.objectContaining({ code: 'Interrupted', exitCode: 130 }))
  })
})

test('what says its state already, and a bug, stay as they are', async () => {
  const seen = new MmError('StackRolledBack', 'rolled back', { state: 'what was deployed before still serves' })
  for (const error of [seen, new TypeError('bug')]) expect(await lose(error)).toBe(error)
  expect(await lose(seen, interrupted)).toBe(seen)
})
