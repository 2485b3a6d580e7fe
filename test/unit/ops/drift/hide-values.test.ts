import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hiddenIn, hideValues, hidingOutside } from '../../../../src/ops/drift/hide-values.js'
import { change } from '../../../fakes/world.js'

const hide = (path: string, actual: string, hidden: string[] = []) => hideValues({ path, expected: 'before', actual }, hidden)

describe('a value is shown', () => {
  test.each([
    ['RetentionInDays', '7'],
    ['HealthCheckPath', '/healthz'],
    ['Tags/2', '{"Key":"team","Value":"shop"}'],
    ['SecurityGroupEgress/1', '{"CidrIp":"0.0.0.0/0","IpProtocol":"-1"}'],
    ['Description', ''],
  ])('of %s: %s', (path, actual) => {
    expect(hide(path, actual)).toEqual({ path, expected: 'before', actual })
  })
})

describe('no value is shown', () => {
  test.each([
    ['a name that says so', 'AuthToken', 'abc'],
    ['a name that says so, in a list', 'Passwords/0', 'abc'],
    ['what looks like a secret', 'Target', 'https://user:hunter2@example.com'],
    ['a tag whose name says so', 'Tags/0', '{"Key":"api_key","Value":"hunter2"}'],
    ['a tag whose name says so, the other way round', 'Tags/0', '{"Value":"hunter2","Key":"api_key"}'],
    ['one of several', 'Tags', '[{"Key":"team","Value":"shop"},{"Key":"db_password","Value":"hunter2"}]'],
    ['something deep inside', 'Settings', '{"a":{"b":[{"SessionSecret":"hunter2"}]}}'],
    ['a variable of a container', 'ContainerDefinitions/0/Environment/1/Value', 'hunter2'],
    ['a container', 'Other', '{"ContainerDefinitions":[{"Image":"hunter2"}]}'],
    ['a boot script', 'LaunchTemplateData/UserData', 'hunter2'],
    ['what was cut off', 'Settings', '{"Name":"API_TOKEN","Value":"hunter'],
  ])('of %s', (_, path, actual) => {
    expect(hide(path, actual)).toEqual({ path, hidden: true })
  })

  test('of a parameter that is shown nowhere, also as a part of another one', () => {
    const hidden = hiddenIn({ OriginToken: 'let-me-through', App: 'shop', Other: undefined })
    expect(hidden).toEqual(['let-me-through'])
    expect(hide('Conditions/1/Values/0', 'it is let-me-through', hidden)).toEqual({ path: 'Conditions/1/Values/0', hidden: true })
    expect(hiddenIn({ App: 'shop', OriginToken: '' })).toEqual([])
  })

  test('on either side, nor of what it becomes', () => {
    const path = 'Endpoint'
    for (const side of ['expected', 'actual', 'becomes']) {
      expect(hideValues({ path, [side]: 'mongodb://app:hunter2@db' }, [])).toEqual({ path, hidden: true })
    }
  })
})

test('wherever a password is, it is hidden', () => {
  const password = fc.stringMatching(/^[A-Za-z0-9!%_-]{12,30}$/).map(text => `pw-${text}`)
  const names = fc.constantFrom('DB_PASSWORD', 'ApiKey', 'SessionSecret', 'authToken', 'Salt')
  fc.assert(
    fc.property(names, password, fc.constantFrom(0, 1, 2, 3), (name, value, form) => {
      const forms: [string, string][] = [
        [`Properties/${name}`, value],
        ['Settings', JSON.stringify({ deep: [{ [name]: value }] })],
        ['Tags/1', JSON.stringify({ Key: name, Value: value })],
        ['Environment', JSON.stringify([{ Value: value, Name: name }])],
      ]
      const [path, text] = forms[form]!
      expect(JSON.stringify(hide(path, text))).not.toContain(value)
    }),
  )
})

test('of a change set what it takes back is hidden alike, and nothing else is touched', () => {
  const outside = { deleted: false, managed: ['DesiredCount'], differences: [{ path: 'Token', expected: 'a', actual: 'b' }] }
  const set = { stackName: 's', stackId: 'i', id: 'c', kind: 'update' as const }
  const changes = [change('A'), change('B', { action: 'update', outside })]
  expect(hidingOutside({ ...set, changes }, [])).toEqual({
    ...set,
    changes: [
      change('A'),
      change('B', { action: 'update', outside: { ...outside, differences: [{ path: 'Token', hidden: true }] } }),
    ],
  })
})
