import { describe, expect, test } from '@jest/globals'
import type { ServedRevision } from '../../../../src/ops/ports/running.js'
import { rollBackService, type ServiceRollbackRequest } from '../../../../src/ops/service/rollback-service.js'
import type { Proposal } from '../../../../src/ops/ports/cloudformation.js'
import { fakeClock, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'
import { environment, frontend } from '../../../support/values.js'

const uri = '1.dkr.ecr.eu-central-1.amazonaws.com/shop/web'
const web = stack('shop-dev-web', {
  parameters: { App: 'shop', Image: `${uri}@sha256:2`, RepositoryArn: 'arn:repository' },
  tags: { 'mm:app': 'shop', 'mm:env': 'dev', 'mm:service': 'web' },
  outputs: { ServiceName: 'web', TaskDefinitionArn: 'td:2' },
  roleArn: 'arn:role',
})
const shared = stack('shop-shared', {
  outputs: { WebRepositoryUri: uri, WebRepositoryName: 'shop/web', WebRepositoryArn: 'arn:repository', ArtifactBucket: 'bucket' },
})
const served = (...images: string[]): ServedRevision[] =>
  images.map((image, i) => ({
    taskDefinition: `td:${9 - i}`,
    images: { web: image },
    finishedAt: Date.parse('2026-11-20T12:00:00Z'),
  }))

/** What the repository still holds, besides what is asked for by a tag. */
const allOf = (past: ServedRevision[]) => [...past.flatMap(({ images }) => images['web'] ?? []), `${uri}@sha256:7`]

function setUp(past: ServedRevision[], kept: string[] = allOf(past)) {
  const proposals: Proposal[] = []
  const stacks = fakeStacks([], [stack('shop-dev', { outputs: { ClusterName: 'c' } }), web, shared], {
    templates: { 'shop-dev-web': 'the deployed template' },
  })
  const propose = stacks.propose.bind(stacks)
  stacks.propose = async proposal => {
    proposals.push(proposal)
    return propose(proposal)
  }
  const describe = async () => ({
    name: 'web',
    cluster: 'c',
    status: 'ACTIVE',
    taskDefinition: 'td:2',
    desired: 1,
    running: 1,
    pending: 0,
    rollout: 'COMPLETED',
    deployments: [],
    events: [],
    answeredAt: 0,
  })
  const world = worldOf({
    stacks,
    clock: fakeClock(),
    progress: fakeProgress([]),
    registry: {
      login: () => Promise.reject(new Error('nobody logs in')),
      images: () => Promise.reject(new Error('nobody looks for another one')),
      has: async (name, digest) => name === 'shop/web' && kept.includes(`${uri}@${digest}`),
      tag: async (_, digest) => (digest === 'sha256:0' ? '1f3c9aa' : undefined),
      digest: async (_, tag) => (tag === '1f3c9aa' ? 'sha256:0' : undefined),
    },
    services: {
      describe,
      served: async () => past,
      alarms: async () => ({ names: [], watched: false, triggered: [] }),
      started: async () => [],
      stopped: async () => [],
      targets: async () => [],
      deploy: () => Promise.reject(new Error('nothing is deployed')),
      stopDeployment: async () => false,
    },
  })
  const run = (to?: string) => {
    const request = {
      app: { name: 'shop' },
      environment: environment(),
      service: frontend({ name: 'web' }),
      root: '/',
      failFast: true,
      to,
    }
    return rollBackService(world, request as ServiceRollbackRequest, async () => {})
  }
  return { proposals, run }
}

test('only the image changes: template, other parameters, tags and role are those of the stack', async () => {
  const { proposals, run } = setUp(served(`${uri}@sha256:2`, `${uri}@sha256:1`, `${uri}@sha256:0`))
  expect(await run()).toMatchObject({ from: `${uri}@sha256:2`, image: `${uri}@sha256:1` })
  expect(proposals).toEqual([
    {
      stackName: 'shop-dev-web',
      body: 'the deployed template',
      bucket: 'bucket',
      parameters: { App: undefined, RepositoryArn: undefined, Image: `${uri}@sha256:1` },
      tags: web.tags,
      roleArn: 'arn:role',
    },
  ])
})

test.each([
  ['1f3c9aa', `${uri}@sha256:0`],
  ['sha256:7', `${uri}@sha256:7`],
])('--to %s is an image of the repository', async (to, image) => {
  expect(await setUp([]).run(to)).toMatchObject({ image })
})

describe('an image that was deleted', () => {
  const past = served(...[3, 2, 1, 1, 0].map(n => `${uri}@sha256:${n}`))

  test('is refused before anything is proposed, with the nearest revision whose image is still there', async () => {
    const { proposals, run } = setUp(past, [`${uri}@sha256:0`])
    await expect(run()).rejects.toMatchObject({
      code: 'ImageGone',
      exitCode: 5,
      message: "the image of revision 9 of web isn't in shop/web any more",
      details: {
        why: expect.stringContaining(`${uri}@sha256:3, deployed on 2026-11-20`),
        state: 'nothing was changed',
        fix: ['mm svc rollback web --env dev --to 1f3c9aa (revision 5, of 2026-11-20: the nearest whose image is still there)'],
      },
    })
    expect(proposals).toEqual([])
  })

  test('one without a tag is named by its digest', async () => {
    const { run } = setUp(past, [`${uri}@sha256:1`, `${uri}@sha256:0`])
    await expect(run()).rejects.toMatchObject({
      details: { fix: [expect.stringMatching(/ --to sha256:1 \(revision 7, /)] },
    })
  })

  test('and all those before it: it must be built anew', async () => {
    const { proposals, run } = setUp(past, [])
    await expect(run()).rejects.toMatchObject({
      code: 'ImageGone',
      details: { fix: [expect.stringContaining('mm svc deploy web --env dev')] },
    })
    expect(proposals).toEqual([])
  })

  test("of another registry isn't asked for", async () => {
    const { run } = setUp(served(`${uri}@sha256:2`, 'registry.example/web:1'), [])
    expect(await run()).toMatchObject({ image: 'registry.example/web:1' })
  })
})

test('a tag that is none, and a digest that is none, are refused before anything is proposed', async () => {
  const { proposals, run } = setUp([])
  await expect(run('v9')).rejects.toMatchObject({ code: 'NoSuchImage', exitCode: 5 })
  await expect(run('sha256:9')).rejects.toMatchObject({
    code: 'NoSuchImage',
    exitCode: 5,
    message: expect.stringContaining('digest'),
  })
  await expect(run()).rejects.toMatchObject({ code: 'NothingToGoBackTo', exitCode: 5 })
  expect(proposals).toEqual([])
})
