import { expect, test } from '@jest/globals'
import type { ServedRevision } from '../../../src/ops/ports/running.js'
import { rollBackService, type ServiceRollbackRequest } from '../../../src/ops/rollback-service.js'
import type { Proposal } from '../../../src/ops/ports/cloudformation.js'
import { fakeClock, fakeProgress, fakeStacks, stack, worldOf } from '../../fakes/world.js'
import { environment, frontend } from '../../support/values.js'

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
  images.map((image, i) => ({ taskDefinition: `td:${i}`, images: { web: image }, finishedAt: 0 }))

function setUp(past: ServedRevision[]) {
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
  })
  const world = worldOf({
    stacks,
    clock: fakeClock(),
    progress: fakeProgress([]),
    registry: {
      login: () => Promise.reject(new Error('nobody logs in')),
      images: () => Promise.reject(new Error('nobody looks for another one')),
      tag: async () => undefined,
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

test('a tag that is none is refused before anything is proposed', async () => {
  const { proposals, run } = setUp([])
  await expect(run('v9')).rejects.toMatchObject({ code: 'NoSuchImage', exitCode: 5 })
  await expect(run()).rejects.toMatchObject({ code: 'NothingToGoBackTo', exitCode: 5 })
  expect(proposals).toEqual([])
})
