import { describe, expect, test } from '@jest/globals'
import { parsedTemplate } from '../../../src/templates/parsed-template.js'

describe('a template is read as CloudFormation reads it', () => {
  test.each([
    ['YAML 1.1', 'A: yes\nB: 0o14\n', { A: true, B: '0o14' }, true],
    ['JSON', '{"A": {"Ref": "B"}}', { A: { Ref: 'B' } }, true],
    ['a short form, whose value only CloudFormation knows', 'A: !Ref B\n', { A: 'B' }, false],
  ])('%s', (_, text, value, plain) => {
    expect(parsedTemplate(text)).toEqual({ value, plain })
  })

  test.each([
    ['no YAML', 'A: [\n'],
    ['an alias of nothing', 'A: *b\n'],
  ])('or not at all: %s', (_, text) => {
    expect(parsedTemplate(text)).toBeUndefined()
  })

  test('once', () => {
    expect(parsedTemplate('A: 1\n')).toBe(parsedTemplate('A: 1\n'))
  })
})
