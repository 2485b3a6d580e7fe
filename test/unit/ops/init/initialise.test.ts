import { describe, expect, test } from '@jest/globals'
import { backend, candidate, facts, frontend, init, seen } from './support.js'

const refused = (code: string, more: Record<string, unknown> = {}, exitCode = 2) =>
  expect.objectContaining({ code, exitCode, details: expect.objectContaining({ state: 'nothing was written', ...more }) })

describe('the story', () => {
  test('with --yes: the plan, the files, what comes next', async () => {
    const { log, result } = await init()
    expect(log).toEqual(['plan of 5 new, 0 kept', 'write 5', 'done 5'])
    expect(result?.written).toEqual([
      'mm/app.yml',
      'mm/environments/dev/manifest.yml',
      'mm/backend/manifest.yml',
      'mm/frontend/manifest.yml',
      'mm/db/manifest.yml',
    ])
  })

  test('without: one confirmation', async () => {
    expect((await init({ request: { yes: false }, confirm: true })).log).toEqual([
      'plan of 5 new, 0 kept',
      'confirm',
      'write 5',
      'done 5',
    ])
  })

  test('declined: nothing is written', async () => {
    const { log, error } = await init({ request: { yes: false }, confirm: false })
    expect(log).toEqual(['plan of 5 new, 0 kept', 'confirm'])
    expect(error).toEqual(refused('Declined', {}, 1))
  })

  test('only shown: no question, no file', async () => {
    const { log, result } = await init({ request: { yes: false, onlyShow: true } })
    expect(log).toEqual(['plan of 5 new, 0 kept'])
    expect(result?.written).toEqual([])
  })

  test('interrupted before the files are written: none is', async () => {
    const { log, error } = await init({ request: { signal: AbortSignal.abort() } })
    expect(log).toEqual(['plan of 5 new, 0 kept'])
    expect(error).toEqual(refused('Interrupted', {}, 130))
  })
})

describe('questions', () => {
  const unknown = candidate('thing', { dockerfiles: [{ file: 'thing/Dockerfile', context: { folder: 'thing' } }] })

  test('are asked only about what is not known, one after the other', async () => {
    const { log, result } = await init({
      facts: facts(backend(), unknown),
      request: { region: undefined },
      asked: ['us-east-1', '8080', 'frontend'],
    })
    expect(log.filter(line => line.startsWith('ask'))).toEqual(['ask region', 'ask port thing', 'ask role thing'])
    expect(result).toMatchObject({ region: { value: 'us-east-1', because: 'your answer' } })
    expect(result?.services.find(({ name }) => name === 'thing')).toMatchObject({
      port: { value: 8080, because: 'your answer' },
      type: { value: 'Load Balanced Web Service', because: 'your answer' },
    })
  })

  test('an answer may settle another question: the Dockerfile that was chosen has a port', async () => {
    const two = candidate('web', {
      dockerfiles: [
        { file: 'web/Dockerfile', context: { folder: 'web' } },
        { file: 'web/Dockerfile.prod', port: seen(80), context: { folder: '.', seen: seen('web') } },
      ],
    })
    const chosen = await init({ facts: facts(two), asked: ['web/Dockerfile.prod'] })
    expect(chosen.log.filter(line => line.startsWith('ask'))).toEqual(['ask dockerfile web'])
    expect(chosen.result?.services[0]).toMatchObject({
      dockerfile: 'web/Dockerfile.prod',
      port: { value: 80 },
      context: { value: '.' },
    })
    const other = await init({ facts: facts(two), asked: ['web/Dockerfile', '3000'] })
    expect(other.log.filter(line => line.startsWith('ask'))).toEqual(['ask dockerfile web', 'ask port web'])
  })

  test('that nobody can answer are named all at once, after the plan', async () => {
    const { log, error } = await init({ facts: facts(backend(), unknown), request: { region: undefined, yes: false } })
    expect(log).toEqual(['plan of 5 new, 0 kept'])
    expect(error).toEqual(
      refused('MissingAnswers', {
        fix: ['--region eu-central-1', '--port thing=3000', '--frontend thing (or --backend thing)', '--yes'],
      }),
    )
  })

  test('with --yes that flag is not missing', async () => {
    expect((await init({ request: { region: undefined } })).error).toEqual(
      refused('MissingAnswers', { fix: ['--region eu-central-1'] }),
    )
  })

  test('when all is known but nobody can confirm, --yes is missing', async () => {
    const { log, error } = await init({ request: { yes: false } })
    expect(log).toEqual(['plan of 5 new, 0 kept'])
    expect(error).toEqual(refused('MissingAnswers', { fix: ['--yes'] }))
  })
})

