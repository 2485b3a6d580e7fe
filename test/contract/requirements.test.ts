import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { packs, suppressed } from './suppressions.js'
import { goldenNames, goldenStack } from './support.js'

const page = fileURLToPath(new URL('../../docs/requirements.md', import.meta.url))
const text = readFileSync(page, 'utf8')
const sections = text.split(/^## /m).slice(1)

/** What a section names: files by link, and functions with the file after them. */
const links = (section: string) => [...section.matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path)
const functions = (section: string) =>
  [...section.matchAll(/`(\w+)` in\s+\[[^\]]+\]\(([^)]+\.ts)\)/g)].map(([, name = '', path = '']) => ({ name, path }))

const missing = (section: string) => links(section).filter(path => !existsSync(join(dirname(page), path)))
const absent = (section: string) =>
  functions(section).filter(({ name, path }) => {
    const file = join(dirname(page), path)
    return !existsSync(file) || !new RegExp(`^export (const|function) ${name}\\b`, 'm').test(readFileSync(file, 'utf8'))
  })

test('the requirements of the system are R1 to R15', () => {
  expect(sections.map(section => section.split(' ')[0])).toEqual(Array.from({ length: 15 }, (_, i) => `R${i + 1}`))
})

describe.each(sections.map(section => [section.split('\n')[0], section] as const))('%s', (_, section) => {
  test('says what makes it, what shows it and what is open', () => {
    for (const part of ['* made by', '* shown by', '* open: ']) expect(section).toContain(part)
  })
  test('names only what is there', () => {
    expect(missing(section)).toEqual([])
    expect(absent(section)).toEqual([])
  })
  test('names a test', () => expect(links(section).some(path => path.endsWith('.test.ts'))).toBe(true))
})

test('every way in which the loss of a zone is felt is listed', () => {
  const accepted = goldenNames.flatMap(name => suppressed(name, goldenStack(name), packs.zoneLoss).map(({ id }) => id))
  expect(accepted.length).toBeGreaterThan(0)
  const listed = sections.find(section => section.startsWith('R14'))?.match(/`ZONE\.[A-Z]+`/g) ?? []
  expect(listed.map(id => id.replaceAll('`', '')).sort()).toEqual([...new Set(accepted)].sort())
})

describe('what the test would find', () => {
  test('a file that is gone', () => expect(missing('[x](../src/nowhere.ts)')).toEqual(['../src/nowhere.ts']))
  test('a function that has another name now', () => {
    expect(absent('`tasks` in [x](../src/templates/render.ts)')).toEqual([{ name: 'tasks', path: '../src/templates/render.ts' }])
  })
})
