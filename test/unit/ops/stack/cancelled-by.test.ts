import { expect, test } from '@jest/globals'
import { cancelledBy } from '../../../../src/ops/stack/cancelled-by.js'
import { event } from '../../../fakes/world.js'

const begun = event('shop-dev', 'UPDATE_IN_PROGRESS', { reason: 'User Initiated', token: 'mm-1-ann' })
const back = (token?: string, reason = 'User Initiated') =>
  event('shop-dev', 'UPDATE_ROLLBACK_IN_PROGRESS', { reason, ...(token === undefined ? {} : { token }) })
const failed = event('Queue', 'UPDATE_FAILED', { reason: 'no such key' })

test.each([
  ['by another mm', [begun, back('mm-2-ben-at-desk')], 'ben-at-desk'],
  ['by the same person', [begun, back('mm-2-ann')], 'ann'],
  ['in the console', [begun, back('Console-CancelUpdateStack-7f59c3cf-00d2')], 'somebody in the AWS console'],
  ['by the CLI, which gives a token of its own', [begun, back('2f1c')], 'somebody'],
  ['without a token', [begun, back()], 'somebody'],
  ['with the token of the update itself', [begun, back('mm-1-ann')], 'somebody'],
  [
    'nobody: a resource failed',
    [begun, failed, back('mm-1-ann', 'The following resource(s) failed to update: [Queue].')],
    undefined,
  ],
  ['nobody: it goes on, or is through', [begun], undefined],
  [
    'nobody: the rollback failed, and somebody went on with it',
    [
      begun,
      failed,
      back('mm-1-ann', 'The following resource(s) failed to update: [Queue].'),
      event('shop-dev', 'UPDATE_ROLLBACK_FAILED'),
      back('mm-2-ben'),
    ],
    undefined,
  ],
  ['nobody: the failure was kept at first', [begun, failed, event('shop-dev', 'UPDATE_FAILED'), back('mm-2-ben')], undefined],
])('an update is cancelled %s', (_, events, by) => {
  expect(cancelledBy(events)).toBe(by)
})
