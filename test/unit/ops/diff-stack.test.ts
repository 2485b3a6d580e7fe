import { describe, expect, test } from '@jest/globals'
import { diffStacks } from '../../../src/ops/diff-stack.js'
import { MmError } from '../../../src/errors.js'
import type { ResourceChange, Stack } from '../../../src/ops/ports/cloudformation.js'
import type { Preview } from '../../../src/ops/preview.js'
import { diffText } from '../../../src/ui/report-diff.js'
import { change, fakeProgress, fakeStacks, stack } from '../../fakes/world.js'

const body = 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n'
const preview = (more: Partial<Preview> = {}): Preview => ({
  proposal: { stackName: 'shop-dev-web', body, parameters: { App: 'shop', Image: 'new' }, tags: { 'mm:app': 'shop' } },
  notes: ['a word'],
  ...more,
})
const deployed = (more: Partial<Stack> = {}) =>
  stack('shop-dev-web', { parameters: { App: 'shop', Image: 'new' }, tags: { 'mm:app': 'shop' }, ...more })

interface Story {
  before?: Stack
  template?: string
  changes?: ResourceChange[]
  of?: Preview
}

async function diff({ before, template = body, changes = [], of = preview() }: Story) {
  const calls: string[] = []
  const script = { templates: { 'shop-dev-web': template }, changes: { 'shop-dev-web': changes } }
  const stacks = fakeStacks(calls, before ? [before] : [], script)
  const cdnStacks = fakeStacks(calls)
  const result = await diffStacks({ stacks, cdnStacks, progress: fakeProgress([]) }, [of])
  return { ...result, first: result.stacks[0], calls }
}

describe('of a stack that is not deployed', () => {
  test.each([
    ['there is none', undefined],
    ['an earlier creation failed', deployed({ status: 'ROLLBACK_COMPLETE' })],
  ])('all is new, and nothing is proposed or deleted: %s', async (_, before) => {
    const { changed, first, calls } = await diff(before ? { before } : {})
    expect(changed).toBe(true)
    expect(first).toMatchObject({ kind: 'create', changes: [change('Topic')], notes: ['a word'] })
    expect(first?.diff).toMatch(/^--- \/dev\/null\n\+\+\+ b\/shop-dev-web\.stack\.yml\n@@ -0,0 \+1,3 @@\n\+Resources:\n/)
    expect(calls).toEqual([])
  })
})

describe('of a deployed stack', () => {
  test('nothing differs', async () => {
    const { changed, stacks, first, calls } = await diff({ before: deployed() })
    expect([changed, first?.diff, calls]).toEqual([false, '', ['propose shop-dev-web']])
    expect(diffText({ changed, stacks })).toBe('shop-dev-web  as deployed')
  })

  test('template and parameters are compared, and CloudFormation is asked, by a change set that is taken back', async () => {
    const { changed, stacks, first, calls } = await diff({
      before: deployed({ parameters: { App: 'shop', Image: 'old' } }),
      template: body.replace('SNS', 'SQS'),
      changes: [change('Topic', { action: 'replace' })],
    })
    expect(changed).toBe(true)
    expect(calls).toEqual(['propose shop-dev-web', 'discard shop-dev-web'])
    expect(first?.diff).toContain('-    Type: AWS::SQS::Topic\n+    Type: AWS::SNS::Topic\n')
    expect(first?.diff).toContain('-    "Image": "old"\n+    "Image": "new"\n')
    expect(diffText({ changed, stacks })).toMatch(/differs from what is deployed\n\n--- a\/shop-dev-web[^]*1 to REPLACE/)
  })

  test('a change that only CloudFormation sees is a change', async () => {
    expect(await diff({ before: deployed(), changes: [change('Topic', { action: 'update' })] })).toMatchObject({ changed: true })
  })

  test("what lets through the distribution isn't shown", async () => {
    const of = preview()
    of.proposal.parameters = { App: 'shop', OriginToken: 'secret-2' }
    const { first } = await diff({ before: deployed({ parameters: { App: 'shop', OriginToken: 'secret-1' } }), of })
    expect(first?.diff).toBe('')
  })

  test('what a deployment would refuse is said', async () => {
    const changes = [change('Volume', { action: 'replace', type: 'AWS::EC2::Volume' })]
    const of = preview({ refuse: () => Promise.reject(new MmError('TrafficElsewhere', 'it takes requests away')) })
    const { first } = await diff({ before: deployed(), changes, of })
    expect(first?.notes).toEqual([
      'a word',
      'a deployment refuses this: the update of shop-dev-web would replace or delete what holds data',
      'a deployment refuses this: it takes requests away',
    ])
  })

  test.each([
    ['is being updated', deployed({ status: 'UPDATE_IN_PROGRESS' }), preview(), /is in UPDATE_IN_PROGRESS/],
    ['has an open parameter', deployed(), openPreview(), /without a value of Image$/],
  ])('no change set is made when it %s', async (_, before, of, note) => {
    const { first, calls } = await diff({ before, of })
    expect(calls).toEqual([])
    expect(first?.notes.at(-1)).toMatch(note)
    expect(first?.diff).toBe('')
  })
})

function openPreview(): Preview {
  const { proposal } = preview()
  return preview({ proposal: { ...proposal, parameters: { App: 'shop', Image: '' } } })
}

test("a distribution's stack is looked for in its own region", async () => {
  const { first } = await diff({ before: deployed(), of: preview({ cdn: true }) })
  expect(first).toMatchObject({ kind: 'create' })
})
