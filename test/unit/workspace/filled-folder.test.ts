import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { leftBehind, refuseFilled } from '../../../src/workspace/filled-folder.js'

let root = ''
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'mm-filled-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const fill = (...names: string[]) => {
  for (const name of names) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), '')
  }
}

test('an empty folder and one that is not there may be written into', () => {
  expect(() => refuseFilled(root)).not.toThrow()
  expect(() => refuseFilled(join(root, 'not/there'))).not.toThrow()
})

test('what is in the folder is named, but not endlessly', () => {
  fill('b', 'a')
  expect(() => refuseFilled(root)).toThrow(
    expect.objectContaining({ code: 'FolderNotEmpty', exitCode: 2, details: expect.objectContaining({ why: 'a, b' }) }),
  )
  fill('c', 'd', 'e')
  expect(() => refuseFilled(root)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ why: 'a, b, c, 2 more' }) }),
  )
})

test('a file is no folder', () => {
  fill('file')
  for (const folder of ['file', 'file/below']) {
    expect(() => refuseFilled(join(root, folder))).toThrow(expect.objectContaining({ code: 'CannotWrite', exitCode: 1 }))
  }
})

test("what Terraform would read, too, is found; its own folder and other people's files aren't meant", () => {
  fill('a.tf', 'old.tf', 'adopt/old.tf', '.terraform/modules/x/main.tf', 'README.md', 'terraform.tfstate')
  expect(leftBehind(root, [join(root, 'a.tf')])).toEqual([join(root, 'adopt/old.tf'), join(root, 'old.tf')])
})
