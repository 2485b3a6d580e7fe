import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { rolloutRecord } from '../../../../src/ops/rollout/record.js'
import { records } from '../../../../src/workspace/records.js'
import { fakeClock, fakeProgress } from '../../../fakes/world.js'

const task = { id: 'arn:aws:ecs:x:1:task/c/0123456789ab', taskDefinition: 'd', containers: [{ name: 'web', exitCode: 1 }] }
const crash = { task, log: ['one', 'two'] }

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mm-record-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const recordOf = (said: string[] = []) =>
  rolloutRecord({ records, clock: fakeClock(), progress: fakeProgress(said) }, { root, service: 'web' })

test('a crashed task is kept with its last lines, in a folder that git ignores', () => {
  const record = recordOf()
  expect(record.folder).toBeUndefined()
  record.ended(crash)
  expect(record.folder).toBe('.mm/deploys/20261124-120000-web')
  const read = (name: string) => readFileSync(join(root, record.folder ?? '', name), 'utf8')
  expect(read('task-01234567.log')).toBe('one\ntwo\n')
  expect(JSON.parse(read('task-01234567.json'))).toEqual(task)
  expect(readFileSync(join(root, '.mm/.gitignore'), 'utf8')).toBe('*\n')
})

test('what is known later takes the place of it, and lines that are known are never erased', () => {
  const record = recordOf()
  const read = (name: string) => readFileSync(join(root, record.folder ?? '', name), 'utf8')
  record.ended({ task: { ...task, containers: [{ name: 'web' }] }, log: [] })
  expect(existsSync(join(root, record.folder ?? '', 'task-01234567.log'))).toBe(false)
  record.ended(crash)
  record.ended({ task, log: [...crash.log, 'three'] })
  expect(read('task-01234567.log')).toBe('one\ntwo\nthree\n')
  record.ended({ task, log: [] })
  expect(read('task-01234567.log')).toBe('one\ntwo\nthree\n')
  expect(JSON.parse(read('task-01234567.json'))).toEqual(task)
})

test("a disk that doesn't take it is told of once, and fails nothing", () => {
  writeFileSync(join(root, '.mm'), 'a file is in the way')
  const said: string[] = []
  const record = recordOf(said)
  record.ended(crash)
  record.ended(crash)
  expect(said).toEqual([expect.stringContaining("info: what is seen can't be kept")])
  expect(record.folder).toBeUndefined()
  expect(existsSync(join(root, '.mm/deploys'))).toBe(false)
})
