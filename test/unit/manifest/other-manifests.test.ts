import { describe, expect, test } from '@jest/globals'
import { readApp } from '../../../src/manifest/read-app.js'
import { workloadType } from '../../../src/manifest/workload-type.js'
import { mistakesOf } from './support.js'

const file = 'manifest.yml'

describe('the application', () => {
  const read = (text: string) => readApp({ file, text })

  test('has name, region and tags', () => {
    expect(read('name: shop\nregion: eu-central-1\n')).toEqual({
      name: 'shop',
      region: 'eu-central-1',
      blockPublicSnapshots: false,
      tags: {},
    })
    expect(read('name: my-shop-2\nregion: us-gov-west-1\ntags: {team: shop, cost: 42}\n').tags).toEqual({
      team: 'shop',
      cost: '42',
    })
  })

  const boundary = 'arn:aws:iam::123456789012:policy/developers'
  test.each([
    ['', undefined],
    ['deployment_roles: false', undefined],
    ['deployment_roles: true', {}],
    [`deployment_roles: {permissions_boundary: ${boundary}}`, { permissionsBoundary: boundary }],
  ])('%j says whether CloudFormation has a role', (line, expected) => {
    expect(read(`name: shop\nregion: eu-central-1\n${line}\n`).deploymentRoles).toEqual(expected)
  })
  test.each([
    ['yes please', '3:1', /deployment_roles is "yes please"/],
    ['{permissions_boundary: developers}', '3:20', /permissions_boundary is "developers": it must be the ARN of a policy/],
    ['{boundary: x, permissions_boundary: arn:aws:iam::aws:policy/x}', '3:20', /there is no key deployment_roles\.boundary/],
    ['{}', '3:1', /deployment_roles\.permissions_boundary is missing/],
  ])('deployment_roles: %s is a mistake', (value, place, told) => {
    const mistake = mistakesOf(() => read(`name: shop\nregion: eu-central-1\ndeployment_roles: ${value}\n`))
    expect(mistake.at).toEqual([place])
    expect(mistake.told).toMatch(told)
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
