import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { isNewer, versionOf, withVersion, withoutVersion } from '../../../../src/ops/stack/template-version.js'
import { version } from '../../../../src/version.js'

const body = 'AWSTemplateFormatVersion: "2010-09-09"\nResources: {}\n'
const by = (other: string) => `${body}Metadata:\n  mm: "${other}"\n`

test('a template tells which mm wrote it', () => {
  expect(parse(withVersion(body))).toMatchObject({ Metadata: { mm: version }, Resources: {} })
  expect(versionOf(withVersion(body))).toBe(version)
  expect(withoutVersion(withVersion(body))).toBe(body)
})

test('one of before it was noted, or of another tool, tells nothing', () => {
  expect(versionOf(body)).toBeUndefined()
  expect(isNewer(body)).toBe(false)
  expect(versionOf(`${by('1.0.0')}Outputs: {}\n`)).toBeUndefined()
  expect(versionOf('{"Metadata": {"mm": "1.0.0"}}')).toBeUndefined()
  expect(versionOf('')).toBeUndefined()
})

test.each([
  ['0.0.9', false],
  [version, false],
  ['0.10.0', true],
  ['99.0.0', true],
  ['99.0.0-rc.1', true],
])('of %s and this one the newer: %s', (other, newer) => {
  expect(isNewer(by(other))).toBe(newer)
})

test("what isn't a version is no reason to stop", () => {
  expect(isNewer(by('the newest'))).toBe(false)
})
