import { describe, expect, test } from '@jest/globals'
import { capacityPlatform } from '../../../src/manifest/capacity-platform.js'
import { readService } from '../../../src/manifest/read-service.js'
import { shellWords } from '../../../src/manifest/shell-words.js'
import { environment } from '../../support/values.js'
import { mistakesOf } from './support.js'

const read = (lines: string) =>
  readService({ file: 'f', text: `name: api\ntype: Backend Service\nimage: {port: 80}\n${lines}\n` }, 'dev')

test.each<[string, string[] | undefined]>([
  ['node server.js', ['node', 'server.js']],
  ['  node\tserver.js\n', ['node', 'server.js']],
  [`sh -c 'echo "$HOME" && sleep 1'`, ['sh', '-c', 'echo "$HOME" && sleep 1']],
  ['say "two words" one\\ word', ['say', 'two words', 'one word']],
  ['a"b c"\'d e\'f', ['ab cd ef']],
  [`"a \\"b\\" \\n"`, ['a "b" \\n']],
  ["''", ['']],
  ['', []],
  [`"open`, undefined],
  ["it's", undefined],
  ['end\\', undefined],
])('%j is split into %j', (line, words) => {
  expect(shellWords(line)).toEqual(words)
})

describe("the container's own check", () => {
  test("has Copilot's defaults", () => {
    const { containerCheck } = readService(
      { file: 'f', text: 'name: api\ntype: Backend Service\nimage: {port: 80, healthcheck: {command: ./up}}\n' },
      'dev',
    )
    expect(containerCheck).toEqual({ command: ['CMD-SHELL', './up'], interval: 10, retries: 2, timeout: 5, startPeriod: 0 })
  })

  test.each([
    ['{command: [curl, localhost]}', /^f: image\.healthcheck\.command is .*: it must begin with CMD or CMD-SHELL/],
    ['{command: [CMD]}', /it must begin with CMD or CMD-SHELL/],
    ['{interval: 10s}', /^f: image\.healthcheck\.command is missing/],
    ['{command: x, retries: 11}', /image\.healthcheck\.retries is 11: it must be a whole number from 1 to 10/],
    ['{command: x, timeout: 61s}', /image\.healthcheck\.timeout is "61s": it must be a duration from 2s to 60s/],
  ])('%s is a mistake', (check, told) => {
    const text = `name: api\ntype: Backend Service\nimage:\n  port: 80\n  healthcheck: ${check}\n`
    expect(mistakesOf(() => readService({ file: 'f', text }, 'dev')).told).toMatch(told)
  })
})

test.each([
  ['command: "it\'s"', '4:1', /^f: command is "it's": it must be a command whose quotes are closed/, 'command: node server.js'],
  ['entrypoint: []', '4:1', /^f: entrypoint is \[\]: it must have a word/, 'entrypoint: [docker-entrypoint.sh]'],
  [
    'exec: true\nstorage: {readonly_fs: true}',
    '4:1',
    /^f: exec and storage\.readonly_fs exclude each other: exec's agent must write/,
    'exec: false',
  ],
  ['exec: {enabled: true}', '4:8', /there is no key exec\.enabled/, 'enable: true'],
  [
    'alarms: {response_time: fast}',
    '4:10',
    /^f: alarms\.response_time is "fast": it must be a time above 0/,
    'response_time: 2s',
  ],
  ['alarms: {http_5xx: 0}', '4:10', /^f: alarms\.http_5xx is 0: it must be a whole number from 1/, 'http_5xx: 10'],
])('%j is a mistake', (lines, at, told, fix) => {
  const mistakes = mistakesOf(() => read(lines))
  expect(mistakes.at).toContain(at)
  expect(mistakes.told).toMatch(told)
  expect(mistakes.fix.join('\n')).toContain(fix)
})

test.each([
  ['t4g.medium', 'linux/arm64'],
  ['r7gd.large', 'linux/arm64'],
  ['m7i.large', 'linux/x86_64'],
  ['g5.xlarge', 'linux/x86_64'],
])('instances of type %s run %s', (instance, platform) => {
  expect(capacityPlatform(environment({ capacity: { type: 'ec2', instance, min: 1, max: 2 } }))).toBe(platform)
})

test('Fargate runs both', () => {
  expect(capacityPlatform(environment())).toBeUndefined()
})
