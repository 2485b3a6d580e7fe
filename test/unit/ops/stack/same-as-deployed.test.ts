import { describe, expect, test } from '@jest/globals'
import type { Proposal, Stack } from '../../../../src/ops/ports/cloudformation.js'
import { sameAsDeployed } from '../../../../src/ops/stack/same-as-deployed.js'
import { withVersion } from '../../../../src/ops/stack/template-version.js'
import { stack } from '../../../fakes/world.js'

const body = 'Resources: {}\n'
const proposal: Proposal = {
  stackName: 'shop-dev',
  body,
  parameters: { App: 'shop', Zones: undefined },
  tags: { 'mm:app': 'shop' },
}
const deployed = stack('shop-dev', {
  status: 'UPDATE_COMPLETE',
  parameters: { App: 'shop', Zones: 'a,b' },
  tags: { 'mm:app': 'shop' },
})

const same = (proposed: Partial<Proposal> = {}, has: Partial<Stack> = {}, template = body) =>
  sameAsDeployed({ ...proposal, ...proposed }, { ...deployed, ...has }, template)

test('a stack with this template, parameters and tags needs no change set', () => {
  expect(same()).toBe(true)
  expect(same({ roleArn: 'arn:role' }, { roleArn: 'arn:role' })).toBe(true)
})

test('which mm wrote the template is no matter: CloudFormation takes no update of that alone', () => {
  expect(same({ body: withVersion(body) }, {}, `${body}Metadata:\n  mm: "0.0.1"\n`)).toBe(true)
  expect(same({ body: withVersion(body) })).toBe(true)
})

describe('CloudFormation is asked when', () => {
  test.each<[string, Partial<Proposal>, Partial<Stack>]>([
    ['a parameter has another value', { parameters: { App: 'other', Zones: undefined } }, {}],
    ['a parameter is new', { parameters: { ...proposal.parameters, Added: 'x' } }, {}],
    ['a parameter goes', { parameters: { App: 'shop' } }, {}],
    ['a parameter is hidden', {}, { parameters: { App: '****', Zones: 'a,b' } }],
    ['a tag differs', { tags: { 'mm:app': 'shop', team: 'shop' } }, {}],
    ['it is to work by another role', { roleArn: 'arn:role' }, {}],
    ['the last update was taken back', {}, { status: 'UPDATE_ROLLBACK_COMPLETE' }],
  ])('%s', (_, proposed, has) => {
    expect(same(proposed, has)).toBe(false)
  })

  test('the template differs', () => {
    expect(same({}, {}, 'Resources: {Topic: {}}\n')).toBe(false)
  })

  test('values are looked up at each update', () => {
    const looking = 'Parameters: {Ami: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"}}\n'
    expect(same({ body: looking }, {}, looking)).toBe(false)
  })
})