describe('manifests that are there already', () => {
  const app = { name: 'shop', region: 'eu-west-1' }
  const web = {
    file: 'mm/web/manifest.yml',
    name: 'web',
    type: 'Load Balanced Web Service' as const,
    dockerfile: 'frontend/Dockerfile',
    port: 81,
    http: { path: '/', health: '/up' },
  }
  const api = {
    file: 'mm/backend/manifest.yml',
    name: 'backend',
    type: 'Backend Service' as const,
    dockerfile: 'backend/Dockerfile',
    port: 82,
    http: { path: '/', health: '/up' },
    database: 'DB_URL',
  }
  const all = { app, services: [api, web], databases: ['data'], environments: ['prod'] }

  test('are kept, and count more than any guess: also under another name than mm would give', async () => {
    const { log, result } = await init({ existing: all, request: { region: undefined } })
    expect(log).toEqual(['plan of 0 new, 5 kept', 'done 0'])
    expect(result).toMatchObject({
      app: { value: 'shop', because: 'mm/app.yml' },
      region: { value: 'eu-west-1', because: 'mm/app.yml' },
      database: { value: 'data' },
      environment: 'prod',
      services: [
        { name: 'backend', port: { value: 82, because: 'mm/backend/manifest.yml' }, database: { value: 'DB_URL' } },
        { name: 'web', port: { value: 81 }, health: { value: '/up' } },
      ],
    })
  })

  test('nothing is asked about them', async () => {
    const bare = candidate('frontend', { dockerfiles: [{ file: 'frontend/Dockerfile', context: { folder: 'frontend' } }] })
    expect((await init({ facts: facts(bare, backend()), existing: all })).log).toEqual(['plan of 0 new, 5 kept', 'done 0'])
  })

  test('what is missing beside them is written, and fits to them', async () => {
    const admin = candidate('admin', { pages: seen('react'), urlVariables: [seen('API_URL')] })
    const { result, log } = await init({ facts: facts(frontend(), backend(), admin), existing: all })
    expect(log).toEqual(['plan of 1 new, 5 kept', 'write 1', 'done 1'])
    expect(result?.written).toEqual(['mm/admin/manifest.yml'])
    expect(result?.services[0]).toMatchObject({ name: 'admin', path: '/admin', addresses: { API_URL: 'backend' } })
  })

  test.each([
    [{ app: 'other' }, 'this repository has the name shop already'],
    [{ region: 'us-east-1' }, 'this repository has the region eu-west-1 already'],
  ])('another application is refused: %j', async (answers, message) => {
    const { error, log } = await init({ existing: all, answers })
    expect(error).toEqual(refused('AppExists'))
    expect(error).toMatchObject({ message })
    expect(log).toEqual([])
  })

  test('the same name and region again are no mistake', async () => {
    expect((await init({ existing: all, answers: { app: 'shop', region: 'eu-west-1' } })).log).toEqual([
      'plan of 0 new, 5 kept',
      'done 0',
    ])
  })

  test('flags that change nothing are told', async () => {
    const { result } = await init({ existing: all, answers: { ports: { web: '90' }, backends: ['web'], database: 'db' } })
    expect(result?.notes).toEqual([
      '--database db changes nothing: mm/data/manifest.yml is there already',
      '--backend web, --port web=90 changes nothing: mm/web/manifest.yml is there already, and yours to edit',
    ])
  })

  test('are found by their name when they no longer build the Dockerfile', async () => {
    const foreign = { file: 'mm/backend/manifest.yml', name: 'backend', type: 'Backend Service' as const, port: 82 }
    const { result } = await init({ existing: { ...all, services: [foreign, web] } })
    expect(result?.files.filter(({ state }) => state === 'new')).toEqual([])
    expect(result?.services[0]).toMatchObject({
      name: 'backend',
      port: { value: 82 },
      health: { because: 'it takes no requests' },
    })
  })

  test('are meant by their own names: the one that mm would have given is told to be wrong', async () => {
    const { error } = await init({ existing: all, answers: { ports: { frontend: '90' } } })
    expect(error).toMatchObject({
      code: 'BadAnswers',
      message: '--port frontend: there is no such service here, there is backend, web',
    })
  })

  test('suffice without any Dockerfile', async () => {
    expect((await init({ facts: facts(), existing: all })).log).toEqual(['plan of 0 new, 5 kept', 'done 0'])
  })
})

