import { describe, expect, test } from '@jest/globals'
import { chooseMember, newestOf, parseStanding, type Member } from '../../../../src/ops/database/member-standing.js'

const place = (seconds: number, increment = 1) => ({ seconds, increment })
const member = (index: number, state?: string, seconds = 100, increment = 1): Member => ({
  index,
  volumeId: `vol-${index}`,
  ...(state === undefined
    ? { silence: 'away' }
    : { standing: { state, optime: place(seconds, increment), newest: place(100, 5), fcv: '8.0' } }),
})

describe('the member that is chosen', () => {
  test.each<[string, number, Member[]]>([
    ['of equal secondaries is the last', 2, [member(0, 'PRIMARY'), member(1, 'SECONDARY'), member(2, 'SECONDARY')]],
    ['is the last also when the primary is another', 1, [member(0, 'SECONDARY'), member(1, 'SECONDARY'), member(2, 'PRIMARY')]],
    ['is the secondary that lags less', 1, [member(0, 'PRIMARY'), member(1, 'SECONDARY', 99), member(2, 'SECONDARY', 60)]],
    [
      'is further by a count within the second',
      1,
      [member(0, 'PRIMARY'), member(1, 'SECONDARY', 100, 3), member(2, 'SECONDARY', 100, 2)],
    ],
    ['is none that copies its first data', 1, [member(0, 'PRIMARY'), member(1, 'SECONDARY', 40), member(2, 'STARTUP2')]],
    ['is the primary when no other is well', 0, [member(0, 'PRIMARY'), member(1, 'RECOVERING'), member(2)]],
    ['is a secondary that is alone', 1, [member(0), member(1, 'SECONDARY'), member(2)]],
    ['is a silent one before those that are known to be ill', 1, [member(0, 'RECOVERING'), member(1), member(2, 'STARTUP2')]],
    ['is the first when all are known to be ill', 0, [member(0, 'RECOVERING'), member(1, 'ROLLBACK'), member(2, 'STARTUP2')]],
    ['is the first when none can be asked', 0, [member(0), member(1), member(2)]],
    ['is the only one', 0, [member(0, 'PRIMARY')]],
  ])('%s', (_, index, members) => expect(chooseMember(members)?.index).toBe(index))

  test('is nobody where there is none', () => expect(chooseMember([])).toBeUndefined())
})

test('the newest write is the newest that any member knows of', () => {
  expect(newestOf([member(0), member(1, 'SECONDARY', 90), member(2, 'SECONDARY', 80)])).toEqual(place(100, 5))
  expect(newestOf([member(0)])).toEqual(place(0, 0))
})

test.each([
  ['', undefined],
  ['mongosh: command not found', undefined],
  ['{}', undefined],
  ['null', undefined],
  ['{"state":"PRIMARY","optime":{"seconds":"1"},"newest":{},"fcv":"8.0"}', undefined],
  [
    '{"state":"PRIMARY","optime":{"seconds":7,"increment":1},"newest":{"seconds":7,"increment":1},"lag":0,"fcv":"8.0","version":"8.0.15"}\n',
    { state: 'PRIMARY', optime: place(7), newest: place(7), fcv: '8.0' },
  ],
])('the answer %j', (text, expected) => expect(parseStanding(text)).toEqual(expected))
