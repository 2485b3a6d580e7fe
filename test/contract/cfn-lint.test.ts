import { beforeAll, expect, test } from '@jest/globals'
import { goldenFile } from '../support/golden-stacks.js'
import { goldenNames, goldenText, installLinters, lint } from './support.js'

beforeAll(installLinters, 180_000)

interface Finding {
  Filename: string
  Rule: { Id: string }
  Message: string
}

test('cfn-lint finds nothing in any golden stack', () => {
  const { status, stdout, stderr } = lint('scripts/cfn-lint', [
    '--format',
    'json',
    '--include-checks',
    'I',
    '--',
    ...goldenNames.map(goldenFile),
  ])
  expect({ findings: findings(stdout), stderr, status }).toEqual({ findings: [], stderr: '', status: 0 })
}, 60_000)

test('and would find a misspelt property', () => {
  const misspelt = goldenText('environment/dev').replace('EnableDnsSupport', 'EnableDnsSuport')
  const { stdout } = lint('scripts/cfn-lint', ['--format', 'json'], misspelt)
  expect(findings(stdout)).toContainEqual(expect.stringMatching(/^E3002 .*EnableDnsSuport/))
}, 60_000)

const findings = (stdout: string) => (JSON.parse(stdout || '[]') as Finding[]).map(({ Rule, Message }) => `${Rule.Id} ${Message}`)
