import { describe, expect, test } from '@jest/globals'
import { readApp } from '../../../../src/manifest/read-app.js'
import { readDatabase } from '../../../../src/manifest/read-database.js'
import { readEnvironment } from '../../../../src/manifest/read-environment.js'
import { readService } from '../../../../src/manifest/read-service.js'
import type { Source } from '../../../../src/manifest/source.js'
import type { Facts } from '../../../../src/ops/init/facts.js'
import { backend, candidate, facts, frontend, init, seen } from './support.js'

async function written(of?: Facts) {
  const { written: files, error } = await init(of ? { facts: of } : {})
  if (error) throw error as Error
  return Object.fromEntries(files.map(({ path, text }) => [path, text]))
}

/** The file, read back. */
const source = (files: Record<string, string>, file: string) => ({ file, text: files[file] ?? '' })

test('every written manifest is read back as what was planned', async () => {
  const files = await written()
  expect(readApp(source(files, 'mm/app.yml'))).toEqual({ name: 'shop', region: 'eu-central-1', tags: {} })
  expect(readEnvironment(source(files, 'mm/environments/dev/manifest.yml'), 'eu-central-1')).toMatchObject({
    name: 'dev',
    network: { vpc: { cidr: '10.0.0.0/16' }, nat: 'instance' },
  })
  expect(readDatabase(source(files, 'mm/db/manifest.yml'), 'dev')).toMatchObject({
    name: 'db',
    version: '8.0.15',
    storage: { size: 20 },
    backup: { every: 4, keep: 7 },
  })
  expect(readService(source(files, 'mm/backend/manifest.yml'), 'dev')).toMatchObject({
    name: 'backend',
    type: 'Backend Service',
    image: { build: { dockerfile: 'backend/Dockerfile', context: 'backend' } },
    port: 3000,
    http: { path: '/', healthcheck: { path: '/healthz', interval: 10, timeout: 5 } },
    database: { name: 'db', as: 'MONGODB_URI' },
  })
  expect(readService(source(files, 'mm/frontend/manifest.yml'), 'dev')).toMatchObject({
    name: 'frontend',
    type: 'Load Balanced Web Service',
    variables: {},
  })
})

// What is offered as a comment must be right when somebody takes the # away.
test.each([
  ['mm/app.yml', readApp],
  ['mm/environments/dev/manifest.yml', (from: Source) => readEnvironment(from, 'eu-central-1')],
  ['mm/backend/manifest.yml', (from: Source) => readService(from, 'prod')],
  ['mm/frontend/manifest.yml', (from: Source) => readService(from, 'prod')],
  ['mm/db/manifest.yml', (from: Source) => readDatabase(from, 'prod')],
] as const)('in %s every commented-out key is taken', async (file, read) => {
  const { [file]: text = '' } = await written()
  const isKey = /^(\s*)# ((?: *)(?:[a-z_]+: .*|[a-z]+:|[A-Z_]+: \w+))$/
  const lines = text.split('\n')
  expect(lines.filter(line => isKey.test(line)).length).toBeGreaterThan(1)
  const open = lines.map(line => line.replace(isKey, '$1$2')).join('\n')
  expect(() => read({ file, text: open })).not.toThrow()
})

describe('a service', () => {
  const text = async (of: Facts, file: string) => (await written(of))[file] ?? ''

  test('shows where each value comes from', async () => {
    const manifest = await text(facts(frontend(), backend()), 'mm/backend/manifest.yml')
    expect(manifest).toContain('  # From backend/Dockerfile:2  EXPOSE 3000\n  port: 3000\n')
    expect(manifest).toContain('    # From backend/server.js:3  text of /healthz\n    path: /healthz\n')
    expect(manifest).toContain('# From backend/server.js:4  text of MONGODB_URI\ndatabase: db\n')
  })

  test('gets its backend under the name that its code uses', async () => {
    const manifest = await text(facts(frontend({ urlVariables: [seen('API_URL')] }), backend()), 'mm/frontend/manifest.yml')
    expect(readService({ file: 'f', text: manifest }, 'dev').variables).toEqual({ API_URL: 'http://backend.dev.shop.internal' })
  })

  test('gets its database under the name that its code uses', async () => {
    const manifest = await text(facts(frontend(), backend({ mongoVariable: seen('DATABASE_URL') })), 'mm/backend/manifest.yml')
    expect(readService({ file: 'f', text: manifest }, 'dev').database).toEqual({ name: 'db', as: 'DATABASE_URL' })
  })

  test('is built in the context that its Dockerfile needs', async () => {
    const own = candidate('web', {
      dockerfiles: [
        {
          file: 'web/Dockerfile',
          port: seen(80),
          context: { folder: '.', seen: seen('package.json', 'web/Dockerfile', 2, 'COPY package.json ./') },
        },
      ],
    })
    const manifest = await text(facts(own), 'mm/web/manifest.yml')
    expect(manifest).toContain('# From web/Dockerfile:2  COPY package.json ./\n    context: .')
    expect(readService({ file: 'f', text: manifest }, 'dev').image).toEqual({
      build: { dockerfile: 'web/Dockerfile', context: '.', args: {} },
    })
  })

  test('in a folder with a strange name, and with strange evidence, is still right', async () => {
    const folder = 'my "web": #1'
    const own = candidate('web', {
      dockerfiles: [{ file: `${folder}/Dockerfile`, port: seen(80, 'a\nb', 1, 'x: [\u001b[31m\r\ny: 1'), context: { folder } }],
      health: seen('/a?b=1&c=%20#x'),
    })
    const service = readService({ file: 'f', text: await text(facts(own), 'mm/web/manifest.yml') }, 'dev')
    expect(service.image).toEqual({ build: { dockerfile: `${folder}/Dockerfile`, context: folder, args: {} } })
    expect(service.http?.healthcheck.path).toBe('/a?b=1&c=%20#x')
  })
})
