import { expect, test } from '@jest/globals'
import { MmError } from '../../../src/errors.js'
import { lostSight } from '../../../src/ops/lost-sight.js'

const away = new MmError('NetworkUnreachable', 'away', { fix: ['check the network', 'run the same command again'], exitCode: 1 })

test('what goes on without mm is said, and how to go on watching', () => {
  expect(lostSight(away, { stackName: 'shop-dev', begun: true })).toMatchObject({
    code: 'NetworkUnreachable',
    details: {
      state: 'CloudFormation goes on with shop-dev; nothing was cancelled',
      fix: ['check the network', 'mm deploy attach shop-dev'],
    },
  })
})

test("before anything of it was seen nothing is claimed; what AWS said no to hasn't begun", () => {
  expect(lostSight(away, { stackName: 'shop-dev', begun: false })).toMatchObject({
    details: { state: "whether CloudFormation has begun with shop-dev isn't known" },
  })
  const denied = new MmError('AccessDenied', 'denied', { exitCode: 4 })
  expect(lostSight(denied, { stackName: 'shop-dev', begun: false })).toBe(denied)
  expect(lostSight(denied, { stackName: 'shop-dev', begun: true })).toMatchObject({ exitCode: 4 })
})

test('what says its state already, and a bug, stay as they are', () => {
  const interrupted = new MmError('Interrupted', 'interrupted', { state: 'goes on' })
  for (const error of [interrupted, new TypeError('bug')]) {
    expect(lostSight(error, { stackName: 'shop-dev', begun: true })).toBe(error)
  }
})
