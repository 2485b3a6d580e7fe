import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import type { Template } from '../../../src/templates/cfn.js'
import { render } from '../../../src/templates/render.js'
import { goldenStacks } from '../../support/golden-stacks.js'

const withOutput = (value: string): Template => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'd',
  Parameters: {},
  Resources: {},
  Outputs: { Text: { Value: value } },
})

// What YAML 1.1 takes for a truth value, a number in base 60, 10, 8 or 16, a date, nothing, or a type of its own.
test.each([
  'on',
  'off',
  'yes',
  'n',
  '12:30',
  '1_000',
  '0123',
  '0x1F',
  '1e3',
  '.5',
  '2012-10-17',
  '~',
  '',
  '=',
  '<<',
  ' a',
  'a: b',
  '#a',
])('%j is still text for a reader of YAML 1.1', text => {
  expect(parse(render(withOutput(text)), { version: '1.1' })).toEqual(withOutput(text))
})

test.each(['a\nb', 'a\nb\n', 'a\n\n', '\n', '  a\n b\n', '$x "y" \\n\n'])('%j keeps its lines', text => {
  expect(parse(render(withOutput(text)), { version: '1.1' })).toEqual(withOutput(text))
})

test('any text is read back as it was, as a value and as a key, at any depth', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.stringMatching(/^[-+.\d_:eExX~=<>!&*?|%@`'"#, \n\t{}[\]yYnNoOTtZ]{0,12}$/),
  )
  fc.assert(
    fc.property(unit, fc.stringMatching(/^[!-~]{1,10}$/), (text, key) => {
      const template = {
        ...withOutput(text),
        Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { [key]: [text, { [key]: text }, [text]] } } },
      }
      expect(parse(render(template as Template), { version: '1.1' })).toEqual(template)
    }),
    { numRuns: 2000 },
  )
})

test('scripts are readable blocks, and nothing is folded', () => {
  const long = 'word '.repeat(100).trim()
  expect(render(withOutput('#!/bin/bash\necho\n'))).toContain('Value: |\n      #!/bin/bash\n      echo\n')
  expect(render(withOutput(long))).toContain(`Value: ${long}\n`)
})

test('an object that is used twice is written twice: CloudFormation knows no aliases', () => {
  const shared = { Ref: 'A' }
  expect(render({ ...withOutput(''), Outputs: { A: { Value: shared }, B: { Value: shared } } })).not.toMatch(/[&*]a1/)
})

test.each(Object.entries(goldenStacks()))('%s reads back as what was rendered', (_, template) => {
  expect(parse(render(template), { version: '1.1' })).toEqual(template)
  expect(render(template)).toBe(render(template))
})

test('names one after the other are as many lines as they need, and are read back as they were', () => {
  const names = Array.from({ length: 20 }, (_, i) => `elasticloadbalancing:DescribeSomething${i}`)
  const policy = {
    Statement: [
      { Action: names, Resource: '*' },
      { Action: names.slice(0, 8) },
      { Action: ['no', 'on', '1', '2', 'x', 'y', '*', '-'] },
    ],
  }
  const template = { ...withOutput('x'), Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { Policy: policy } } } }
  const text = render(template as Template)
  expect(parse(text, { version: '1.1' })).toEqual(template)
  expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(180)
  expect(text.split('\n').filter(line => line.includes('Describe')).length).toBeGreaterThan(8)
})
