import { stripVTControlCharacters } from 'node:util'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Service } from '../../../../src/manifest/service.js'
import { looksSecret } from '../../../../src/ops/service-delta/looks-secret.js'
import { withDelta } from '../../../../src/ops/service-delta/with-delta.js'
import type { ChangeSet } from '../../../../src/ops/ports/cloudformation.js'
import type { History } from '../../../../src/ops/ports/repository.js'
import { render } from '../../../../src/templates/render.js'
import { serviceTemplate } from '../../../../src/templates/service/service-template.js'
import { changesText } from '../../../../src/ui/changes.js'
import { change, fakeStacks, stack, worldOf } from '../../../fakes/world.js'
import { environment, frontend } from '../../../support/values.js'

const context = { environment: environment(), backends: [] }
const templateOf = (more: Partial<Service>) => render(serviceTemplate(frontend(more), context))
const uri = '1.dkr.ecr.eu-central-1.amazonaws.com/shop/backend'
const digest = (letter: string) => `sha256:${letter.repeat(64)}`

const revision = change('TaskDefinition', { action: 'update', revision: true, type: 'AWS::ECS::TaskDefinition' })
const set: ChangeSet = { stackName: 'shop-dev-backend', stackId: '1', id: 'set', kind: 'update', changes: [revision] }

interface Plan {
  was?: Partial<Service>
  becomes?: Partial<Service>
  images?: [from: string, to: string]
  tag?: string
  commit?: string
  tags?: (digest: string) => Promise<string | undefined>
  changeSet?: ChangeSet
  template?: string
  history?: History
  back?: boolean
}

function delta({
  was = {},
  becomes = {},
  images: [from, to] = ['a', 'a'],
  tag,
  commit,
  tags,
  changeSet = set,
  template,
  history,
  back,
}: Plan) {
  const before = stack('shop-dev-backend', { parameters: { App: 'shop', Image: from } })
  const world = worldOf({
    stacks: fakeStacks([], [before], { templates: { 'shop-dev-backend': template ?? templateOf(was) } }),
    registry: { ...worldOf({}).registry, tag: async (_, wanted) => tags?.(wanted) },
  })
  const git = { ...worldOf({}).git, between: async (...commits: string[]) => (asked.push(commits.join(' ')), history ?? nothing) }
  const proposal = {
    ...{ stackName: before.name, body: templateOf(becomes), tags: {} },
    parameters: { App: undefined, Image: to },
  }
  const sides = { proposal, before, tag, commit, repository: 'shop/backend', ...(back ? { back } : {}) }
  return withDelta({ ...world, git }, changeSet, { ...sides, context: history && '/r/backend' })
}

const nothing: History = { ahead: { count: 0, newest: [] }, behind: { count: 0, newest: [] } }
let asked: string[] = []
beforeEach(() => void (asked = []))

const shown = async (plan: Plan) =>
  stripVTControlCharacters(changesText([await delta(plan)]))
    .split('\n')
    .slice(3)
const variables = (of: Record<string, string>): Partial<Service> => ({ variables: of })

test('image by tags, size in words, and every variable that comes, goes or changes', async () => {
  const lines = await shown({
    was: { cpu: 256, memory: 512, count: 2, ...variables({ LOG_LEVEL: 'info', OLD_FLAG: 'on', SAME: '1' }) },
    becomes: { cpu: 512, memory: 1024, count: 3, ...variables({ LOG_LEVEL: 'debug', NEW_FLAG: '', SAME: '1' }) },
    images: [`${uri}@${digest('a')}`, `${uri}@${digest('b')}`],
    tag: '8d2e01b',
    tags: async wanted => (wanted === digest('a') ? '1f3c9aa' : undefined),
  })
  expect(lines).toEqual([
    '  image      1f3c9aa → 8d2e01b',
    '  cpu        256 → 512',
    '  memory     512 → 1024 MiB',
    '  tasks      2 → 3',
    '  variables  ~ LOG_LEVEL info → debug',
    '             + NEW_FLAG (empty)',
    '             - OLD_FLAG',
  ])
})

