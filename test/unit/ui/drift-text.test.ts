import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ResourceChange } from '../../../src/ops/ports/cloudformation.js'
import type { ChangedOutside, DriftedResource, StackDrift } from '../../../src/ops/ports/drift.js'
import { approve } from '../../../src/ui/approve.js'
import { changesText, summary } from '../../../src/ui/changes.js'
import { reportPlan } from '../../../src/ui/report-plan.js'
import { change } from '../../fakes/world.js'

const resource = (more: Partial<DriftedResource> = {}): DriftedResource => ({
  ...{ logicalId: 'LogGroup', type: 'AWS::Logs::LogGroup', deleted: false },
  differences: [{ path: 'RetentionInDays', expected: '30', actual: '7', fate: 'stays' }],
  ...more,
})
const driftOf = (...resources: DriftedResource[]): StackDrift => ({
  checkedAt: '2026-11-24T12:00:00.000Z',
  checkedNow: true,
  resources,
})
const set = (more: object = {}) => ({
  ...{ stackName: 'shop-dev-web', stackId: 'i', id: '', kind: 'update' as const, changes: [] as ResourceChange[] },
  ...more,
})
const shown = (more: object) => stripVTControlCharacters(changesText([set(more)])).split('\n')

let stdout: string
let stderr: string
const [toStdout, toStderr] = [process.stdout.write.bind(process.stdout), process.stderr.write.bind(process.stderr)]
beforeEach(() => {
  stdout = stderr = ''
  process.stdout.write = text => (stdout += stripVTControlCharacters(String(text))) !== ''
  process.stderr.write = text => (stderr += stripVTControlCharacters(String(text))) !== ''
})
afterEach(() => {
  process.stdout.write = toStdout
  process.stderr.write = toStderr
})

describe('what was changed outside stands below the table', () => {
  test('with the time of the look, and what takes it back', () => {
    const alarm = resource({
      logicalId: 'CpuAlarm',
      type: 'AWS::CloudWatch::Alarm',
      deleted: true,
      differences: [],
      fate: 'stays',
    })
    const lines = shown({ changes: [change('Topic')], drift: driftOf(resource(), alarm) })
    expect(lines.slice(2)).toEqual([
      '',
      expect.stringMatching(/^ {2}changed outside of CloudFormation, which looked at 2026-11-24 \d\d:\d\d [+-]\d\d:\d\d$/),
      '    LogGroup  Logs::LogGroup     RetentionInDays 30 → 7  stays as it is',
      '    CpuAlarm  CloudWatch::Alarm  deleted                 stays as it is',
      '    a deployment with --revert-drift takes it back',
    ])
  })

  test.each([
    ['overwritten', 'is overwritten by this plan', false],
    ['perhaps overwritten', 'may be overwritten: this plan updates the resource', true],
    ['goes', 'goes with this plan', false],
    ['fails', "this plan changes it, and fails: it isn't there", true],
  ] as const)('%s', (fate, words, takenBack) => {
    const lines = shown({ drift: driftOf(resource({ differences: [{ path: 'A', expected: 'b', actual: 'c', fate }] })) })
    expect(lines[3]).toBe(`    LogGroup  Logs::LogGroup  A b → c  ${words}`)
    expect(lines.length > 4).toBe(takenBack)
  })

  test('also of a stack of which nothing is to be done, and beside a revision that is deployed again', () => {
    expect(shown({ drift: driftOf(resource()) })[0]).toBe('shop-dev-web  nothing to be done')
    const redeploy = { taskDefinition: 'td:9', running: 'td:7', rollout: 'COMPLETED' }
    const lines = shown({ redeploy, drift: driftOf(resource()) })
    expect(lines[0]).toMatch(/nothing changed in the stack, but revision 7 runs/)
    expect(lines[3]).toMatch(/LogGroup/)
    expect(shown({ drift: { ...driftOf(), unknown: 3 } })).toEqual([''])
  })

  test('in values that are short, safe, or not shown', () => {
    const differences = [
      { path: 'Added/1', actual: 'x'.repeat(40), fate: 'stays' as const },
      { path: 'Removed', expected: '\u001b[1m', fate: 'stays' as const },
      { path: 'Token', hidden: true as const, fate: 'stays' as const },
      ...[4, 5, 6, 7].map(i => ({ path: `P${i}`, expected: 'a', actual: 'b', fate: 'stays' as const })),
    ]
    expect(
      shown({ drift: driftOf(resource({ differences })) })
        .slice(3, 9)
        .map(line => line.replace(/ +stays.*/, '').trim()),
    ).toEqual([
      `LogGroup  Logs::LogGroup  Added/1 (none) → ${'x'.repeat(31)}…`,
      'Removed \\x1b[1m → (none)',
      'Token (value not shown)',
      'P4 a → b',
      'P5 a → b',
      'and 2 more',
    ])
  })
})

