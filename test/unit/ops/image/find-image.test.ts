import { describe, expect, test } from '@jest/globals'
import { findImage, type Wanted } from '../../../../src/ops/image/find-image.js'
import { earlierTag, imageTag, type Recipe } from '../../../../src/ops/image/image-tag.js'
import type { SourceState } from '../../../../src/ops/ports/repository.js'
import { worldOf } from '../../../fakes/world.js'

const recipe: Recipe = { dockerfile: 'web/Dockerfile', context: 'web', args: {}, platform: 'linux/x86_64' }
const repository = { uri: 'registry/shop/web', name: 'shop/web', arn: 'arn:repository' }
const now: SourceState = { commit: 'aaaaaaa', tree: 'same' }
const before: SourceState = { commit: 'bbbbbbb', tree: 'same' }
const dirty = '0123456789ab'

interface There {
  tag: string
  digest?: string
  pushedAt?: number
}

function look(there: There[], more: Partial<Wanted> = {}) {
  const images = there.map(({ tag, digest = `sha256:${tag}`, pushedAt = 0 }) => ({ tag, digest, pushedAt }))
  const world = worldOf({ registry: { ...worldOf({}).registry, images: async name => (name === 'shop/web' ? images : []) } })
  return findImage(world, { source: now, recipe, repository, ...more })
}
const found = async (...args: Parameters<typeof look>) => (await look(...args)).image?.tag

test('the image of an earlier commit with the same files, which it is deployed by', async () => {
  const tag = imageTag(before, recipe)
  expect((await look([{ tag }])).image).toEqual({
    reference: `registry/shop/web@sha256:${tag}`,
    tag,
    repositoryArn: 'arn:repository',
    commit: 'aaaaaaa',
  })
})

describe('none is', () => {
  test.each<[string, string, SourceState?]>([
    ['of other files', imageTag({ ...before, tree: 'other' }, recipe)],
    ['of the same files, built in another way', imageTag(before, { ...recipe, target: 'x' })],
    [
      'of an earlier commit, when its files are not known to be the same',
      imageTag({ commit: 'bbbbbbb' }, recipe),
      { commit: 'aaaaaaa' },
    ],
    ["of files that weren't committed, for files that are", imageTag({ ...now, dirty }, recipe)],
    ["of files that are committed, for files that aren't", imageTag(now, recipe), { ...now, dirty }],
    ['of other uncommitted files', imageTag({ ...now, dirty: 'ba9876543210' }, recipe), { ...now, dirty }],
    ["an earlier mm's of an earlier commit", earlierTag(before, recipe)],
    ['one that somebody else pushed', 'latest'],
  ])('one %s', async (_, tag, source = now) => {
    expect(await look([{ tag }], { source })).toEqual({ content: expect.any(String), tag: imageTag(source, recipe) })
  })
})

describe('and one is', () => {
  test.each<[string, string, SourceState?]>([
    ['of this very commit', imageTag(now, recipe)],
    ['of this very commit, by an earlier mm', earlierTag(now, recipe)],
    ['of the same uncommitted files, at another commit', imageTag({ ...before, dirty }, recipe), { ...now, dirty }],
    ['of the same uncommitted files, by an earlier mm', earlierTag({ ...now, dirty }, recipe), { ...now, dirty }],
    ['of this very commit, whose files are not all known', imageTag({ commit: 'aaaaaaa' }, recipe), { commit: 'aaaaaaa' }],
    ['of no commit yet', imageTag({ dirty }, recipe), { dirty }],
  ])('one %s', async (_, tag, source = now) => {
    expect(await found([{ tag }], { source })).toBe(tag)
  })
})

describe('of several', () => {
  const again = (source: SourceState, build: number) => imageTag(source, recipe, build)

  test('the one that was built anew last, whichever is deployed', async () => {
    const there = [2, 10, 1, 9].map(build => ({ tag: again(before, build), digest: `sha256:${build}` }))
    const deployed = async () => 'registry/shop/web@sha256:9'
    expect(await found(there, { deployed })).toBe(again(before, 10))
    expect((await look(there)).tag).toBe(again(now, 11))
  })

  const alike = [
    { tag: again({ ...now, commit: 'ccccccc' }, 1), digest: 'sha256:c', pushedAt: 2 },
    { tag: again(before, 1), digest: 'sha256:b', pushedAt: 3 },
    { tag: again({ ...now, commit: 'ddddddd' }, 1), digest: 'sha256:d', pushedAt: 1 },
  ]
  const own = { tag: again(now, 1), digest: 'sha256:a', pushedAt: 0 }

  test('alike, the deployed one; else that of this commit; else the newest', async () => {
    const deployed = async () => 'registry/shop/web@sha256:c'
    expect(await found([own, ...alike], { deployed })).toBe(alike[0]?.tag)
    expect(await found([own, ...alike], { deployed: async () => undefined })).toBe(own.tag)
    expect(await found([own, ...alike], { deployed: async () => 'registry/other@sha256:c' })).toBe(own.tag)
    expect(await found(alike)).toBe(alike[1]?.tag)
  })

  test('what is deployed is not asked for one alone', async () => {
    expect(await found([own], { deployed: () => Promise.reject(new Error('asked')) })).toBe(own.tag)
  })
})
