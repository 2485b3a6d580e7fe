import { describe, expect, test } from '@jest/globals'
import type { Service } from '../../../../src/manifest/service.js'
import type { Intended } from '../../../../src/ops/preflight/check.js'
import { dockerfile } from '../../../../src/ops/preflight/dockerfile.js'
import { going } from '../../../../src/ops/preflight/going.js'
import { roles } from '../../../../src/ops/preflight/roles.js'
import { secrets } from '../../../../src/ops/preflight/secrets.js'
import type { DockerfileSays, Premises } from '../../../../src/ops/ports/premises.js'
import { foundLock } from '../../../fakes/locks.js'
import { database, frontend } from '../../../support/values.js'
import { deployed, intended, premisesOf } from './support.js'

describe('secrets and parameters', () => {
  const look = (premises: Partial<Premises>, more: Partial<Intended> = {}, service: Partial<Service> = {}) =>
    secrets({ premises: premisesOf(premises) }, intended(more, service))
  const withTls = (): Intended['request'] => ({ ...intended().request, database: database({ tls: 'require' }) })
  const none: Partial<Premises> = { secret: async () => 'missing', parameter: async () => false }

  test('that are there are nothing to speak of', async () => {
    expect(await look({}, { request: withTls() })).toEqual([])
  })
  test('that are gone are all told', async () => {
    expect(await look(none, { request: withTls() })).toMatchObject([
      { kind: 'wrong', what: "arn:secret isn't there", why: 'backend gets MONGODB_URI from it, the connection string of db' },
      { kind: 'wrong', what: "arn:ca isn't there" },
    ])
  })
  test('a deleted secret can be brought back for some days', async () => {
    expect(await look({ secret: async () => 'deleted' })).toMatchObject([
      { what: 'arn:secret was deleted', fix: ['aws secretsmanager restore-secret --secret-id arn:secret'] },
    ])
  })
  test('a certificate is none of a database without TLS', async () => {
    expect(await look({ parameter: () => Promise.reject(new Error('not asked')) })).toEqual([])
  })
  test('are those that the stack has when nothing else is known, as in a rollback', async () => {
    const before = deployed({ parameters: { DatabaseUriSecret: 'arn:kept', DatabaseCa: 'arn:kept-ca' } })
    expect(await look(none, { database: undefined, before })).toMatchObject([
      { what: "arn:kept isn't there" },
      { what: "arn:kept-ca isn't there" },
    ])
    expect(await look(none, { database: undefined, before: deployed() })).toEqual([])
  })
  test('are no matter for a service that connects elsewhere', async () => {
    expect(await look(none, {}, { variables: { MONGODB_URI: 'mongodb://elsewhere' } })).toEqual([])
    const { request } = intended()
    expect(await look(none, { request: { ...request, service: frontend() } })).toEqual([])
  })
})

describe('the roles', () => {
  const look = (premises: Partial<Premises>, more: Partial<Intended> = {}) =>
    roles({ premises: premisesOf(premises) }, intended(more))

  test('that ECS may take on are nothing to speak of', async () => {
    expect(await look({ trusted: async () => ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] })).toEqual([])
  })
  test("are the stack's to make at first", async () => {
    expect(await look({ taskRoles: () => Promise.reject(new Error('not asked')) }, { before: undefined })).toEqual([])
  })
  test('may be gone', async () => {
    const premises = { trusted: async (arn: string) => (arn.endsWith('Task') ? undefined : ['ecs-tasks.amazonaws.com']) }
    expect(await look(premises)).toEqual([
      {
        kind: 'wrong',
        what: "the role shop-Task isn't there any more",
        why: 'the tasks of backend act by it',
        fix: ['mm svc delete backend --env dev, then deploy it anew: its stack makes the role again'],
      },
    ])
  })
  test('may trust somebody else, or nobody', async () => {
    expect(await look({ trusted: async () => ['lambda.amazonaws.com'] })).toMatchObject([
      {
        what: "ECS can't assume the role shop-Execution",
        why: expect.stringMatching(/trusts lambda\.amazonaws\.com, not ecs-tasks/),
      },
      {
        what: "ECS can't assume the role shop-Task",
        fix: [expect.stringMatching(/--role-name shop-Task --policy-document '\{.*\}'$/)],
      },
    ])
    expect(await look({ trusted: async () => [] })).toMatchObject([{ why: expect.stringMatching(/trusts no service/) }, {}])
  })
  test('that the revision names none of are none', async () => {
    expect(await look({ taskRoles: async () => ({}), trusted: async () => undefined })).toEqual([])
  })
})

