import { expect, test } from '@jest/globals'
import { serviceNames } from '../../../../src/workspace/inspect/names.js'

const names = (...folders: string[]) => [...serviceNames(folders, 'My Shop').values()]

test.each([
  [
    ['frontend', 'backend'],
    ['frontend', 'backend'],
  ],
  [['.'], ['my-shop']],
  [
    ['apps/web', 'packages/api'],
    ['web', 'api'],
  ],
  [
    ['api/server', 'web/server'],
    ['api-server', 'web-server'],
  ],
  [
    ['a/x/server', 'b/x/server'],
    ['a-x-server', 'b-x-server'],
  ],
  [['services/Order_API'], ['order-api']],
  [
    ['shared', 'environments'],
    ['shared-app', 'environments-app'],
  ],
  [
    ['1st', '99'],
    ['st', 'app'],
  ],
  [
    ['a.b', 'a-b'],
    ['a-b', 'a-b-2'],
  ],
  [[`${'long-'.repeat(9)}name`], ['long-long-long-long-long-l']],
])('%j', (folders, expected) => {
  expect(names(...folders)).toEqual(expected)
})

test('every name is one that a manifest takes', () => {
  const long = 'x'.repeat(40)
  for (const name of names(long, `a/${long}`, `b/${long}`, '...', 'ÄÖ', '-x-'))
    expect(name).toMatch(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/)
  expect(new Set(names(long, `a/${long}`, `b/${long}`, '...', 'ÄÖ', '-x-')).size).toBe(6)
})
