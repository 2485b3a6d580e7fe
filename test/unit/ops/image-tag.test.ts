import { describe, expect, test } from '@jest/globals'
import { imageTag, type Recipe } from '../../../src/ops/image-tag.js'

const recipe: Recipe = { dockerfile: 'web/Dockerfile', context: 'web', args: { A: '1', B: '2' }, platform: 'linux/x86_64' }
const tag = (more: Partial<Recipe> = {}) => imageTag({ commit: 'abc1234' }, { ...recipe, ...more })

test('commit, content when it differs, and how it is built', () => {
  expect(tag()).toMatch(/^abc1234-[0-9a-f]{8}$/)
  expect(imageTag({ commit: 'abc1234', dirty: '0123456789ab' }, recipe)).toBe(tag().replace('-', '-dirty-0123456789ab-'))
  expect(imageTag({ dirty: '0123456789ab' }, recipe)).toMatch(/^uncommitted-dirty-0123456789ab-[0-9a-f]{8}$/)
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