describe('the image', () => {
  const images: [string, string] = [`${uri}@${digest('a')}`, `${uri}@${digest('b')}`]
  test.each<[string, Plan['tags']]>([
    ['has no tag', async () => undefined],
    ["can't be looked up", () => Promise.reject(new Error('denied'))],
  ])('that %s goes by its digest', async (_, tags) => {
    expect(await shown({ images, ...(tags ? { tags } : {}) })).toEqual(['  image  sha256:aaaaaaaaaaaa → sha256:bbbbbbbbbbbb'])
  })

  const tagged = { images, tag: '8d2e01b111-0123abcd', tags: async () => '1f3c9aa222-dirty-0123456789ab-0123abcd' }
  const commits = (count: number, ...subjects: string[]) => ({
    count,
    newest: subjects.map((subject, i) => ({ commit: `abc000${i}`, subject })),
  })
  test.each<[string, History, boolean, string[]]>([
    [
      'comes with commits',
      { ...nothing, ahead: commits(2, 'feat: two', 'fix: one') },
      false,
      ['2 commits:', 'abc0000 feat: two', 'abc0001 fix: one'],
    ],
    [
      'has more than are named',
      { ...nothing, ahead: commits(12, 'feat: x') },
      false,
      ['12 commits:', 'abc0000 feat: x', 'and 11 more'],
    ],
    [
      'lacks what runs',
      { ...nothing, behind: commits(1, 'fix: theirs') },
      false,
      ["the running revision has 1 commit that this checkout doesn't have:", 'abc0000 fix: theirs'],
    ],
    [
      'is an earlier one',
      { ...nothing, behind: commits(1, 'fix: theirs') },
      true,
      ['takes back 1 commit:', 'abc0000 fix: theirs'],
    ],
    ['has the same files', nothing, false, ['no commit between them touches its files']],
    ["comes from where git can't tell", { unknown: 'this clone is shallow' }, false, ['this clone is shallow']],
  ])('that %s says so', async (_, history, back, expected) => {
    const [first, ...lines] = await shown({ ...tagged, history, back })
    expect(first).toBe('  image  1f3c9aa222-dirty-0123456789ab-0123abcd → 8d2e01b111-0123abcd')
    expect(lines.map(line => line.trim())).toEqual(expected)
    expect(asked).toEqual(['/r/backend 1f3c9aa222 8d2e01b111'])
  })

  describe('of an earlier commit', () => {
    const to = '8d2e01b111-0123456789ab'

    test('says whose content it has, and what lies between that and what runs', async () => {
      const plan = {
        ...tagged,
        tag: `${to}-r2`,
        commit: 'fedc000111',
        history: { ...nothing, ahead: commits(1, 'revert: theirs') },
      }
      const [, ...lines] = await shown(plan)
      expect(lines.map(line => line.trim())).toEqual(['the same content as fedc000111', '1 commit:', 'abc0000 revert: theirs'])
      expect(asked).toEqual(['/r/backend 1f3c9aa222 fedc000111'])
      expect((await delta(plan)).about).toMatchObject({ sameContentAs: 'fedc000111' })
    })

    test.each<[string, Partial<Plan>, string[]]>([
      [
        'when git knows of nothing between',
        { history: nothing },
        ['the same content as fedc', 'no commit between them touches its files'],
      ],
      ["when git can't tell", { history: { unknown: 'shallow' } }, ['the same content as fedc', 'shallow']],
      ['when there is no folder to ask about', {}, ['the same content as fedc']],
    ])('says so, too, %s', async (_, more, expected) => {
      const [, ...lines] = await shown({ ...tagged, tag: to, commit: 'fedc', ...more })
      expect(lines.map(line => line.trim())).toEqual(expected)
    })

    test('is no word worth when it is this one, or the files are none of a commit', async () => {
      for (const plan of [
        { tag: to, commit: '8d2e01b111' },
        { tag: '8d2e01b111-dirty-0123456789ab-0123456789ab', commit: 'fedc' },
      ])
        expect((await delta({ ...tagged, ...plan })).about).not.toHaveProperty('sameContentAs')
    })
  })

  test('whose tag names no commit asks git nothing', async () => {
    expect(await shown({ images, tag: 'v1', tags: async () => 'latest', history: nothing })).toEqual(['  image  latest → v1'])
    expect(asked).toEqual([])
  })

  test('of another registry goes by its reference', async () => {
    expect(await shown({ images: ['nginx:1', 'nginx:2'] })).toEqual(['  image  nginx:1 → nginx:2'])
  })
})

