import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { writeNewFiles } from '../../../src/workspace/write-files.js'
import { repository, type Repository } from '../../support/repository.js'

let repo: Repository
let outside: Repository
beforeEach(() => {
  repo = repository({ 'README.md': 'mine\n' }, { git: false })
  outside = repository({ 'theirs.txt': 'theirs\n' }, { git: false })
})
afterEach(() => {
  repo.remove()
  outside.remove()
})

const two = [
  { path: 'mm/app.yml', text: 'name: shop\n' },
  { path: 'mm/environments/dev/manifest.yml', text: 'name: dev\n' },
]
const nothing = { code: 'CannotWrite', exitCode: 1, details: expect.objectContaining({ state: 'nothing was written' }) }

test('writes every file, its folders, and nothing else', () => {
  writeNewFiles(repo.root, two)
  expect(repo.files()).toEqual({
    'README.md': 'mine\n',
    'mm/app.yml': 'name: shop\n',
    'mm/environments/dev/manifest.yml': 'name: dev\n',
  })
})

test('never overwrites a file, and takes back what came before it', () => {
  repo.write('mm/environments/dev/manifest.yml', 'edited\n')
  const before = repo.files()
  expect(() => writeNewFiles(repo.root, two)).toThrow(expect.objectContaining(nothing))
  expect(repo.files()).toEqual(before)
})

test('takes back folders, too', () => {
  repo.write('mm2', 'a file where a folder should be\n')
  expect(() => writeNewFiles(repo.root, [...two, { path: 'mm2/x.yml', text: '' }])).toThrow(
    expect.objectContaining({ ...nothing, details: expect.objectContaining({ why: expect.stringMatching(/^mm2/) }) }),
  )
  expect(readdirSync(repo.root).sort()).toEqual(['README.md', 'mm2'])
})

test('leaves a folder in which somebody else has put something', () => {
  mkdirSync(join(repo.root, 'mm'))
  repo.write('mm/notes.md', 'mine\n')
  repo.write('taken', '')
  expect(() => writeNewFiles(repo.root, [...two, { path: 'taken', text: '' }])).toThrow(expect.objectContaining(nothing))
  expect(repo.files()).toEqual({ 'README.md': 'mine\n', 'mm/notes.md': 'mine\n', taken: '' })
})

test('makes nothing behind a symbolic link that leads out of the repository', () => {
  symlinkSync(outside.root, join(repo.root, 'mm'))
  expect(() => writeNewFiles(repo.root, two)).toThrow(
    expect.objectContaining({ code: 'CannotWrite', message: 'mm/app.yml leads out of the repository' }),
  )
  expect(readdirSync(outside.root)).toEqual(['theirs.txt'])
})

test('does not write through a symbolic link in the place of a file', () => {
  mkdirSync(join(repo.root, 'mm'))
  symlinkSync(join(outside.root, 'new.yml'), join(repo.root, 'mm/app.yml'))
  expect(() => writeNewFiles(repo.root, two)).toThrow(expect.objectContaining(nothing))
  expect(existsSync(join(outside.root, 'new.yml'))).toBe(false)
})

test('a link to nowhere on the way is told as such', () => {
  symlinkSync(join(outside.root, 'gone'), join(repo.root, 'mm'))
  expect(() => writeNewFiles(repo.root, two)).toThrow(expect.objectContaining(nothing))
})
