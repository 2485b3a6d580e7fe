import { describe, expect, test } from '@jest/globals'
import { readApp } from '../../../src/manifest/read-app.js'
import { readEnvironment } from '../../../src/manifest/read-environment.js'
import { workloadType } from '../../../src/manifest/workload-type.js'
import { mistakesOf } from './support.js'

const file = 'manifest.yml'

describe('the application', () => {
  const read = (text: string) => readApp({ file, text })

  test('has name, region and tags', () => {
    expect(read('name: shop\nregion: eu-central-1\n')).toEqual({ name: 'shop', region: 'eu-central-1', tags: {} })
    expect(read('name: my-shop-2\nregion: us-gov-west-1\ntags: {team: shop, cost: 42}\n').tags).toEqual({
      team: 'shop',
      cost: '42',
    })
  })

  test.each(['S', 's', 'Shop', '1shop', 'shop-', 'my_shop', 'a'.repeat(21)])('is not called %s', name => {
    expect(mistakesOf(() => read(`name: ${name}\nregion: eu-central-1\n`))).toMatchObject({
      at: ['1:1'],
      told: expect.stringMatching(/name is .*: it must be 2-20 lower case letters/),
      fix: ['name: shop'],
    })
  })

  test.each([
    ['region: Frankfurt', /region is "Frankfurt": it must be a region of AWS/],
    ['region: eu-central', /region is "eu-central"/],
    ['region: eu-central-1\ntags: {"mm:app": x}', /tags\.mm:app can't be a key: tags that start with mm:/],
    ['region: eu-central-1\ntags: {aws: {}}', /tags\.aws is \{\}: it must be text/],
    ['region: eu-central-1\ndomain: example.com', /mm doesn't take domain yet/],
    ['regoin: eu-central-1', /there is no key regoin/],
  ])('%j', (lines, told) => {
    expect(mistakesOf(() => read(`name: shop\n${lines}\n`)).told).toMatch(told)
  })
})

describe('an environment', () => {
  const read = (text: string) => readEnvironment({ file, text })
  const least = 'name: dev\ntype: Environment\n'

  test('has defaults', () => {
    expect(read(least)).toEqual({
      name: 'dev',
      network: { cidr: '10.0.0.0/16', nat: 'single' },
      observability: { containerInsights: false },
      alarms: { notify: [] },
    })
  })

  test('takes every key', () => {
    const text = `${least}network: {vpc: {cidr: 172.16.0.0/18}, nat: per-az}\nobservability: {container_insights: true}\nalarms: {notify: [ops@example.com, "https://pager.example.com/mm"]}\n`
    expect(read(text)).toEqual({
      name: 'dev',
      network: { cidr: '172.16.0.0/18', nat: 'per-az' },
      observability: { containerInsights: true },
      alarms: { notify: ['ops@example.com', 'https://pager.example.com/mm'] },
    })
  })

  test.each(['shared', 'Dev', '1dev', 'dev-eu', 'a'.repeat(16)])('is not called %s', name => {
    expect(mistakesOf(() => read(`name: ${name}\ntype: Environment\n`)).told).toMatch(
      /it must be 1-15 lower case letters or digits/,
    )
  })

  test.each([
    '10.0.0.0',
    '10.0.0.0/15',
    '10.0.0.0/21',
    '10.0.1.0/16',
    '8.8.0.0/16',
    '10.256.0.0/16',
    'fd00::/16',
    '172.32.0.0/16',
  ])('the network %s is refused', cidr => {
    const { told, at } = mistakesOf(() => read(`${least}network:\n  vpc:\n    cidr: ${cidr}\n`))
    expect(told).toMatch(/network\.vpc\.cidr is .*: it must be a private IPv4 range from \/16 to \/20/)
    expect(at).toEqual(['5:5'])
  })

  test.each([
    ['network: {nat: none}', 'network.nat is "none": it must be single or per-az'],
    ['network: {vpc: {id: vpc-1}}', "mm doesn't take network.vpc.id yet"],
    ['network: {vpc: {subnets: {}}}', "mm doesn't take network.vpc.subnets yet"],
    ['cdn: true', "mm doesn't take cdn yet"],
    ['alarms: {notify: [nobody]}', 'alarms.notify.0 is "nobody": it must be an e-mail address or an https URL'],
    ['alarms: {notify: you@example.com}', 'alarms.notify is "you@example.com": it must be a list'],
    ['observability: {container_insights: 1}', 'observability.container_insights is 1: it must be true or false'],
  ])('%j', (lines, what) => {
    expect(mistakesOf(() => read(`${least}${lines}\n`)).told).toBe(`${file}: ${what}`)
  })
})

describe('the type of a workload', () => {
  const read = (text: string) => workloadType({ file, text })

  test.each(['Load Balanced Web Service', 'Backend Service', 'MongoDB'])('%s', type => {
    expect(read(`name: x\ntype: ${type}\n`)).toBe(type)
  })

  test.each([
    ['type: Mongodb', /type is "Mongodb"/, ['type: MongoDB']],
    [
      'type: Scheduled Job',
      /mm doesn't take type: Scheduled Job yet/,
      ['type: Load Balanced Web Service', 'type: Backend Service', 'type: MongoDB'],
    ],
    ['typ: MongoDB', /type is missing/, ['type: Load Balanced Web Service', 'type: Backend Service', 'type: MongoDB']],
  ])('%s', (line, told, fix) => {
    const mistake = mistakesOf(() => read(`name: x\n${line}\n`))
    expect(mistake.told).toMatch(told)
    expect(mistake.fix).toEqual(fix)
  })
})
