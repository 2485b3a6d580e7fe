import { describe, expect, test } from '@jest/globals'
import { image } from '../../../../src/ops/preflight/image.js'
import { imageAt, platformsIn } from '../../../../src/ops/preflight/image-reference.js'
import type { Intended } from '../../../../src/ops/preflight/check.js'
import type { Premises } from '../../../../src/ops/ports/premises.js'
import { intended, premisesOf } from './support.js'

const digest = `sha256:${'a'.repeat(64)}`
const hub = 'registry-1.docker.io'
const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'

test.each([
  ['nginx', { foreign: { registry: hub, repository: 'library/nginx', version: 'latest' } }],
  ['bitnami/nginx:1', { foreign: { registry: hub, repository: 'bitnami/nginx', version: '1' } }],
  ['docker.io/nginx:1', { foreign: { registry: hub, repository: 'library/nginx', version: '1' } }],
  ['public.ecr.aws/nginx/nginx:1.29', { foreign: { registry: 'public.ecr.aws', repository: 'nginx/nginx', version: '1.29' } }],
  ['localhost:5000/a/b', { foreign: { registry: 'localhost:5000', repository: 'a/b', version: 'latest' } }],
  [`ghcr.io/a/b:2@${digest}`, { foreign: { registry: 'ghcr.io', repository: 'a/b', version: digest } }],
  [`${ecr}/a/b:2`, { ecr: { account: '123456789012', region: 'eu-west-1', repository: 'a/b', tag: '2' } }],
  [`${ecr}/a`, { ecr: { account: '123456789012', region: 'eu-west-1', repository: 'a', tag: 'latest' } }],
  [`${ecr}.cn/a@${digest}`, { ecr: { account: '123456789012', region: 'eu-west-1', repository: 'a', digest } }],
])('where %s is', (reference, at) => {
  expect(imageAt(reference)).toEqual(at)
})

const index = (...platforms: string[]) =>
  JSON.stringify({
    manifests: platforms.map(each => ({ platform: { os: each.split('/')[0], architecture: each.split('/')[1] } })),
  })

test('the platforms of an index, without attestations; a single image names none', () => {
  expect(platformsIn(index('linux/amd64', 'unknown/unknown', 'linux/arm64', 'linux/arm64'))).toEqual([
    'linux/amd64',
    'linux/arm64',
  ])
  expect(platformsIn(JSON.stringify({ config: {}, layers: [] }))).toBeUndefined()
  expect(platformsIn(JSON.stringify({ manifests: [{}] }))).toBeUndefined()
})

describe('an image', () => {
  const location = 'registry.example/backend:2'
  const look = (found: Awaited<ReturnType<Premises['foreignImage']>>, more: Partial<Intended> = {}) =>
    image(
      { premises: premisesOf({ foreignImage: async () => found }) },
      intended({ image: location, ...more }, { image: { location } }),
    )

  test('that is built here is looked for by nobody', async () => {
    expect(await look(undefined, { image: undefined })).toEqual([])
  })
  test('that is there, for the platform or without a word about it, is nothing to speak of', async () => {
    expect(await look({})).toEqual([])
    expect(await look({ manifest: index('linux/arm64', 'linux/amd64') })).toEqual([])
  })
  test("that isn't there", async () => {
    expect(await look(undefined)).toEqual([
      {
        kind: 'wrong for new tasks',
        what: 'there is no image registry.example/backend:2',
        why: 'its registry says so',
        fix: ['image.location in mm/backend/manifest.yml'],
      },
    ])
  })
  test('that is there for another platform', async () => {
    expect(await look({ manifest: index('linux/arm64', 'linux/s390x') })).toMatchObject([
      {
        kind: 'wrong',
        what: "registry.example/backend:2 isn't there for linux/amd64",
        why: "it's there for linux/arm64, linux/s390x",
      },
    ])
  })
  test('that is shown to nobody', async () => {
    expect(await look('refused')).toMatchObject([{ kind: 'doubtful' }])
  })

  test('of another registry is asked for its platforms only when it is new', async () => {
    const asked: unknown[] = []
    const premises = premisesOf({
      foreignImage: async (_, platforms) => {
        asked.push(platforms)
        return {}
      },
    })
    for (const reference of ['registry.example/backend:1', location]) await image({ premises }, intended({ image: reference }))
    expect(asked).toEqual([false, true])
  })

  test("of ECR is asked for there; mm's own by its repository, whatever its host", async () => {
    const asked: unknown[] = []
    const premises = premisesOf({
      ecrImage: async at => {
        asked.push(at)
        return undefined
      },
    })
    await image({ premises }, intended({ image: `${ecr}/base:1` }))
    const own = await image(
      { premises },
      intended({ image: `127.0.0.1:5000/shop/backend@${digest}`, repositoryName: 'shop/backend' }),
    )
    expect(asked).toEqual([
      { account: '123456789012', region: 'eu-west-1', repository: 'base', tag: '1' },
      { repository: 'shop/backend', digest },
    ])
    expect(own).toMatchObject([{ fix: ['mm svc deploy backend --env dev builds one'] }])
  })
})
