import { beforeEach, describe, expect, test } from '@jest/globals'
import { deployService } from '../../../../src/ops/service/deploy-service.js'
import { rollBackService } from '../../../../src/ops/service/rollback-service.js'
import type { Stack } from '../../../../src/ops/ports/cloudformation.js'
import type { Premises } from '../../../../src/ops/ports/premises.js'
import type { World } from '../../../../src/ops/ports/world.js'
import { imageTag } from '../../../../src/ops/image/image-tag.js'
import { recipeOf, serviceProposal } from '../../../../src/ops/service/service-proposal.js'
import { serviceInputs } from '../../../../src/templates/service/service-inputs.js'
import { change, fakeClock, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'
import { backend, environment } from '../../../support/values.js'
import { premisesOf } from '../preflight/support.js'

const app = { name: 'shop', region: 'eu-central-1', blockPublicSnapshots: false, tags: {} }
const inputs = serviceInputs(backend(), { backends: [], environment: environment() })
const around = [
  stack('shop-dev', { outputs: Object.fromEntries(inputs.map(({ output }) => [output, 'x'])) }),
  stack('shop-dev-db', { outputs: { UriSecretArn: 'arn:secret', SecurityGroupId: 'sg-1' } }),
  stack('shop-shared', {
    outputs: {
      BackendRepositoryUri: 'registry/shop/backend',
      BackendRepositoryName: 'shop/backend',
      BackendRepositoryArn: 'arn:repository',
      ArtifactBucket: 'bucket',
    },
  }),
]
const request = {
  ...{ app, service: backend(), environment: environment(), backends: [], root: '/r' },
  ...{ allowUncommitted: false, failFast: true },
}
const { image } = request.service
const recipe = recipeOf(request, 'build' in image ? image.build : { dockerfile: '', context: '', args: {} })
const digest = `sha256:${'a'.repeat(64)}`

let calls: string[] = []
let found: string[] = []
beforeEach(() => {
  calls = []
  found = []
})

/** A world in which the image is there or not, what is built is noted, and which ends at the question. */
function worldWith(premises: Partial<Premises>, { pushed = false, existing = [] as Stack[], template = '' } = {}): World {
  const stacks = fakeStacks(calls, [...around, ...existing], {
    changes: { 'shop-dev-backend': [change('TaskDefinition')] },
    templates: { 'shop-dev-backend': template },
  })
  return worldOf({
    clock: fakeClock(),
    progress: fakeProgress(calls),
    premises: premisesOf(premises),
    git: {
      between: async () => ({ unknown: 'not asked' }),
      ignoredButSent: async () => [],
      state: async () => ({ commit: 'abc1234' }),
    },
    stacks: {
      ...stacks,
      async find(name) {
        found.push(name)
        return stacks.find(name)
      },
    },
    engine: {
      check: async () => {},
      build: async () => void calls.push('build'),
      push: async () => {
        calls.push('push')
        return digest
      },
    },
    registry: {
      digest: async () => undefined,
      has: async () => true,
      images: async () => {
        calls.push('look for the image')
        return pushed ? [{ tag: imageTag({ commit: 'abc1234' }, recipe), digest, pushedAt: 1 }] : []
      },
      tag: async () => undefined,
      login: async () => ({ server: 'registry', username: 'a', password: 'b' }),
    },
    services: {
      served: async () => [{ taskDefinition: 't', images: { backend: `registry/shop/backend@sha256:1` }, finishedAt: 1 }],
    } as unknown as World['services'],
  })
}

const stop = () => Promise.reject(new Error('far enough'))
const none: Partial<Premises> = { secret: async () => 'missing', freeAddresses: async () => ({ x: 0 }) }

describe('a deployment', () => {
  test('that can succeed is looked at first, and its image is looked for once', async () => {
    await expect(deployService(worldWith({}), request, stop)).rejects.toThrow('far enough')
    expect(calls).toEqual([
      'Preflight',
      'look for the image',
      expect.stringMatching(/^Build backend/),
      'build',
      'Push backend',
      'push',
      'Compare shop-dev-backend with what is deployed',
      'propose shop-dev-backend',
      'discard shop-dev-backend',
    ])
  })

  test('asks for each stack once; for its own anew after the build', async () => {
    await expect(deployService(worldWith({}), request, stop)).rejects.toThrow('far enough')
    expect([...found].sort()).toEqual(['shop-dev', 'shop-dev-backend', 'shop-dev-backend', 'shop-dev-db', 'shop-shared'])
  })

  test("that can't is ended before anything is built, with all that is in the way", async () => {
    await expect(deployService(worldWith(none), request, stop)).rejects.toMatchObject({
      code: 'PreflightFailed',
      message: "backend can't be deployed to dev: 2 things are in the way",
    })
    expect(calls).toEqual(['Preflight', 'look for the image'])
  })

  const image = { reference: `registry/shop/backend@${digest}`, tag: 't', repositoryArn: 'arn:repository' }
  const [environmentStack, databaseStack, shared] = around
  const proposal = serviceProposal(request, { image, environment: environmentStack, database: databaseStack, shared })
  const { body, tags } = proposal
  const parameters = proposal.parameters as Record<string, string>
  const deployed = stack('shop-dev-backend', { outputs: { ServiceName: 'backend' }, parameters, tags })

  test('of what is deployed already is told what is wrong, and goes on', async () => {
    const world = worldWith(none, { pushed: true, existing: [deployed], template: body })
    await expect(deployService(world, request, stop)).rejects.toThrow('far enough')
    expect(calls.filter(call => /arn:secret|addresses/.test(call))).toHaveLength(2)
  })

  test('of the image that runs, with something else changed, is refused what is certain only', async () => {
    const world = worldWith(none, { pushed: true, existing: [deployed], template: 'another one' })
    await expect(deployService(world, request, stop)).rejects.toMatchObject({
      code: 'PreflightFailed',
      details: { why: expect.not.stringMatching(/addresses/) },
    })
    expect(calls).toEqual([
      'Preflight',
      'look for the image',
      expect.stringMatching(/^info: the subnets of backend have too few/),
    ])
  })

  test('of files that must not be deployed says so, whatever else is wrong', async () => {
    const world = worldWith(none)
    world.git.state = async () => ({ commit: 'abc1234', dirty: '0123456789ab' })
    const production = { ...request, environment: environment({ production: true }) }
    await expect(deployService(world, production, stop)).rejects.toMatchObject({ code: 'UncommittedFiles' })
  })
})

describe('a rollback', () => {
  const before = stack('shop-dev-backend', {
    outputs: { ServiceName: 'backend' },
    parameters: { Image: `registry/shop/backend@${digest}`, DatabaseUriSecret: 'arn:secret' },
  })

  test('is refused when its image is gone, and what it needs besides', async () => {
    const asked: unknown[] = []
    const ecrImage: Premises['ecrImage'] = async at => {
      asked.push(at)
      return undefined
    }
    const world = worldWith({ ecrImage, secret: async () => 'deleted' }, { existing: [before] })
    await expect(rollBackService(world, request, stop)).rejects.toMatchObject({
      code: 'PreflightFailed',
      details: { why: expect.stringMatching(/there is no image registry\/shop\/backend@sha256:1[^]*arn:secret was deleted/) },
    })
    expect(asked).toEqual([{ repository: 'shop/backend', digest: 'sha256:1' }])
    expect(calls.filter(call => call.startsWith('propose'))).toEqual([])
  })
})
