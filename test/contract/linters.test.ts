import { beforeAll, describe, expect, test } from '@jest/globals'
import { assemble } from '../../scripts/generate-boot-script.mjs'
import { goldenFile } from '../support/golden-stacks.js'
import { userDataOf } from '../unit/templates/user-data-of.js'
import { goldenNames, goldenStack, goldenText, installLinters, lint } from './support.js'

beforeAll(installLinters, 300_000)

describe('cfn-lint', () => {
  interface Finding {
    Rule: { Id: string }
    Message: string
  }
  const cfnLint = (args: string[], input = '') => {
    const { stdout, stderr } = lint('scripts/cfn-lint', ['--format', 'json', '--include-checks', 'I', ...args], input)
    const findings = (JSON.parse(stdout || '[]') as Finding[]).map(({ Rule, Message }) => `${Rule.Id} ${Message}`)
    return { findings, stderr }
  }

  test('finds nothing in any golden stack', () => {
    expect(cfnLint(['--', ...goldenNames.map(goldenFile)])).toEqual({ findings: [], stderr: '' })
  }, 60_000)

  test('would find a misspelt property', () => {
    const misspelt = goldenText('environment/dev').replace('EnableDnsSupport', 'EnableDnsSuport')
    expect(cfnLint([], misspelt).findings).toContainEqual(expect.stringMatching(/^E3002 .*EnableDnsSuport/))
  }, 60_000)
})

describe('shellcheck', () => {
  const shellcheck = (text: string) => lint('.local/venv/bin/shellcheck', ['--shell=bash', '-'], text)

  test('finds nothing in the boot script', () => {
    expect(shellcheck(assemble())).toMatchObject({ status: 0, stdout: '' })
  })

  test('nor in the user data as an instance gets it', () => {
    expect(shellcheck(userDataOf(goldenStack('database/dev')))).toMatchObject({ status: 0, stdout: '' })
  })

  test('would find a variable that is never set', () => {
    expect(shellcheck('#!/bin/bash\necho "$nothing"\n').stdout).toContain('SC2154')
  })
})
