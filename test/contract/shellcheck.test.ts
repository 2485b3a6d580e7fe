import { beforeAll, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { goldenStack, installLinters, lint } from './support.js'
import { userDataOf } from '../unit/templates/user-data-of.js'

beforeAll(installLinters, 180_000)

const shellcheck = (text: string) => lint('.local/venv/bin/shellcheck', ['--shell=bash', '-'], text)

test('shellcheck finds nothing in the boot script', () => {
  const path = fileURLToPath(new URL('../../src/templates/database/boot.sh', import.meta.url))
  expect(shellcheck(readFileSync(path, 'utf8'))).toMatchObject({ status: 0, stdout: '' })
})

test('nor in the user data as an instance gets it', () => {
  expect(shellcheck(userDataOf(goldenStack('database/dev')))).toMatchObject({ status: 0, stdout: '' })
})

test('and would find a variable that is never set', () => {
  expect(shellcheck('#!/bin/bash\necho "$nothing"\n').stdout).toContain('SC2154')
})