describe('what is taken back stands in its row', () => {
  const rowOf = (more: Partial<ResourceChange>, outside: Partial<ChangedOutside> = {}) =>
    shown({
      changes: [
        change('LogGroup', {
          ...{ action: 'update', type: 'AWS::Logs::LogGroup', properties: ['RetentionInDays'] },
          outside: { deleted: false, differences: [{ path: 'RetentionInDays', expected: '30', actual: '7' }], ...outside },
          ...more,
        }),
      ],
    })[1]

  test.each<[string, Partial<ResourceChange>, Partial<ChangedOutside>, string]>([
    ['a property', {}, {}, '~ update  LogGroup  Logs::LogGroup  changed outside: RetentionInDays 30 → 7'],
    [
      'besides another one',
      { properties: ['KmsKeyId', 'RetentionInDays'] },
      {},
      '~ update  LogGroup  Logs::LogGroup  KmsKeyId; changed outside: RetentionInDays 30 → 7',
    ],
    [
      'one that becomes something else',
      {},
      { differences: [{ path: 'RetentionInDays', expected: '30', actual: '7', becomes: '60' }] },
      '~ update  LogGroup  Logs::LogGroup  changed outside: RetentionInDays 30 → 7, becomes 60',
    ],
    [
      'one whose values nobody tells',
      {},
      { differences: [] },
      '~ update  LogGroup  Logs::LogGroup  RetentionInDays; changed outside',
    ],
    [
      'one that AWS sets itself',
      {},
      { managed: ['DesiredCount'] },
      '~ update  LogGroup  Logs::LogGroup  changed outside: RetentionInDays 30 → 7; DesiredCount stays, as AWS sets it',
    ],
    [
      'what was deleted',
      { action: 'create', properties: [] },
      { deleted: true, differences: [] },
      '+ create  LogGroup  Logs::LogGroup  deleted outside, made anew',
    ],
    [
      'what is as the template now says',
      { action: 'sync' },
      { differences: [{ path: 'RetentionInDays', expected: '30', actual: '7', becomes: '7' }] },
      '= as it is  LogGroup  Logs::LogGroup  is so already: RetentionInDays 30 → 7, becomes 7',
    ],
  ])('%s', (_, more, outside, text) => {
    expect(rowOf(more, outside)?.trim()).toBe(text)
  })

  test('what is so already is counted as that', () => {
    expect(summary([change('A', { action: 'sync' }), change('B', { action: 'update' })])).toBe('1 to update, 1 as it is already')
  })

  test("what can't be taken back is said, and not promised", () => {
    const taking = shown({ changes: [change('A')], revertsDrift: true, drift: driftOf(resource()) })
    expect(taking.at(-1)).toMatch(/30 → 7 {2}stays: CloudFormation doesn't take it back$/)
    const kept = shown({ keepsDriftOf: ['PublicBalancerSecurityGroup'], drift: driftOf(resource()) })
    expect(kept[2]).toMatch(/^ {2}what was changed outside stays, in spite of --revert-drift: .* PublicBalancerSecurityGroup$/)
    expect(kept.at(-1)).toMatch(/LogGroup/)
  })
})

describe('a plan with nothing but that', () => {
  test('is shown, and nobody is asked', async () => {
    await approve({ yes: false, interactive: false, json: false })([set({ drift: driftOf(resource()) })])
    expect(stderr).toMatch(/shop-dev-web {2}nothing to be done[^]*RetentionInDays/)
    await expect(
      approve({ yes: false, interactive: false, json: false })([set({ changes: [change('A')] })]),
    ).rejects.toMatchObject({
      code: 'MissingAnswers',
    })
  })

  const report = (more: object, asked: object = {}) =>
    reportPlan(
      { changed: false, drifted: 0, stacks: [], ...more },
      { command: 'mm deploy --env dev', revertDrift: false, ...asked },
    )

  test('says that it is not the whole truth, and what takes it back', () => {
    report({ stacks: [set({ drift: driftOf(resource(), resource()) }), set({ drift: driftOf(resource()) })] })
    expect(stdout).toMatch(
      /^nothing to be done: everything is what its manifest says, but 3 resources were changed outside of CloudFormation\n\n/,
    )
    expect(stderr).toBe('\nnext  mm deploy --env dev --revert-drift   takes it back\n')
  })

  test('of one resource', () => {
    report({ stacks: [set({ drift: driftOf(resource()) })] })
    expect(stdout).toMatch(/but 1 resource was changed/)
  })

  test('promises nothing that is not there, or that was tried', () => {
    report({})
    expect([stdout, stderr]).toEqual(['nothing to be done: everything is what its manifest says\n', ''])
    report({ stacks: [set({ drift: driftOf(resource()) })] }, { revertDrift: true })
    expect(stderr).toBe('')
  })

  test('is beside changes', () => {
    report({ changed: true, stacks: [set({ changes: [change('A')], drift: driftOf(resource()) })] })
    expect(stdout).toMatch(/^shop-dev-web {2}1 to create/)
    expect(stderr).toBe('\nnext  mm deploy --env dev\n')
  })
})
