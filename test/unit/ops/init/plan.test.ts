import { describe, expect, test } from '@jest/globals'
import { addressesOf } from '../../../../src/ops/init/addresses.js'
import type { Candidate } from '../../../../src/ops/init/facts.js'
import { roleOf } from '../../../../src/ops/init/role.js'
import { answers, backend, candidate, facts, frontend, init, seen } from './support.js'

describe('what people open, and what only services call', () => {
  const role = (own: Candidate, ...others: Candidate[]) => roleOf(own, facts(own, ...others), answers())
  const other = candidate('other')
  const mongo = seen('mongoose', 'package.json')
  const pages = seen('react', 'package.json')

  test.each([
    ['alone', candidate('api'), [], 'frontend', /only service/],
    ['with the database', candidate('web', { mongo }), [other], 'backend', /text of mongoose/],
    ['that calls another by its name', candidate('a', { urlVariables: [seen('OTHER_URL')] }), [other], 'frontend', /OTHER_URL/],
    [
      'that calls any backend',
      candidate('a', { urlVariables: [seen('INTERNAL_API_BASE_URL')] }),
      [other],
      'frontend',
      /INTERNAL_API/,
    ],
    ['with pages', candidate('a', { pages }), [other], 'frontend', /react/],
    [
      'with pages and the database, and no other frontend',
      candidate('a', { pages, mongo }),
      [candidate('worker', { mongo })],
      'frontend',
      /react/,
    ],
    [
      'with pages and the database behind a frontend',
      candidate('a', { pages, mongo }),
      [candidate('b', { pages })],
      'backend',
      /mongoose/,
    ],
    ['by its name', candidate('storefront'), [other], 'frontend', /its name is storefront/],
    ['by its name', candidate('order-api'), [other], 'backend', /its name is order-api/],
  ])('one %s', (_, own, others, value, because) => {
    expect(role(own, ...others)).toEqual({ value, because: expect.stringMatching(because) })
  })

  test('nothing tells', () => {
    expect(role(candidate('thing', { urlVariables: [seen('STRIPE_API_URL'), seen('SENTRY_URL')] }), other)).toBeUndefined()
  })

  test('an answer counts more than anything', () => {
    expect(roleOf(backend(), facts(backend(), frontend()), answers({ frontends: ['backend'] }))?.value).toBe('frontend')
  })
})

test.each([
  [['BACKEND_URL'], ['backend'], {}],
  [['API_URL', 'STRIPE_API_URL'], ['backend'], { API_URL: 'backend' }],
  [['API_URL'], ['users', 'orders'], {}],
  [['USERS_API_URL', 'ORDERS_ORIGIN', 'ORDERS_URL'], ['users', 'orders'], { USERS_API_URL: 'users', ORDERS_ORIGIN: 'orders' }],
  [['ORDER_API_ENDPOINT'], ['order-api'], { ORDER_API_ENDPOINT: 'order-api' }],
  [['NEXT_PUBLIC_API_URL', 'VITE_API_URL', 'PUBLIC_URL'], ['backend'], {}],
  [['API_URL'], [], {}],
])('the variables %j with the backends %j', (names, backends, expected) => {
  expect(addressesOf(candidate('web', { urlVariables: names.map(name => seen(name)) }), backends)).toEqual(expected)
})

describe('the plan', () => {
  const plan = async (...candidates: Candidate[]) => (await init({ facts: facts(...candidates) })).result

  test('has the evidence for every guess', async () => {
    expect(await plan(frontend(), backend())).toMatchObject({
      app: { value: 'shop', because: 'the name of the repository' },
      region: { value: 'eu-central-1', because: 'AWS_REGION' },
      database: { value: 'db', because: 'backend/package.json:7  "mongodb": "7.0.0"' },
      services: [
        {
          name: 'backend',
          type: { value: 'Backend Service', because: 'backend/package.json:7  "mongodb": "7.0.0"' },
          port: { value: 3000, because: 'backend/Dockerfile:2  EXPOSE 3000' },
          health: { value: '/healthz', because: 'backend/server.js:3  text of /healthz' },
          database: { value: 'MONGODB_URI', because: 'backend/server.js:4  text of MONGODB_URI' },
        },
        {
          name: 'frontend',
          type: { value: 'Load Balanced Web Service', because: 'frontend/server.js:5  text of BACKEND_URL' },
          path: '/',
        },
      ],
    })
  })

  test('says so where there is none', async () => {
    const own = backend()
    delete own.health
    delete own.mongoVariable
    const service = (await plan(frontend(), own))?.services[0]
    expect(service?.health).toEqual({ value: '/', because: 'neither a HEALTHCHECK nor a health route was seen' })
    expect(service?.database).toEqual({
      value: 'MONGODB_URI',
      because: expect.stringMatching(/no variable was seen, so mm's own name$/),
    })
  })

  test('a Dockerfile counts more than the source', async () => {
    const own = candidate('web', {
      port: seen(1),
      health: seen('/source'),
      dockerfiles: [{ file: 'web/Dockerfile', port: seen(2), health: seen('/docker'), context: { folder: 'web' } }],
    })
    expect((await plan(own))?.services[0]).toMatchObject({ port: { value: 2 }, health: { value: '/docker' } })
  })

  test('several public services have paths of their own', async () => {
    const services = (
      await plan(candidate('shop', { pages: seen('vue') }), candidate('admin', { pages: seen('vue') }), backend())
    )?.services
    expect(services?.map(({ name, path }) => [name, path])).toEqual([
      ['admin', '/admin'],
      ['backend', '/'],
      ['shop', '/'],
    ])
  })

  test('when no name tells, the first has the whole domain', async () => {
    const services = (await plan(candidate('a', { pages: seen('vue') }), candidate('b', { pages: seen('vue') }), backend()))
      ?.services
    expect(services?.map(({ path }) => path)).toEqual(['/', '/b', '/'])
  })

  test('a build context elsewhere is told, also when only an empty folder speaks for it', async () => {
    const own = candidate('web', { dockerfiles: [{ file: 'docker/web.Dockerfile', port: seen(80), context: { folder: 'web' } }] })
    expect((await plan(own))?.services[0]?.context).toEqual({
      value: 'web',
      because: 'there is nothing else beside docker/web.Dockerfile',
    })
  })

  test('without MongoDB there is no database', async () => {
    const result = await plan(frontend(), candidate('api'))
    expect(result).not.toHaveProperty('database')
    expect(result?.written).not.toContain('mm/db/manifest.yml')
  })

  test('--database none leaves it out, a name renames it', async () => {
    expect((await init({ answers: { database: 'none' } })).result?.services[0]).not.toHaveProperty('database')
    expect((await init({ answers: { database: 'orders' } })).result?.written).toContain('mm/orders/manifest.yml')
  })

  test("the database isn't called like a service", async () => {
    expect((await plan(frontend(), backend({ name: 'db' })))?.database?.value).toBe('mongodb')
  })

  test('that nobody could open is told', async () => {
    const result = await plan(backend(), candidate('worker'))
    expect(result?.notes).toEqual(['nobody can open any of these services from outside: --frontend <service> makes one public'])
  })
})
