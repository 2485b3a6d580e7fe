import { describe, expect, test } from '@jest/globals'
import { planFile, readPlanFile, refuseExceeding } from '../../../../src/ops/deploy-all/plan-file.js'
import type { ChangeSet } from '../../../../src/ops/ports/cloudformation.js'
import { change } from '../../../fakes/world.js'

const set = (stackName: string, more: Partial<ChangeSet> = {}): ChangeSet => ({
  ...{ stackName, stackId: 'id', id: 'arn:set', kind: 'update', changes: [change('Topic', { action: 'update' })] },
  ...more,
})

const planned = [
  set('shop-dev', { fingerprint: 'one' }),
  set('shop-dev-web', { kind: 'create', changes: [change('A'), change('B')] }),
]
const read = () => readPlanFile(JSON.stringify(planFile(planned)), 'p.json')

test('has the stacks that change, and survives the disk', () => {
  const written = planFile([...planned, set('idle', { changes: [] })])
  expect(readPlanFile(JSON.stringify(written), 'p.json')).toEqual(written)
  expect(written.stacks.map(({ stackName }) => stackName)).toEqual(['shop-dev', 'shop-dev-web'])
})

test.each([
  '',
  '{',
  '[]',
  'null',
  '{"plan":2,"stacks":[]}',
  '{"plan":1}',
  '{"plan":1,"stacks":[{}]}',
  '{"plan":1,"stacks":[null]}',
])('%j is no plan', text => {
  expect(() => readPlanFile(text, 'p.json')).toThrow(expect.objectContaining({ code: 'BadPlan', exitCode: 2 }))
})

describe('a deployment may do what was approved', () => {
  test.each<[string, ChangeSet[]]>([
    ['all of it', planned],
    ['less', [set('shop-dev-web', { changes: [change('A')] })]],
    ['nothing', [set('other', { changes: [] })]],
    [
      'what could only be foreseen, by values that came later',
      [set('shop-dev-web', { changes: [change('B')], fingerprint: 'two' })],
    ],
  ])('%s', (_, sets) => {
    expect(() => refuseExceeding(read(), sets)).not.toThrow()
  })
})

describe('a revision that is deployed again', () => {
  const redeploy = { taskDefinition: 'td:9', running: 'td:7', rollout: 'COMPLETED' }
  const again = set('shop-dev-web', { changes: [], redeploy })

  test('is in the plan, and may be when it is', () => {
    const plan = readPlanFile(JSON.stringify(planFile([again])), 'p.json')
    expect(plan.stacks).toEqual([{ stackName: 'shop-dev-web', changes: [], redeploy: 'td:9' }])
    expect(() => refuseExceeding(plan, [again])).not.toThrow()
    expect(() => refuseExceeding(plan, [set('shop-dev-web', { changes: [] })])).not.toThrow()
  })

  test.each<[string, ChangeSet[], string]>([
    ['the plan has nothing of the stack', [], "shop-dev-web isn't in the plan"],
    ['the plan has changes of the stack only', [set('shop-dev-web')], 'shop-dev-web: deploy td:9 again'],
    [
      'the plan has another revision',
      [{ ...again, redeploy: { ...redeploy, taskDefinition: 'td:8' } }],
      'shop-dev-web: deploy td:9 again',
    ],
  ])('exceeds it when %s', (_, planned, why) => {
    expect(() => refuseExceeding(planFile(planned), [again])).toThrow(
      expect.objectContaining({ code: 'PlanExceeded', details: expect.objectContaining({ why }) }),
    )
  })
})

describe('to take back what was changed outside', () => {
  const outside = (...paths: string[]) => ({ deleted: false, differences: paths.map(path => ({ path, actual: 'x' })) })
  const takingBack = (...paths: string[]) =>
    set('shop-dev-web', { changes: [change('LogGroup', { action: 'update', outside: outside(...paths) })] })
  const plan = readPlanFile(JSON.stringify(planFile([takingBack('RetentionInDays', 'Tags/0')], { revertDrift: true })), 'p.json')

  test('is in the plan, with what is taken back, and no value', () => {
    expect(plan).toEqual({
      plan: 1,
      revertDrift: true,
      stacks: [
        {
          stackName: 'shop-dev-web',
          changes: [
            { action: 'update', logicalId: 'LogGroup', type: 'AWS::SNS::Topic', takesBack: ['RetentionInDays', 'Tags/0'] },
          ],
        },
      ],
    })
    expect(planFile(planned)).not.toHaveProperty('revertDrift')
  })

  test.each([[['RetentionInDays', 'Tags/0']], [['Tags/0']], [[]]])('%j may be', paths => {
    expect(() => refuseExceeding(plan, [takingBack(...paths)])).not.toThrow()
  })

  test.each<[string, ReturnType<typeof planFile>, ChangeSet, string]>([
    ['another property', plan, takingBack('RetentionInDays', 'KmsKeyId'), 'shop-dev-web: take back KmsKeyId of LogGroup'],
    [
      'where the plan only updates',
      planFile([set('shop-dev-web', { changes: [change('LogGroup', { action: 'update' })] })]),
      takingBack('RetentionInDays'),
      'shop-dev-web: take back LogGroup',
    ],
    [
      'what was deleted since',
      plan,
      set('shop-dev-web', { changes: [change('LogGroup', { outside: { deleted: true, differences: [] } })] }),
      'shop-dev-web: create LogGroup',
    ],
    ['in a stack that the plan leaves alone', planFile(planned), takingBack('A'), 'shop-dev-web: update LogGroup'],
  ])('not %s', (_, of, now, why) => {
    expect(() => refuseExceeding(of, [now])).toThrow(
      expect.objectContaining({ code: 'PlanExceeded', details: expect.objectContaining({ why }) }),
    )
  })
})

describe('and nothing more:', () => {
  test.each<[string, ChangeSet[], RegExp]>([
    ['another stack', [set('shop-prod')], /shop-prod isn't in the plan/],
    ['another resource', [set('shop-dev', { changes: [change('Queue')], fingerprint: 'one' })], /shop-dev: create Queue/],
    ['another action', [set('shop-dev', { changes: [change('Topic', { action: 'replace' })] })], /replace Topic/],
    ['a restart', [set('shop-dev', { changes: [change('Topic', { action: 'update', restart: 'x' })] })], /update Topic/],
    ['other values', [set('shop-dev', { fingerprint: 'two' })], /shop-dev would get other values/],
  ])('not %s', (_, sets, why) => {
    expect(() => refuseExceeding(read(), sets)).toThrow(
      expect.objectContaining({
        code: 'PlanExceeded',
        details: expect.objectContaining({ why: expect.stringMatching(why) as unknown }) as unknown,
      }),
    )
  })
})