describe('no value is told', () => {
  const hidden = async (plan: Plan) => {
    const { about } = await delta(plan)
    expect(JSON.stringify(about)).not.toMatch(/hunter/)
    return shown(plan)
  }

  test('of a variable that looks secret, by its name or by either of its values', async () => {
    const was = variables({ API_KEY: 'hunter1', URL: 'http://a.example', GONE: 'hunter1' })
    const becomes = variables({ API_KEY: 'hunter2', URL: 'http://me:hunter2@a.example', SESSION_SECRET: 'hunter2' })
    expect(await hidden({ was, becomes })).toEqual([
      '  variables  ~ API_KEY (value not shown)',
      '             ~ URL (value not shown)',
      '             + SESSION_SECRET (value not shown)',
      '             - GONE',
    ])
  })

  test('of a plain variable that becomes a secret, and the other way round', async () => {
    const database = { name: 'db', as: 'MONGO' }
    const plain = variables({ MONGO: 'hunter1' })
    expect(await hidden({ was: plain, becomes: { database } })).toEqual(['  variables  ~ MONGO becomes a secret'])
    expect(await hidden({ was: { database }, becomes: plain })).toEqual(['  variables  ~ MONGO is no secret any more'])
    expect(await hidden({ becomes: { database } })).toEqual(['  variables  + MONGO (secret)'])
    expect(await hidden({ was: { database } })).toEqual(['  variables  - MONGO (secret)'])
  })
})

test("control characters don't reach the terminal, and long values are cut", async () => {
  expect(await shown({ becomes: variables({ A: '\u001b[2Jx', B: 'word '.repeat(20) }) })).toEqual([
    '  variables  + A \\x1b[2Jx',
    '             + B word word word word word word w…',
  ])
})

test.each<[string, Plan]>([
  ['nothing of it changes', {}],
  ['nothing runs yet', { changeSet: { ...set, kind: 'create' }, becomes: { cpu: 512 } }],
  ['the change set is empty', { changeSet: { ...set, changes: [] }, becomes: { cpu: 512 } }],
  ["what is deployed isn't a template", { template: 'of an earlier deployment', becomes: { cpu: 512 } }],
  ["what is deployed can't be parsed", { template: '{', becomes: { cpu: 512 } }],
])('there is nothing to tell when %s', async (_, plan) => {
  expect(await delta(plan)).not.toHaveProperty('about')
})

test.each([
  ['LOG_LEVEL', 'debug', false],
  ['PUBLIC_URL', 'https://shop.example/path?x=1', false],
  ['KEYBOARD', 'us', false],
  ['NODE_OPTIONS', '--max-old-space-size=400', false],
  ['STRIPE_KEY', 'x', true],
  ['GITHUB_TOKEN', 'x', true],
  ['DB_PASS', 'x', true],
  ['X', 'mongodb://me:pw@db.example', true],
  ['X', 'AKIAIOSFODNN7EXAMPLE', true],
  ['X', 'c29tZXRoaW5nIHRoYXQgaXMgcmFuZG9tMTIz', true],
])('%s=%s looks secret: %s', (name, value, expected) => {
  expect(looksSecret(name, value)).toBe(expected)
})
