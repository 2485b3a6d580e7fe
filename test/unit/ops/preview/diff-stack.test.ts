import { describe, expect, test } from '@jest/globals'
import { diffStacks } from '../../../../src/ops/preview/diff-stack.js'
import { MmError } from '../../../../src/errors.js'
import type { CheckedStack } from '../../../../src/ops/drift/tell-drift.js'
import type { ResourceChange, Stack } from '../../../../src/ops/ports/cloudformation.js'
import type { FoundDrift } from '../../../../src/ops/ports/drift.js'
import type { Preview } from '../../../../src/ops/preview/preview.js'
import { diffText } from '../../../../src/ui/report-diff.js'
import { change, drifted, fakeProgress, fakeStacks, stack } from '../../../fakes/world.js'

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
  drifts?: FoundDrift[]
  checked?: CheckedStack[]
}

async function diff({ before, template = body, changes = [], of = preview(), drifts = [], checked }: Story) {
  const calls: string[] = []
  const ofStack = <T>(what: T) => ({ 'shop-dev-web': what })
  const script = { templates: ofStack(template), changes: ofStack(changes), drifts: ofStack(drifts) }
  const stacks = fakeStacks(calls, before ? [before] : [], script)
  const cdnStacks = fakeStacks(calls)
  const checks = checked && { found: async () => checked }
  const result = await diffStacks({ stacks, cdnStacks, progress: fakeProgress([]) }, [of], checks)
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
    expect(diffText({ changed, drifted: 0, stacks })).toBe('shop-dev-web  as deployed')
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
    expect(diffText({ changed, drifted: 0, stacks })).toMatch(
      /differs from what is deployed\n\n--- a\/shop-dev-web[^]*1 to REPLACE/,
    )
  })

  test('a change that only CloudFormation sees is a change', async () => {
    expect(await diff({ before: deployed(), changes: [change('Topic', { action: 'update' })] })).toMatchObject({ changed: true })
  })

  describe('what was changed outside', () => {
    const before = deployed({ drift: { status: 'DRIFTED', checkedAt: 0 } })
    const found = [drifted('LogGroup')]

    test('is told as the last check found it, and is no change', async () => {
      const { changed, drifted: count, stacks, first, calls } = await diff({ before, drifts: found })
      expect(first?.drift).toMatchObject({ checkedNow: false, resources: [{ logicalId: 'LogGroup' }] })
      expect([changed, count]).toEqual([false, 0])
      expect(calls).toEqual(['propose shop-dev-web', 'drifts shop-dev-web'])
      expect(diffText({ changed, drifted: count, stacks })).toMatch(
        /^shop-dev-web {2}as deployed\n\n {2}changed outside .*\n {4}LogGroup /,
      )
    })

    test('is told as this look found it, and counted', async () => {
      const checked = [{ stack: before, scales: false, found, checkedAt: 0, checkedNow: true }]
      const { changed, drifted: count, first, calls } = await diff({ before, drifts: [drifted('Other')], checked })
      expect(first?.drift).toMatchObject({ checkedNow: true, resources: [{ logicalId: 'LogGroup' }] })
      expect([changed, count]).toEqual([false, 1])
      expect(calls).toEqual(['propose shop-dev-web'])
    })

    test('stands below what would change', async () => {
      const changes = [change('LogGroup', { action: 'update', properties: ['RetentionInDays'] })]
      const {
        changed,
        drifted: count,
        stacks,
      } = await diff({ before, drifts: found, changes, template: body.replace('SNS', 'SQS') })
      expect(diffText({ changed, drifted: count, stacks })).toMatch(
        /differs from what is deployed[^]*1 to update[^]*changed outside[^]*30 → 7 +is overwritten by this plan\n/,
      )
    })
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
