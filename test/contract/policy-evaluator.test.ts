import { describe, expect, test } from '@jest/globals'
import { isAllowed, type Statement } from './policy-evaluator.js'

const volume = 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-1'
const allow = (more: Partial<Statement>): Statement => ({
  Effect: 'Allow',
  Action: 'ec2:AttachVolume',
  Resource: volume,
  ...more,
})
const request = { action: 'ec2:AttachVolume', resource: volume }

describe('an action is allowed', () => {
  test.each([
    ['that is named', {}],
    ['in another case', { Action: 'EC2:attachvolume' }],
    ['by a wildcard', { Action: ['ec2:Attach*'] }],
    ['on every resource', { Resource: '*' }],
    ['on resources of a kind', { Resource: ['arn:aws:ec2:*:111122223333:volume/*'] }],
  ])('%s', (_, more) => expect(isAllowed([allow(more)], request)).toBe(true))
})

describe('an action is not allowed', () => {
  test.each<[string, Statement[]]>([
    ['that nothing names', []],
    ['by another one', [allow({ Action: 'ec2:DetachVolume' })]],
    ['on another resource', [allow({ Resource: `${volume}0` })]],
    ['in another account', [allow({ Resource: 'arn:aws:ec2:*:444455556666:volume/*' })]],
    ['by a wildcard that would have to reach over a colon', [allow({ Resource: 'arn:aws:*:volume/*' })]],
    ['that is denied besides', [allow({}), allow({ Effect: 'Deny', Resource: '*' })]],
  ])('%s', (_, statements) => expect(isAllowed(statements, request)).toBe(false))
})

describe('a condition', () => {
  const tagged = allow({ Condition: { StringEquals: { 'aws:ResourceTag/mm:db': 'db', 'aws:ResourceTag/mm:app': 'shop' } } })
  const asked = (statement: Statement, context: Record<string, string>) => isAllowed([statement], { ...request, context })

  test('is met when every key has one of its values', () => {
    expect(asked(tagged, { 'aws:ResourceTag/mm:db': 'db', 'aws:ResourceTag/mm:app': 'shop' })).toBe(true)
    expect(asked(tagged, { 'aws:ResourceTag/mm:db': 'db', 'aws:ResourceTag/mm:app': 'other' })).toBe(false)
  })
  test('is not met by a request without the key', () => {
    expect(asked(tagged, { 'aws:ResourceTag/mm:db': 'db' })).toBe(false)
  })
  test.each([
    ['ArnLike', 'arn:aws:ecs:eu-central-1:111122223333:*', 'arn:aws:ecs:eu-central-1:111122223333:task/x', true],
    ['ArnLike', 'arn:aws:ecs:eu-central-1:111122223333:*', 'arn:aws:ecs:us-east-1:111122223333:task/x', false],
    ['StringLike', 'mm/*', 'mm/shop', true],
    ['Bool', 'false', 'false', true],
    ['Bool', 'false', 'true', false],
  ])('%s %s of %s is %s', (operator, wanted, value, expected) => {
    expect(asked(allow({ Condition: { [operator]: { key: wanted } } }), { key: value })).toBe(expected)
  })
  test('IfExists is met by a request without the key', () => {
    expect(asked(allow({ Condition: { StringEqualsIfExists: { key: 'a' } } }), {})).toBe(true)
  })
  test.each([
    ['true', {}, true],
    ['true', { key: 'a' }, false],
    ['false', {}, false],
    ['false', { key: 'a' }, true],
  ])('Null %s of %j is %s', (wanted, context, expected) => {
    expect(asked(allow({ Condition: { Null: { key: wanted } } }), context)).toBe(expected)
  })
  test('with an operator that is not known here is an error', () => {
    expect(() => asked(allow({ Condition: { NumericLessThan: { key: '1' } } }), { key: '0' })).toThrow('NumericLessThan')
  })
})

test('an element that is not known here is an error', () => {
  const statement = { ...allow({}), NotResource: volume }
  expect(() => isAllowed([statement], request)).toThrow('NotResource')
})
