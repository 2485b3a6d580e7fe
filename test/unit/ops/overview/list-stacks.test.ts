import { expect, test } from '@jest/globals'
import { listEnvironments } from '../../../../src/ops/environment/list-environments.js'
import { listing, sideBySide, stacksOf } from '../../../../src/ops/overview/list-stacks.js'
import { listText } from '../../../../src/ui/report-list.js'
import { fakeStacks, stack } from '../../../fakes/world.js'

const tags = { 'mm:app': 'shop', 'mm:env': 'dev' }
const dev = stack('shop-dev', { tags })
const web = stack('shop-dev-web', { tags: { ...tags, 'mm:service': 'web' }, status: 'UPDATE_COMPLETE' })
const old = stack('shop-dev-old', { tags: { ...tags, 'mm:service': 'old' } })
const db = stack('shop-dev-db', { tags: { ...tags, 'mm:db': 'db' } })
const cdn = stack('shop-dev-cdn', { tags })
const other = stack('shop-prod-web', { tags: { 'mm:app': 'shop', 'mm:env': 'prod', 'mm:service': 'web' } })
const stacks = fakeStacks([], [dev, web, old, db, cdn, other])

test.each([
  ['mm:env', { app: 'shop' }, ['shop-dev']],
  ['mm:service', { app: 'shop', env: 'dev' }, ['shop-dev-web', 'shop-dev-old']],
  ['mm:db', { app: 'shop', env: 'dev' }, ['shop-dev-db']],
] as const)('stacks by %s', async (tag, within, names) => {
  expect((await stacksOf({ stacks }, within, tag)).map(({ name }) => name)).toEqual(names)
})

test('repository and account side by side, each with what the other lacks', () => {
  const items = sideBySide([{ name: 'web', type: 'Backend Service' }, { name: 'new' }], [web, old], 'mm:service')
  expect(items).toEqual([
    { name: 'new', inRepository: true, deployed: false },
    { name: 'old', inRepository: false, deployed: true, stack: 'shop-dev-old', status: 'CREATE_COMPLETE' },
    {
      name: 'web',
      type: 'Backend Service',
      inRepository: true,
      deployed: true,
      stack: 'shop-dev-web',
      status: 'UPDATE_COMPLETE',
    },
  ])
  expect(
    listText(items, 'services')
      .split('\n')
      .map(line => line.replace(/ +/g, ' ')),
  ).toEqual(['new not deployed', 'old CREATE_COMPLETE not in the repository', 'web Backend Service UPDATE_COMPLETE'])
  expect(listText([], 'services')).toBe('no services, neither in the repository nor deployed')
})

test('without an answer of AWS nothing is said about what is deployed', () => {
  const asked = { region: 'eu-central-1', deployed: { offline: 'there are no AWS credentials' } }
  expect(listing([{ name: 'web' }], asked, 'mm:service')).toEqual({
    items: [{ name: 'web', inRepository: true }],
    notes: ["AWS wasn't asked about eu-central-1: there are no AWS credentials"],
  })
})

test('environments of several places, each once', () => {
  const stray = stack('shop-stray', { id: 'arn:stray', tags: { 'mm:app': 'shop', 'mm:env': 'stray' } })
  const { items, notes } = listEnvironments([
    { region: 'eu-central-1', environments: ['dev'], answer: { value: [dev, stray] } },
    { region: 'eu-central-1', environments: ['test'], answer: { value: [dev, stray] } },
    { region: 'us-east-1', environments: ['prod'], answer: { offline: 'there are no AWS credentials' } },
  ])
  expect(items.map(({ name, region, inRepository, deployed }) => [name, region, inRepository, deployed])).toEqual([
    ['dev', 'eu-central-1', true, true],
    ['prod', 'us-east-1', true, undefined],
    ['stray', 'eu-central-1', false, true],
    ['test', 'eu-central-1', true, false],
  ])
  expect(notes).toEqual(["AWS wasn't asked about us-east-1: there are no AWS credentials"])
})
