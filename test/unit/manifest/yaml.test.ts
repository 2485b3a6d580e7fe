import { expect, test } from '@jest/globals'
import { readApp } from '../../../src/manifest/read-app.js'
import { mistakesOf } from './support.js'

const mistakes = (text: string) => mistakesOf(() => readApp({ file: 'mm/app.yml', text }))

test.each([
  [
    'a bracket that is not closed',
    'name: [shop\n',
    /line 2: Flow sequence in block collection/,
    'mend the indentation or the quotes there',
  ],
  ['a key that is there twice', 'name: a1\nname: b1\n', /line 2: Map keys must be unique/, 'keep one of the two'],
  ['a tab as indentation', 'tags:\n\tteam: a\n', /line 2: Tabs are not allowed as indentation/, 'indent with spaces'],
  [
    'two documents',
    'name: a1\n---\nname: b1\n',
    /line 2: Source contains multiple documents/,
    'keep one document: remove the line ---',
  ],
  ['an alias to nothing', 'name: *shop\n', /Unresolved alias/, 'write the value itself in place of the alias'],
])('%s', (_, text, told, fix) => {
  const mistake = mistakes(text)
  expect(mistake.code).toBe('BadYaml')
  expect(mistake.told).toMatch(/^mm\/app\.yml isn't valid YAML\n/)
  expect(mistake.told).toMatch(told)
  expect(mistake.fix).toEqual([fix])
})

test('aliases that would fill the memory are refused', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`)
  const mistake = mistakes(['l0: &l0 [a, a, a, a, a, a, a, a, a]', ...levels].join('\n'))
  expect(mistake.code).toBe('BadYaml')
  expect(mistake.told).toMatch(/Excessive alias count/)
})

test('every syntax error is told with its place', () => {
  expect(mistakes('name: "shop\nregion: [a\n').at.length).toBeGreaterThan(0)
  expect(mistakes('a: 1\na: 2\na: 3\n').at).toEqual(['2:1', '3:1'])
})
