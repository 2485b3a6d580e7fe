import { describe, expect, test } from '@jest/globals'
import { readService } from '../../../src/manifest/read-service.js'
import { mistakesOf } from './support.js'

const least = 'name: api\ntype: Load Balanced Web Service\nimage: {port: 80}\n'
const read = (deployment: string, environment = 'dev') =>
  readService({ file: 'f', text: `${least}deployment: ${deployment}\n` }, environment).deployment
const none = { names: [] }

test.each([
  ['{}', { strategy: 'rolling', recreate: false, rollback: none }],
  ['{rolling: default}', { strategy: 'rolling', recreate: false, rollback: none }],
  ['{rolling: recreate, bake_time: 10m}', { strategy: 'rolling', recreate: true, bakeTime: 10, rollback: none }],
  ['{strategy: blue_green}', { strategy: 'blue_green', bakeTime: 5, rollback: none }],
  ['{strategy: blue_green, bake_time: 0s}', { strategy: 'blue_green', bakeTime: 0, rollback: none }],
  ['{strategy: canary, percent: 5.5}', { strategy: 'canary', percent: 5.5, stepTime: 10, bakeTime: 5, rollback: none }],
  [
    '{strategy: linear, percent: 20, step_time: 2m}',
    { strategy: 'linear', percent: 20, stepTime: 2, bakeTime: 5, rollback: none },
  ],
  ['{rollback_alarms: false}', { strategy: 'rolling', recreate: false, rollback: { own: false, names: [] } }],
  ['{rollback_alarms: [a, b]}', { strategy: 'rolling', recreate: false, rollback: { names: ['a', 'b'] } }],
  [
    '{rollback_alarms: {cpu_utilization: 80, memory_utilization: 90}}',
    { strategy: 'rolling', recreate: false, rollback: { names: [], cpu: 80, memory: 90 } },
  ],
])('%s', (written, expected) => {
  expect(read(written)).toEqual(expected)
})

test("an environment's strategy takes away what belongs to another one", () => {
  const text = '{strategy: canary, percent: 10, bake_time: 1m}\nenvironments:'
  expect(read(`${text} {prod: {deployment: {strategy: rolling}}}`, 'prod')).toMatchObject({ strategy: 'rolling', bakeTime: 1 })
  expect(read(`${text} {prod: {deployment: {percent: 20, strategy: linear}}}`, 'prod')).toMatchObject({
    strategy: 'linear',
    percent: 20,
  })
  expect(read(`${text} {prod: {deployment: {rolling: recreate}}}`, 'prod')).toMatchObject({ recreate: true })
})

describe('a mistake', () => {
  test.each([
    ['{strategy: canary}', '4:14', 'deployment.strategy is canary without deployment.percent', 'percent: 10'],
    [
      '{strategy: canary, percent: 101}',
      '4:32',
      'deployment.percent is 101: it must be a percentage from 0.1 to 100 in steps of 0.1',
      'percent: 10',
    ],
    [
      '{strategy: canary, percent: 0.25}',
      '4:32',
      'deployment.percent is 0.25: it must be a percentage from 0.1 to 100 in steps of 0.1',
      'percent: 10',
    ],
    [
      '{strategy: linear, percent: 2}',
      '4:32',
      'deployment.percent is 2: with the strategy linear it must be from 3 to 100',
      'percent: 10',
    ],
    [
      '{percent: 10}',
      '4:14',
      'deployment.percent belongs to the strategies canary and linear, and the strategy is rolling',
      'remove percent, or write strategy: canary',
    ],
    [
      '{strategy: blue_green, step_time: 5m}',
      '4:36',
      'deployment.step_time belongs to the strategies canary and linear, and the strategy is blue_green',
      'remove step_time, or write strategy: canary',
    ],
    [
      '{strategy: blue_green, rolling: recreate}',
      '4:36',
      'deployment.rolling and the strategy blue_green exclude each other',
      'remove rolling',
    ],
    [
      '{strategy: linear, percent: 3, step_time: 2h}',
      '4:44',
      'a deployment would take about 66 hours, and CloudFormation takes at most 33',
      'take a shorter step_time or bake_time, or a larger percent',
    ],
    [
      '{bake_time: 90s}',
      '4:14',
      'deployment.bake_time is "90s": it must be a duration of whole minutes up to 24h, such as 5m',
      'bake_time: 5m',
    ],
    [
      '{strategy: bluegreen}',
      '4:14',
      'deployment.strategy is "bluegreen": it must be rolling or blue_green or canary or linear',
      'strategy: blue_green',
    ],
    [
      '{rollback_alarms: {cpu_utilization: 101}}',
      '4:32',
      'deployment.rollback_alarms.cpu_utilization is 101: it must be a whole number from 1 to 100 (percent)',
      'cpu_utilization: 80',
    ],
    [
      '{rollback_alarms: some}',
      '4:14',
      'deployment.rollback_alarms is "some": it must be true or false or a list or a map of keys',
      'rollback_alarms: {cpu_utilization: 80}',
    ],
  ])('%s', (written, at, what, fix) => {
    expect(mistakesOf(() => read(written))).toEqual({ code: 'BadManifest', at: [at], told: `f: ${what}`, fix: [fix] })
  })

  test('traffic that is to be shifted where none comes', () => {
    const text = 'name: w\ntype: Backend Service\nimage: {port: 80}\ndeployment: {strategy: blue_green}\n'
    expect(mistakesOf(() => readService({ file: 'f', text }, 'dev'))).toMatchObject({
      at: ['4:14'],
      told: 'f: deployment.strategy is blue_green, and the service takes no requests that could be shifted',
      fix: ['strategy: rolling, or give the service http: {path: /}'],
    })
  })
})
