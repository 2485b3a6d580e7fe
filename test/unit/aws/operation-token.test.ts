import { afterEach, expect, test } from '@jest/globals'
import { operationToken } from '../../../src/aws/operation-token.js'

const before = { ...process.env }
afterEach(() => void (process.env = { ...before }))

test.each([
  ['ann', /^mm-[0-9a-z]+-ann$/],
  ['dependabot[bot]', /^mm-[0-9a-z]+-dependabot-bot$/],
  ['ä'.repeat(3), /^mm-[0-9a-z]+$/],
  ['x'.repeat(300), /^mm-[0-9a-z]+-x{100,}$/],
])('names who deploys (%s) in the letters that CloudFormation takes', (actor, shape) => {
  process.env['GITHUB_ACTOR'] = actor
  const token = operationToken()
  expect(token).toMatch(shape)
  expect(token).toMatch(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/)
})

test('outside of CI it is the user and the host', () => {
  delete process.env['GITHUB_ACTOR']
  delete process.env['GITLAB_USER_LOGIN']
  expect(operationToken()).toMatch(/^mm-[0-9a-z]+-.*at/)
})
