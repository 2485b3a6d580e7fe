import { beforeEach, describe, expect, test } from '@jest/globals'
import { imageTag, type Recipe } from '../../../../src/ops/image/image-tag.js'
import { phases } from '../../../../src/ops/stack/phases.js'
import type { BuildRequest, TaggedImage } from '../../../../src/ops/ports/images.js'
import { publishImage, type ImageRequest } from '../../../../src/ops/image/publish-image.js'
import { fakeClock, fakeProgress, worldOf } from '../../../fakes/world.js'

const recipe: Recipe = { dockerfile: 'web/Dockerfile', context: 'web', args: {}, platform: 'linux/x86_64' }
const request: ImageRequest = {
  ...{ name: 'web', context: '/r/web', dockerfile: '/r/web/Dockerfile', args: {}, platform: 'linux/x86_64' },
  repository: { uri: 'registry/shop/web', name: 'shop/web', arn: 'arn:repository' },
  source: { commit: 'aaaaaaa', tree: 'same' },
  recipe,
}
const tag = (build = 1, source = request.source) => imageTag(source, recipe, build)

let said: string[]
let built: BuildRequest[]
let images: TaggedImage[]
beforeEach(() => {
  said = []
  built = []
  images = []
})

/** A registry that keeps what is pushed to it. */
function publish(more: Partial<ImageRequest> = {}, push?: () => Promise<string>) {
  const clock = fakeClock()
  const world = worldOf({
    progress: fakeProgress(said),
    registry: {
      ...worldOf({}).registry,
      images: async () => images,
      login: async () => ({ server: 's', username: 'u', password: 'p' }),
    },
    engine: {
      check: async () => {},
      build: async each => void built.push(each),
      push:
        push ??
        (async reference => {
          const digest = `sha256:${images.length + 1}`
          images = [...images, { tag: reference.slice('registry/shop/web:'.length), digest, pushedAt: clock.now() }]
          return digest
        }),
    },
  })
  return publishImage(world, { ...request, ...more }, phases(clock))
}

test('what nobody has built is built, once', async () => {
  expect(await publish()).toEqual({
    reference: 'registry/shop/web@sha256:1',
    tag: tag(),
    repositoryArn: 'arn:repository',
    commit: 'aaaaaaa',
  })
  expect(built).toMatchObject([{ reference: `registry/shop/web:${tag()}` }])
  expect(built[0]).not.toHaveProperty('anew')
  expect((await publish()).reference).toBe('registry/shop/web@sha256:1')
  expect(built).toHaveLength(1)
  expect(said.at(-1)).toBe(`info: the image shop/web:${tag()} is already in the registry`)
})

test('a commit that leaves the files alone builds nothing, and says whose image it is', async () => {
  await publish()
  const source = { commit: 'bbbbbbb', tree: 'same' }
  expect(await publish({ source })).toMatchObject({ reference: 'registry/shop/web@sha256:1', tag: tag(), commit: 'bbbbbbb' })
  expect(built).toHaveLength(1)
  expect(said.at(-1)).toBe(
    `info: the image shop/web:${tag()} is already in the registry: it was built at aaaaaaa, which has the same files for it as bbbbbbb`,
  )
})

test('so do the same uncommitted files', async () => {
  const dirty = '0123456789ab'
  await publish({ source: { ...request.source, dirty } })
  await publish({ source: { commit: 'bbbbbbb', tree: 'same', dirty } })
  expect(built).toHaveLength(1)
  expect(said.at(-1)).toMatch(/: it was built at aaaaaaa, of the same uncommitted files$/)
})

test('files in it that no commit tells of are told of when it is taken as it is', async () => {
  const source = { commit: 'aaaaaaa', ignored: ['dist/app.js', '.env'] }
  await publish({ source })
  expect(said.join()).not.toContain('git ignores')
  await publish({ source })
  expect(said.at(-1)).toBe(
    'info: files that git ignores go into the image of web (dist/app.js, .env), and may have changed since it was built: .dockerignore keeps them out, --rebuild builds it anew',
  )
  expect((await publish({ source: { ...source, commit: 'bbbbbbb' } })).reference).toBe('registry/shop/web@sha256:2')
})

test("that mm's own notes go into it is told when it's built, and only then", async () => {
  const source = { commit: 'aaaaaaa', tree: 'same', withRecords: true }
  await publish({ source })
  expect(said.join('\n')).toContain('(.mm) goes into the image of web: write .mm into its .dockerignore')
  said.length = 0
  await publish({ source })
  expect(said.join('\n')).not.toContain('.mm')
})

describe('built anew', () => {
  test('it gets a tag of its own, and later deployments take it', async () => {
    await publish()
    expect(await publish({ rebuilds: new Set() })).toMatchObject({ reference: 'registry/shop/web@sha256:2', tag: tag(2) })
    expect(built[1]).toMatchObject({ reference: `registry/shop/web:${tag(2)}`, anew: true })
    expect((await publish()).tag).toBe(tag(2))
    expect((await publish({ source: { commit: 'bbbbbbb', tree: 'same' } })).tag).toBe(tag(2))
    expect((await publish({ rebuilds: new Set() })).tag).toBe(tag(3))
    expect(built).toHaveLength(3)
  })

  test('although there was none yet, it is built without what was kept', async () => {
    expect((await publish({ rebuilds: new Set() })).tag).toBe(tag())
    expect(built[0]).toHaveProperty('anew', true)
  })

  test('it is once for all environments with one repository', async () => {
    const rebuilds = new Set<string>()
    const elsewhere = { ...request.repository, uri: 'other/shop/web' }
    await publish({ rebuilds })
    expect((await publish({ rebuilds })).tag).toBe(tag())
    expect((await publish({ rebuilds, repository: elsewhere })).tag).toBe(tag(2))
    expect(built).toHaveLength(2)
  })

  test('one whose push failed is not taken for built', async () => {
    const rebuilds = new Set<string>()
    await expect(publish({ rebuilds }, () => Promise.reject(new Error('the connection broke')))).rejects.toThrow('broke')
    expect(rebuilds.size).toBe(0)
  })
})
