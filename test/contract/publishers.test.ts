import { describe, expect, test } from '@jest/globals'
import { newestBoot } from '../../src/templates/database/user-data.js'
import { bootScriptOf } from './calls/boot-calls.js'
import { heardBy, isPublished, type Heard } from './publishers.js'
import { goldenNames, goldenStack } from './support.js'

const own = [...bootScriptOf(newestBoot.Body).matchAll(/\bput ([a-z_]+) /g)].map(([, name = '']) => name)

const heard = goldenNames.flatMap(name =>
  Object.entries(goldenStack(name).Resources)
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
    .flatMap(([id, alarm]) => heardBy(alarm).map((metric): [string, Heard] => [`${name} ${id}`, metric])),
)

test('every alarm listens to something that is published: metric, namespace, dimensions and period agree', () => {
  expect(heard.length).toBeGreaterThan(100)
  const silent = heard.filter(([, metric]) => !isPublished(metric, own))
  expect(
    silent.map(([alarm, metric]) => `${alarm}: say in test/contract/publishers.ts who publishes ${JSON.stringify(metric)}`),
  ).toEqual([])
})

describe('what the test would find', () => {
  const cpu: Heard = { namespace: 'AWS/EC2', metric: 'CPUUtilization', dimensions: ['AutoScalingGroupName'], period: 60 }
  const up: Heard = { namespace: { 'Fn::Sub': 'mm/${App}' }, metric: 'mongod_up', dimensions: ['Member'], period: 60 }

  test.each<[string, Heard, boolean]>([
    ['nothing, of what there is', cpu, true],
    ['a metric of another name', { ...cpu, metric: 'CpuUtilization' }, false],
    ['of another service', { ...cpu, namespace: 'AWS/ECS' }, false],
    ['a dimension too many', { ...cpu, dimensions: ['AutoScalingGroupName', 'InstanceId'] }, false],
    ['a period in which there is no data point', { ...cpu, period: 30 }, false],
    ["nothing, of a member's own", up, true],
    ['one that no member sends', { ...up, metric: 'mongod_down' }, false],
  ])('%s', (_, metric, published) => expect(isPublished(metric, own)).toBe(published))
})
