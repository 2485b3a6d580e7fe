import { stripVTControlCharacters } from 'node:util'
import { expect, test } from '@jest/globals'
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
