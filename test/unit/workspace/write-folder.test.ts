import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { writeFolder } from '../../../src/workspace/write-folder.js'

let root = ''
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'mm-folder-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('the folder is made, files of the same names are replaced, others are left alone', () => {
  const folder = join(root, 'a/b')
  expect(writeFolder(folder, [{ name: 'x.yml', text: 'one' }])).toEqual([join(folder, 'x.yml')])
  writeFileSync(join(folder, 'mine.txt'), 'mine')
  writeFolder(folder, [{ name: 'x.yml', text: 'two' }])
  expect(readdirSync(folder).sort()).toEqual(['mine.txt', 'x.yml'])
  expect(readFileSync(join(folder, 'x.yml'), 'utf8')).toBe('two')
})

test('a name may begin with folders, which are made', () => {
  expect(writeFolder(root, [{ name: 'a/b/x.yml', text: 'one' }])).toEqual([join(root, 'a/b/x.yml')])
  expect(readFileSync(join(root, 'a/b/x.yml'), 'utf8')).toBe('one')
})

test('what is in the way is named, and nothing half-written is left', () => {
  mkdirSync(join(root, 'x.yml'))
  const write = () => writeFolder(root, [{ name: 'x.yml', text: 'one' }])
  expect(write).toThrow(expect.objectContaining({ code: 'CannotWrite', exitCode: 1 }))
  expect(readdirSync(root)).toEqual(['x.yml'])
  writeFileSync(join(root, 'file'), '')
  expect(() => writeFolder(join(root, 'file'), [])).toThrow(expect.objectContaining({ code: 'CannotWrite' }))
})
