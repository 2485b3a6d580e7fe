import { describe, expect, test } from '@jest/globals'
import {
  commitOf,
  contentHash,
  earlierTag,
  imageTag,
  isDirty,
  tagParts,
  type Recipe,
} from '../../../../src/ops/image/image-tag.js'

const recipe: Recipe = { dockerfile: 'web/Dockerfile', context: 'web', args: { A: '1', B: '2' }, platform: 'linux/x86_64' }
const tag = (more: Partial<Recipe> = {}) => imageTag({ commit: 'abc1234' }, { ...recipe, ...more })

test('commit, content when it differs, and how it is built', () => {
  expect(tag()).toMatch(/^abc1234-[0-9a-f]{12}$/)
  expect(imageTag({ commit: 'abc1234', dirty: '0123456789ab' }, recipe)).toBe(tag().replace('-', '-dirty-0123456789ab-'))
  expect(imageTag({ dirty: '0123456789ab' }, recipe)).toMatch(/^uncommitted-dirty-0123456789ab-[0-9a-f]{12}$/)
})

describe('of the same commit', () => {
  test.each<[string, Partial<Recipe>]>([
    ['an argument has another value', { args: { A: '1', B: '3' } }],
    ['an argument is gone', { args: { A: '1' } }],
    ['values have changed places', { args: { A: '2', B: '1' } }],
    ['another target', { target: 'production' }],
    ['another platform', { platform: 'linux/arm64' }],
    ['another Dockerfile', { dockerfile: 'web/Dockerfile.prod' }],
    ['another context', { context: '.' }],
  ])('%s: another tag', (_, more) => {
    expect(tag(more)).not.toBe(tag())
  })

  test('arguments in another order: the same tag', () => {
    expect(tag({ args: { B: '2', A: '1' } })).toBe(tag())
  })
})

describe('the content', () => {
  const content = (source: Parameters<typeof contentHash>[0]) => contentHash(source, recipe)

  test('of two commits with one tree is one; without a tree each commit has its own', () => {
    expect(content({ commit: 'abc1234', tree: 't' })).toBe(content({ commit: 'def5678', tree: 't' }))
    expect(content({ commit: 'abc1234', tree: 't' })).not.toBe(content({ commit: 'abc1234', tree: 'u' }))
    expect(content({ commit: 'abc1234' })).not.toBe(content({ commit: 'def5678' }))
  })
})

describe('of a tag', () => {
  const sources = [{ commit: 'abc1234' }, { commit: 'abc1234def', dirty: '0123456789ab' }, { dirty: '0123456789ab' }]

  test.each(sources)('the parts are what it was made of: %j', source => {
    const parts = { ...source, content: contentHash(source, recipe) }
    expect(tagParts(imageTag(source, recipe))).toEqual({ ...parts, build: 1 })
    expect(tagParts(imageTag(source, recipe, 12))).toEqual({ ...parts, build: 12 })
    expect(imageTag(source, recipe, 12)).toBe(`${imageTag(source, recipe)}-r12`)
    expect(commitOf(imageTag(source, recipe, 2))).toBe(source.commit)
    expect(isDirty(imageTag(source, recipe, 2))).toBe('dirty' in source)
  })

  test.each(['abc1234', 'abc1234-dirty-0123456789ab', 'abc1234-0123abcd', 'abc1234-dirty-0123456789ab-0123abcd'])(
    "%s, an earlier mm's, only the commit is known",
    earlier => {
      expect([tagParts(earlier), commitOf(earlier)]).toEqual([undefined, 'abc1234'])
    },
  )

  test.each(['latest', 'v1', '1.0', 'abc1234-0123456789ab-r', 'abc1234-0123456789ab-rx', 'abc1234-0123456789ab-r2-r3'])(
    '%s, which is nothing of the kind, nothing is known',
    other => {
      expect([tagParts(other), commitOf(other)]).toEqual([undefined, undefined])
    },
  )

  test('an earlier mm gave is known by its commit and its recipe', () => {
    expect(earlierTag({ commit: 'abc1234', tree: 't' }, recipe)).toBe(earlierTag({ commit: 'abc1234', tree: 'u' }, recipe))
    expect(earlierTag({ commit: 'abc1234' }, recipe)).toMatch(/^abc1234-[0-9a-f]{8}$/)
    expect(earlierTag({ commit: 'abc1234' }, { ...recipe, target: 'x' })).not.toBe(earlierTag({ commit: 'abc1234' }, recipe))
  })
})
