import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import type { ResourceChange } from '../../../src/ops/ports/cloudformation.js'
import type { Redeploy } from '../../../src/ops/ports/redeploy.js'
import { changesText, summary } from '../../../src/ui/changes.js'
import { change } from '../../fakes/world.js'

const changes = [
  change('LaunchTemplate0', { action: 'update', type: 'AWS::EC2::LaunchTemplate', properties: ['LaunchTemplateData'] }),
  change('Group0', {
    action: 'update',
    type: 'AWS::AutoScaling::AutoScalingGroup',
    properties: ['LaunchTemplate'],
    restart: 'member 0 restarts',
  }),
]

test('what restarts is said, and counted as that', () => {
  const lines = stripVTControlCharacters(changesText([{ stackName: 'shop-dev-db', changes }])).split('\n')
  expect(summary(changes)).toBe('1 to update, 1 to restart')
  expect(lines[0]).toContain('1 to update, 1 to restart')
  expect(lines[1]).toMatch(/~ update +LaunchTemplate0 .*LaunchTemplateData/)
  expect(lines[2]).toMatch(/~ restart +Group0 .*member 0 restarts$/)
})

test("a task definition's next revision is an update, and nothing that frightens", () => {
  const revision = change('TaskDefinition', { action: 'update', revision: true, properties: ['ContainerDefinitions'] })
  const text = stripVTControlCharacters(changesText([{ stackName: 'shop-dev-web', changes: [revision] }]))
  expect(text).toMatch(/^shop-dev-web {2}1 to update\n {2}~ revision {2}TaskDefinition /)
})

describe('a revision that is deployed again', () => {
  const arn = (revision: number) => `arn:aws:ecs:eu-central-1:1:task-definition/shop-dev-web:${revision}`
  const shown = (redeploy: Partial<Redeploy>, changed: ResourceChange[] = []) =>
    stripVTControlCharacters(
      changesText([
        {
          ...{ stackName: 'shop-dev-web', changes: changed },
          redeploy: { taskDefinition: arn(9), running: arn(7), rollout: 'COMPLETED', ...redeploy },
        },
      ]),
    )

  test.each<[Partial<Redeploy>, string]>([
    [{}, "revision 7 runs, not the stack's 9: that one is deployed again"],
    [{ rollout: 'IN_PROGRESS' }, "revision 7 is being rolled out, not the stack's 9: that one is deployed again"],
    [{ rollout: 'FAILED', reason: 'too bad' }, "revision 7 failed (too bad), not the stack's 9: that one is deployed again"],
    [
      { running: arn(9), rollout: 'FAILED', reason: 'bad\u001b[1m' },
      'the rollout of its revision 9 failed (bad\\x1b[1m): it is deployed again',
    ],
    [{ running: arn(9), rollout: 'FAILED' }, 'the rollout of its revision 9 failed: it is deployed again'],
  ])('%j says why', (redeploy, text) => {
    expect(shown(redeploy)).toBe(`shop-dev-web  nothing changed in the stack, but ${text}`)
  })

  test('stands below what changes besides', () => {
    const alarm = change('Alarm', { action: 'update', properties: ['Threshold'] })
    expect(shown({}, [alarm]).split('\n')).toEqual([
      'shop-dev-web  1 to update',
      expect.stringMatching(/^ {2}~ update {2}Alarm .*Threshold$/),
      '',
      "  revision 7 runs, not the stack's 9: that one is deployed again",
    ])
  })
})
