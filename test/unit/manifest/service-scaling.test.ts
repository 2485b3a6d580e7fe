import { describe, expect, test } from '@jest/globals'
import { readService } from '../../../src/manifest/read-service.js'
import { mistakesOf } from './support.js'

const least = 'name: api\ntype: Backend Service\nimage: {port: 80}\nhttp: {path: /}\n'
const read = (count: string, environment = 'dev') => readService({ file: 'f', text: `${least}${count}\n` }, environment)
const tracked = (target: number, cooldown = { in: 120, out: 60 }) => ({ target, cooldown })

describe('the number of tasks', () => {
  test.each([
    ['{range: 1-10, cpu_percentage: 70}', 1, { max: 10, cpu: tracked(70) }],
    ['{range: {min: 2, max: 4}, memory_percentage: 80}', 2, { max: 4, memory: tracked(80) }],
    ['{range: 3-3, requests: 1000}', 3, { max: 3, requests: tracked(1000) }],
    ['{range: 1-2, response_time: 500ms}', 1, { max: 2, responseTime: tracked(0.5) }],
    ['{range: 1-2, response_time: 1.5s}', 1, { max: 2, responseTime: tracked(1.5) }],
    ['{range: 1-2, response_time: 2m}', 1, { max: 2, responseTime: tracked(120) }],
    ['{range: 1-2, response_time: {value: 2}}', 1, { max: 2, responseTime: tracked(2) }],
  ])('%s', (count, least, scaling) => {
    expect(read(`count: ${count}`)).toMatchObject({ count: least, scaling })
  })

  test("a metric's own pause comes before the common one, each direction by itself", () => {
    const { scaling } = read(
      'count: {range: 1-2, cooldown: {in: 5m}, cpu_percentage: {value: 70, cooldown: {out: 30s}}, requests: {value: 5, cooldown: {in: 10s}}}',
    )
    expect(scaling).toEqual({
      max: 2,
      cpu: tracked(70, { in: 300, out: 30 }),
      requests: tracked(5, { in: 10, out: 60 }),
    })
  })

  test('one environment may have a fixed number, and another a wider range', () => {
    const count = 'count: {range: 1-2, cpu_percentage: 70}\nenvironments: {dev: {count: 1}, prod: {count: {range: 4-8}}}'
    expect(read(count, 'dev')).toMatchObject({ count: 1 })
    expect(read(count, 'dev').scaling).toBeUndefined()
    expect(read(count, 'prod')).toMatchObject({ count: 4, scaling: { max: 8, cpu: tracked(70) } })
  })
})

describe('a mistake', () => {
  test.each([
    ['{range: 10-1, cpu_percentage: 70}', '5:9', 'count.range is "10-1": its end is below its beginning', 'range: 1-10'],
    [
      '{range: {min: 4, max: 2}, cpu_percentage: 70}',
      '5:9',
      'count.range is {"min":4,"max":2}: its end is below its beginning',
      'range: 2-4',
    ],
    [
      '{range: 0-3, cpu_percentage: 70}',
      '5:9',
      'count.range is "0-3": no task has no metrics, so nothing would ever start one again',
      'range: 1-3',
    ],
    ['{range: 1-3}', '5:9', 'count.range is given, and nothing to scale by', 'cpu_percentage: 70'],
    ['{cpu_percentage: 70}', '5:1', 'count is a map without a range of tasks', 'range: 1-10'],
    [
      '{range: 1..3, cpu_percentage: 70}',
      '5:9',
      'count.range is "1..3": it must be a range of tasks up to 5000, such as 1-10',
      'range: 1-10',
    ],
    [
      '{range: 1-5001, cpu_percentage: 70}',
      '5:9',
      'count.range is "1-5001": it must be a range of tasks up to 5000, such as 1-10',
      'range: 1-10',
    ],
    [
      '{range: 1-3, cpu_percentage: 101}',
      '5:21',
      'count.cpu_percentage is 101: it must be a whole number from 1 to 100 (percent)',
      'cpu_percentage: 70',
    ],
    [
      '{range: 1-3, memory_percentage: {value: 0}}',
      '5:41',
      'count.memory_percentage.value is 0: it must be a whole number from 1 to 100 (percent)',
      undefined,
    ],
    [
      '{range: 1-3, response_time: 0s}',
      '5:21',
      'count.response_time is "0s": it must be a time above 0 and up to 1h, such as 500ms, 1.5s or 2s',
      'response_time: 500ms',
    ],
    ['{range: 1-3, cpu_percentag: 70}', '5:21', 'there is no key count.cpu_percentag', 'cpu_percentage: 70'],
    ['5001', '5:1', 'count is 5001: it must be a whole number from 0 to 5000', 'count: 1'],
  ])('%s', (count, at, what, fix) => {
    const { at: places, told, fix: fixes } = mistakesOf(() => read(`count: ${count}`))
    expect(told).toContain(`f: ${what}`.replace('f: ', ''))
    expect(places).toContain(at)
    if (fix !== undefined) expect(fixes.join('\n')).toContain(fix)
  })

  test.each(['requests: 5', 'response_time: 2s'])('%s of a service that takes no requests', metric => {
    const text = `name: w\ntype: Backend Service\nimage: {port: 80}\ncount: {range: 1-2, ${metric}}\n`
    const key = metric.split(':')[0]
    expect(mistakesOf(() => readService({ file: 'f', text }, 'dev'))).toMatchObject({
      at: ['4:21'],
      told: `f: count.${key} is given, and the service takes no requests`,
      fix: ['cpu_percentage: 70'],
    })
  })

  test('requests and a deployment that shifts between two target groups', () => {
    const { told } = mistakesOf(() => read('count: {range: 1-2, requests: 5}\ndeployment: {strategy: blue_green}'))
    expect(told).toBe('f: count.requests follows one target group, and deployment.strategy "blue_green" has two')
  })
})