describe('the Dockerfile', () => {
  const look = (says: DockerfileSays, more: Partial<Intended> = {}, service: Partial<Service> = {}) =>
    dockerfile({ premises: premisesOf({ dockerfile: async () => says }) }, intended(more, service))
  const first = { before: undefined }

  test.each<[string, DockerfileSays, Partial<Intended>, number]>([
    ['exposes nothing', { ports: [] }, first, 0],
    ['exposes the port among others', { ports: [9229, 8080] }, first, 0],
    ['exposes another port', { ports: [3000] }, first, 1],
    ['exposes another port of what runs already', { ports: [3000] }, {}, 1],
    ['checks the same path', { ports: [], healthPath: '/healthz' }, first, 0],
    ['checks another path', { ports: [], healthPath: '/up' }, first, 1],
    ['checks another path, and the balancer has proved its own', { ports: [], healthPath: '/up' }, {}, 0],
    ['says both otherwise', { ports: [1], healthPath: '/up' }, first, 2],
    ['is of another image than the one that is gone back to', { ports: [1], healthPath: '/up' }, { image: 'r@sha256:1' }, 0],
  ])('%s', async (_, says, more, findings) => {
    const found = await look(says, more)
    expect(found).toHaveLength(findings)
    expect(found.every(({ kind }) => kind === 'doubtful')).toBe(true)
  })

  test('is quoted by its path, and read of the stage that is built', async () => {
    const asked: unknown[] = []
    const premises = premisesOf({
      dockerfile: async (...args) => {
        asked.push(args)
        return { ports: [3000, 9229] }
      },
    })
    const image = { build: { dockerfile: 'backend/Dockerfile', context: 'backend', target: 'run', args: {} } }
    expect(await dockerfile({ premises }, intended({}, { image }))).toMatchObject([
      { what: 'backend/Dockerfile exposes 3000, 9229, and image.port in mm/backend/manifest.yml is 8080' },
    ])
    expect(asked).toEqual([['/r/backend/Dockerfile', 'run']])
  })
  test('may expose an argument', async () => {
    const image = { build: { dockerfile: 'Dockerfile', context: '.', args: { PORT: '8080' } } }
    expect(await look({ ports: [3000] }, {}, { image })).toEqual([])
  })
  test('is none of an image of another registry, nor is the path one of a service without requests', async () => {
    expect(await look({ ports: [1] }, first, { image: { location: 'x' } })).toEqual([])
    const { request } = intended()
    const worker = structuredClone(request.service)
    delete worker.http
    const idle = { ...first, request: { ...request, service: worker } }
    expect(await look({ ports: [], healthPath: '/up' }, idle)).toEqual([])
  })
})

describe('what goes on already', () => {
  const lock = foundLock('shop-dev-backend')
  const look = (wait: number | undefined, more: Partial<Intended> = {}) =>
    going({ premises: premisesOf(), ...(wait === undefined ? {} : { lockedBy: async () => ({ lock, wait }) }) }, intended(more))

  test('may be nothing', async () => {
    expect(await look(undefined)).toEqual([])
    expect(await look(undefined, { before: undefined })).toEqual([])
    expect(await going({ premises: premisesOf(), lockedBy: async () => undefined }, intended())).toEqual([])
  })
  test("somebody else's lock is refused, or waited for", async () => {
    expect(await look(0)).toMatchObject([
      { kind: 'wrong', what: 'shop-dev-backend is locked by ben at desk', error: { code: 'Locked', exitCode: 1 } },
    ])
    expect(await look(60_000)).toMatchObject([
      { kind: 'told', what: expect.stringMatching(/^shop-dev-backend is locked by ben at desk, who will be waited for/) },
    ])
  })
  test("CloudFormation's own work is waited for, and a stack that is stuck is refused", async () => {
    expect(await look(undefined, { before: deployed({ status: 'UPDATE_IN_PROGRESS' }) })).toEqual([
      { kind: 'told', what: 'shop-dev-backend is in UPDATE_IN_PROGRESS, which will be waited for' },
    ])
    expect(await look(undefined, { before: deployed({ status: 'UPDATE_ROLLBACK_FAILED' }) })).toMatchObject([
      { kind: 'wrong', error: { code: 'StackStuck' } },
    ])
  })
})
