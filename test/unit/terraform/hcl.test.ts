import { describe, expect, test } from '@jest/globals'
import { expression, hcl, type Value } from '../../../src/terraform/hcl.js'

const written = (value: Value) => hcl([{ set: { x: value } }]).slice('x = '.length, -1)

describe('a string', () => {
  test.each([
    ['plain: text', '"plain: text"'],
    ['', '""'],
    ['${a}', '"$${a}"'],
    ['$${a}', '"$$${a}"'],
    ['%{if x}', '"%%{if x}"'],
    ['100 % {of} $', '"100 % {of} $"'],
    ['"quoted" \\ back', '"\\"quoted\\" \\\\ back"'],
    ['two\nlines\tand\r', '"two\\nlines\\tand\\r"'],
    ['\u0001\u007f\u2028', '"\\u0001\\u007f\\u2028"'],
    ['grüße 🛒', '"grüße 🛒"'],
  ])('%j is written as %s', (text, expected) => expect(written(text)).toBe(expected))
})

test('numbers, truth, lists, empty maps and expressions', () => {
  expect(written(20)).toBe('20')
  expect(written(true)).toBe('true')
  expect(written(['a', '${b}', expression('aws.cdn')])).toBe('["a", "$${b}", aws.cdn]')
  expect(written({})).toBe('{}')
  expect(written(expression('aws_x.y.outputs["Z"]'))).toBe('aws_x.y.outputs["Z"]')
})

test('keys of a map are sorted, and quoted when they are no identifiers', () => {
  expect(written({ b: '1', 'mm:app': '2', 'a-b': '3', '1st': '4', '${c}': '5' })).toBe(
    ['{', '  "$${c}"  = "5"', '  "1st"    = "4"', '  a-b      = "3"', '  b        = "1"', '  "mm:app" = "2"', '}'].join('\n'),
  )
})

test('blocks, comments, and signs of equality below each other', () => {
  expect(
    hcl([
      { comment: 'about a\nin two lines' },
      {
        type: 'resource',
        labels: ['aws_x', 'a'],
        body: [
          { set: { name: 'a', m: { k: 'v' }, longer: 1 } },
          { type: 'lifecycle', body: [{ set: { prevent_destroy: true } }] },
        ],
      },
      { comment: 'about b' },
      { type: 'import', body: [{ set: { id: 'b' } }] },
    ]),
  ).toBe(`# about a
# in two lines
resource "aws_x" "a" {
  name   = "a"
  longer = 1

  m = {
    k = "v"
  }

  lifecycle {
    prevent_destroy = true
  }
}

# about b
import {
  id = "b"
}
`)
})
