import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { stackTags } from '../../src/ops/names.js'
import type { Template } from '../../src/templates/cfn.js'
import { goldenStacks } from '../support/golden-stacks.js'
import { byNewerMm, older } from './edits/database-edits.js'
import { resourceOf } from './specification.js'
import { edits } from './edits/edits.js'
import { update } from './updates.js'
import { isRefused, replacedBy, updatesPage, whyKept } from './updates-page.js'

const page = fileURLToPath(new URL('../../docs/updates.md', import.meta.url))
const all = Object.entries(edits).flatMap(([kind, rows]) =>
  rows.map(row => ({ kind, ...row, result: update(row.before, row.after, row.parameters) })),
)
const named = all.map(row => [`${row.kind}: ${row.title}`, row] as const)

// UPDATE_DOCS=1 writes it anew; the diff is then for a reviewer to read.
test('docs/updates.md says what the templates do', () => {
  const text = updatesPage()
  if (process.env['UPDATE_DOCS']) writeFileSync(page, text)
  expect(text).toBe(readFileSync(page, 'utf8'))
})

test('the edits are many, each with a name of its own', () => {
  expect(new Set(named.map(([name]) => name)).size).toBe(named.length)
  expect(named.length).toBeGreaterThanOrEqual(30)
})

describe.each(named)('%s', (_, { kind, before, result, refused, note }) => {
  test('changes something', () => expect(result.changes).not.toEqual([]))

  test(`${refused ? 'is refused, since it would lose' : 'replaces and deletes nothing that holds'} data`, () => {
    expect(isRefused(result)).toBe(refused ?? false)
  })
  test('changes no tags', () => {
    expect(result.changes.filter(({ verb, properties }) => verb === 'update' && properties.includes('Tags'))).toEqual([])
  })
  test('leaves what other stacks were given, or says so', () => {
    const given = kind === 'A service' ? [] : result.outputs.filter(id => id in before.Outputs && !mayChange.includes(id))
    if (note === undefined && !refused) expect(given).toEqual([])
  })
})

/** Outputs that tell something, and that no stack takes as a parameter. */
const mayChange = [
  'BootScript',
  'Hosts',
  'InstanceType',
  'Members',
  'MongoVersion',
  'Nat',
  'Services',
  'StorageSize',
  'VpcCidr',
  'VolumeIds',
  'GroupNames',
]

test('a newer boot script alone changes nothing', () => {
  expect(update(older, byNewerMm())).toEqual({ changes: [], restarts: [], rolls: [], outputs: [] })
})

describe('tags', () => {
  const owner = { app: 'shop', env: 'prod', service: 'backend' }
  test('of a stack are the same at every deployment', () => {
    expect(stackTags(owner, { team: 'web' })).toEqual(stackTags(owner, { team: 'web' }))
    expect(stackTags(owner, { team: 'web' })).toEqual({
      team: 'web',
      'mm:app': 'shop',
      'mm:env': 'prod',
      'mm:service': 'backend',
    })
  })
  test('replace no resource when they change', () => {
    const types = new Set(
      Object.values(goldenStacks()).flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type)),
    )
    const replaced = [...types].filter(type => {
      const { tagInformation, properties } = resourceOf(type) ?? {}
      return tagInformation && (properties?.[tagInformation.tagPropertyName]?.causesReplacement ?? 'no') !== 'no'
    })
    expect(types.size).toBeGreaterThan(20)
    expect(replaced).toEqual([])
  })
})

describe('a value that changes between deployments', () => {
  test('reaches no property that a new resource would be needed for', () => {
    const reaching = [...replacedBy()]
      .filter(([parameter]) => whyKept(parameter) === undefined)
      .map(
        ([parameter, types]) =>
          `${parameter} would replace ${types.join(', ')}: don't let it, or say in test/contract/updates-page.ts why it is kept`,
      )
    expect(reaching).toEqual([])
  })
  test('such as the image, is not among those that are kept', () => {
    expect(whyKept('Image')).toBeUndefined()
  })
})

describe('what the classification would find', () => {
  const copy = (name: string) => JSON.parse(JSON.stringify(goldenStacks()[name])) as Template
  const changed = (name: string, change: (properties: (id: string) => Record<string, unknown>) => void) => {
    const [before, after] = [copy(name), copy(name)]
    change(id => after.Resources[id]!.Properties as Record<string, unknown>)
    return update(before, after)
  }
  const verbs = ({ changes }: ReturnType<typeof update>) => Object.fromEntries(changes.map(({ id, verb }) => [id, verb]))

  test('a replacement that goes on to whatever refers to it', () => {
    const result = changed('backend/dev', properties => (properties('SecurityGroup')['GroupDescription'] = 'another'))
    expect(verbs(result)).toMatchObject({
      SecurityGroup: 'replace',
      BalancerToServiceIngress: 'replace',
      ServiceToDatabaseEgress: 'replace',
      Service: 'update',
    })
    expect(result).toMatchObject({ rolls: ['Service'], outputs: ['SecurityGroupId'], restarts: [] })
  })
  test('a volume that would have to be in another zone', () => {
    const result = changed('database/dev', properties => (properties('Volume0G1')['AvailabilityZone'] = 'eu-central-1c'))
    expect(verbs(result)).toMatchObject({ Volume0G1: 'replace' })
    expect(isRefused(result)).toBe(true)
  })
  test('a password that would be made anew', () => {
    const result = changed(
      'database/dev',
      properties => (properties('AppSecret')['GenerateSecretString'] = { PasswordLength: 40 }),
    )
    expect(isRefused(result)).toBe(true)
  })
  test('user data that starts an instance anew', () => {
    const result = changed('database/dev', properties => {
      const data = properties('LaunchTemplate0')['LaunchTemplateData'] as Record<string, unknown>
      data['UserData'] = { 'Fn::Base64': 'echo' }
    })
    expect(verbs(result)).toEqual({ LaunchTemplate0: 'update', Group0: 'update' })
    expect(result.restarts).toEqual(['Group0'])
  })
  test('an image in the name of a target group', () => {
    const stack = copy('backend/dev')
    Object.assign(stack.Resources['TargetGroup']!.Properties!, { Name: { 'Fn::Sub': 'backend-${Image}' } })
    expect(replacedBy({ seeded: stack }).get('Image')).toEqual(['AWS::ElasticLoadBalancingV2::TargetGroup'])
  })
})
