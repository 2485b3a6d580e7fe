import { describe, expect, test } from '@jest/globals'
import { MmError } from '../../../../src/errors.js'
import { readPackageJson } from '../../../../src/workspace/inspect/package-json.js'
import { pnpmGlobs, workspaceFolders } from '../../../../src/workspace/inspect/workspaces.js'

const read = (value: unknown) => readPackageJson('api/package.json', JSON.stringify(value, undefined, 2))

test('names, dependencies and the start script are seen with their lines', () => {
  const facts = read({
    name: '@shop/api',
    keywords: ['mongoose'],
    scripts: { start: 'next start -p 3100' },
    dependencies: { mongoose: '9.0.0', '@shop/db': 'workspace:*' },
    devDependencies: { vite: '7.0.0' },
  })
  expect(facts).toMatchObject({
    name: 'api',
    fullName: '@shop/api',
    mongo: { value: 'mongoose', file: 'api/package.json', line: 10, text: '"mongoose": "9.0.0",' },
    pages: { value: 'vite', line: 14 },
    start: { value: 'next start -p 3100', line: 7 },
    port: { value: 3100, line: 7 },
    dependencies: ['mongoose', '@shop/db'],
  })
})

test.each([
  ['PORT=4000 node server.js', 4000],
  ['next start --port=4001', 4001],
  ['cross-env PORT=4002 node .', 4002],
  ['node server.js', undefined],
])('the start script %s', (start, port) => {
  expect(read({ scripts: { start } }).port?.value).toBe(port)
})

test("MongoDB's driver among the development dependencies is for tests", () => {
  expect(read({ devDependencies: { mongodb: '7.0.0' } }).mongo).toBeUndefined()
})

test.each([[['packages/*']], [{ packages: ['packages/*'] }]])('workspaces %j', workspaces => {
  expect(read({ workspaces }).workspaces).toEqual(['packages/*'])
})

test('a byte order mark and Windows line ends are no mistake', () => {
  expect(readPackageJson('package.json', '\uFEFF{\r\n  "name": "shop"\r\n}\r\n').name).toBe('shop')
})

describe('a package.json that is not JSON is told by line and column', () => {
  test.each([
    ['{\n  "name": "shop",\n  "version" 1\n}\n', '3:13'],
    ['{"a": }', '1:7'],
    ['{"a": 1,}', '1:9'],
    ['{"a": [1, 2}', '1:12'],
    ["{'a': 1}", '1:2'],
    ['{"a": "two\nlines"}', '1:7'],
    ['{"a": tru}', '1:7'],
    ['{\n  "a": 1', '2:9'],
    ['', '1:1'],
    ['{"a": 1} x', '1:10'],
    ['<<<<<<< HEAD\n{}', '1:1'],
    ['[1]', '1:1'],
    ['"text"', '1:1'],
  ])('%j', (text, at) => {
    const error = (() => {
      try {
        return readPackageJson('package.json', text)
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(MmError)
    const { code, exitCode, details } = error as MmError
    expect({ code, exitCode }).toEqual({ code: 'BadPackageJson', exitCode: 2 })
    expect(details.at?.map(({ line, column }) => `${line}:${column}`)).toEqual([at])
  })
})

describe('a workspace', () => {
  const files = [
    'package.json',
    'web/package.json',
    'packages/api/package.json',
    'packages/lib/db/package.json',
    'packages/old/package.json',
    'packages/api/src/x.ts',
  ]

  test.each([
    [['packages/*'], ['packages/api', 'packages/old']],
    [
      ['./packages/*/', 'web'],
      ['web', 'packages/api', 'packages/old'],
    ],
    [
      ['packages/**', '!packages/old'],
      ['packages/api', 'packages/lib/db'],
    ],
    [['{web,packages/api}'], ['web', 'packages/api']],
    [['packages/a?i'], ['packages/api']],
    [['**'], ['web', 'packages/api', 'packages/lib/db', 'packages/old']],
    [['packages/a.i', '.'], []],
  ])('%j', (globs, folders) => {
    expect(workspaceFolders(globs, files)).toEqual(folders)
  })

  test("pnpm's file lists its packages", () => {
    expect(pnpmGlobs('pnpm-workspace.yaml', 'packages:\n  - "apps/*" # the services\n  - packages/*\n')).toEqual([
      'apps/*',
      'packages/*',
    ])
    expect(pnpmGlobs('pnpm-workspace.yaml', '')).toEqual([])
  })

  test("pnpm's file with a mistake is told by its place", () => {
    expect(() => pnpmGlobs('pnpm-workspace.yaml', 'packages:\n  - [a\n')).toThrow(
      expect.objectContaining({
        code: 'BadYaml',
        exitCode: 2,
        details: expect.objectContaining({ at: [expect.objectContaining({ file: 'pnpm-workspace.yaml', line: 3 })] }),
      }),
    )
  })
})