describe('what is refused before anything is shown', () => {
  test('a repository without a Dockerfile', async () => {
    const { error } = await init({ facts: { ...facts(), notes: ['api is left alone: …'] } })
    expect(error).toEqual(
      refused('NoDockerfile', {
        why: expect.stringContaining('api is left alone'),
        fix: expect.arrayContaining(['FROM node:20-alpine']),
      }),
    )
  })

  test.each(['Shop', '1shop', 's', 'shop-', 'shop_eu', 'a'.repeat(21)])('the name %s', async app => {
    const { error } = await init({ answers: { app } })
    expect(error).toEqual(refused('BadAppName', { fix: [expect.stringMatching(/^mm init [a-z][a-z0-9-]{0,18}[a-z0-9]$/)] }))
  })

  test.each(['Frankfurt', 'eu', 'eu-central', 'eu-central-1a'])('the region %s', async region => {
    expect((await init({ answers: { region } })).error).toEqual(refused('BadRegion', { fix: ['--region eu-central-1'] }))
  })

  test.each([
    [
      { frontends: ['frnotend'] },
      '--frontend frnotend: there is no such service here, there is frontend, backend',
      '--frontend frontend',
    ],
    [{ ports: { web: '1' } }, '--port web: there is no such service here, there is frontend, backend', '--port frontend'],
    [{ ports: { backend: '70000' } }, "backend can't listen on port 70000: ports go from 1 to 65535", '--port backend=3000'],
    [{ ports: { backend: 'http' } }, "backend can't listen on port http: ports go from 1 to 65535", '--port backend=3000'],
    [{ healths: { backend: 'up' } }, '--health backend=up: it must be a path that starts with /', '--health backend=/up'],
    [{ frontends: ['backend'], backends: ['backend'] }, "backend can't be a frontend and a backend", '--frontend backend'],
    [
      { dockerfiles: { backend: 'Dockerfile' } },
      '--dockerfile backend=Dockerfile: there is no such Dockerfile of backend, there is backend/Dockerfile',
      '--dockerfile backend=backend/Dockerfile',
    ],
    [{ database: 'backend' }, '--database backend: a service has that name', '--database db'],
    [
      { database: 'My DB' },
      '--database My DB: a name has 1-30 lower case letters, digits or hyphens, and starts with a letter',
      '--database db',
    ],
    [
      { database: 'shared' },
      '--database shared: a name has 1-30 lower case letters, digits or hyphens, and starts with a letter',
      '--database db',
    ],
  ])('%j', async (answers, message, fix) => {
    const { error, log } = await init({ answers })
    expect(error).toEqual(refused('BadAnswers', { fix: [fix] }))
    expect(error).toMatchObject({ message })
    expect(log).toEqual([])
  })

  test('every wrong flag at once', async () => {
    const { error } = await init({ answers: { ports: { web: '0' }, healths: { backend: 'x' } } })
    expect(error).toMatchObject({
      message: '3 flags are wrong',
      details: { why: expect.stringMatching(/--port web.*\nweb can't listen.*\n--health backend=x/) },
    })
  })
})

test('a name is derived that AWS takes', async () => {
  const named = async (name: string) => (await init({ facts: { ...facts(frontend()), name } })).result?.app.value
  expect(await named('My_Shop (new)')).toBe('my-shop-new')
  expect(await named('2026-shop')).toBe('shop')
  expect(await named('a-very-long-name-of-a-repository')).toBe('a-very-long-name-of')
  expect(await named('x')).toBe('xapp')
  expect(await named('…')).toBe('app')
})
