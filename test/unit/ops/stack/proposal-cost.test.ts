import { describe, expect, test } from '@jest/globals'
import { diffStacks } from '../../../../src/ops/preview/diff-stack.js'
import { proposeStack } from '../../../../src/ops/stack/propose-stack.js'
import { proposalCost } from '../../../../src/ops/stack/proposal-cost.js'
import type { Stack } from '../../../../src/ops/ports/cloudformation.js'
import { change, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const bodyOf = (...types: string[]) =>
  [
    'Parameters:\n  Size:\n    Type: String',
    'Resources:\n  Volume:\n    Type: AWS::EC2::Volume\n    Properties:\n      VolumeType: gp3\n      Size:\n        Ref: Size',
    ...types.map((type, i) => `  It${i}:\n    Type: ${type}`),
    '',
  ].join('\n')
const nat = 'AWS::EC2::NatGateway'

const proposal = (body: string, Size: string | undefined = '20') => ({
  ...{ stackName: 'shop-dev', body, tags: {} },
  parameters: { Size },
})

function setUp(template?: string, changes = [change('It0')]) {
  const before: Stack[] = template === undefined ? [] : [stack('shop-dev', { parameters: { Size: '20' } })]
  const calls: string[] = []
  const stacks = fakeStacks(calls, before, { templates: { 'shop-dev': template ?? '' }, changes: { 'shop-dev': changes } })
  const propose = (...of: Parameters<typeof proposal>) =>
    proposeStack(worldOf({ stacks, progress: fakeProgress([]) }), proposal(...of))
  const diff = async (...of: Parameters<typeof proposal>) => {
    const world = { stacks, cdnStacks: fakeStacks([]), progress: fakeProgress([]) }
    return (await diffStacks(world, [{ proposal: proposal(...of), notes: [] }])).stacks[0]
  }
  return { calls, propose, diff }
}

describe.each(['propose', 'diff'] as const)('%s', how => {
  test('tells what a new stack costs', async () => {
    const { cost } = (await setUp()[how](bodyOf(nat))) ?? {}
    expect(cost).toMatchObject({ after: { monthly: 34.45 }, change: { monthly: 34.45 } })
    expect(cost).not.toHaveProperty('before')
  })

  test('tells what an update adds', async () => {
    const { cost } = (await setUp(bodyOf())[how](bodyOf(nat))) ?? {}
    expect(cost).toMatchObject({ before: { monthly: 1.6 }, after: { monthly: 34.45 }, change: { monthly: 32.85 } })
  })

  test('takes a parameter that keeps its value for what it is', async () => {
    const { cost } = (await setUp(bodyOf())[how](bodyOf(nat), undefined)) ?? {}
    expect(cost).toMatchObject({ after: { monthly: 34.45, unknown: [] } })
  })

  test('tells nothing, and goes on, when what is deployed is a template that it cannot read', async () => {
    const result = await setUp('Resources: !Include {}')[how](bodyOf(nat))
    expect(result).toMatchObject({ changes: [change('It0')] })
    expect(result).not.toHaveProperty('cost')
  })

  test('tells nothing, and goes on, when what is to be deployed is one', async () => {
    const result = await setUp(bodyOf())[how]('Resources: [')
    expect(result).toMatchObject({ changes: [change('It0')] })
    expect(result).not.toHaveProperty('cost')
  })

  test('tells nothing of what is deployed as it is', async () => {
    expect(await setUp(bodyOf(), [])[how](bodyOf())).not.toHaveProperty('cost')
  })
})

test('a change set that changes nothing has no cost', async () => {
  expect(await setUp(bodyOf(), []).propose(bodyOf(nat))).not.toHaveProperty('cost')
})

test.each([
  ['a resource that is a text', 'Resources:\n  It: text\n'],
  ['a resource that is nothing', 'Resources:\n  It:\n'],
  ['a parameter without a type', 'Parameters:\n  Size: {}\nResources: {}\n'],
  ['a parameter that is nothing', 'Parameters:\n  Size:\nResources: {}\n'],
])('of %s nothing is told, and nothing is thrown', async (_, body) => {
  expect(await proposalCost(proposal(body))).toBeUndefined()
})
