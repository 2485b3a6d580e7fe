import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Candidate } from '../../../../src/ops/init/facts.js'
import { inspect } from '../../../../src/workspace/inspect/inspect.js'
import { repository, shopRepository, type Repository } from '../../../support/repository.js'

let repo: Repository
afterEach(() => repo.remove())

const node = 'FROM node:20-alpine\nWORKDIR /app\nCOPY package.json ./\nCOPY src ./src\nEXPOSE 3000\n'

function look(files: Record<string, string>) {
  repo = repository(files, { git: false })
  return inspect(repo.root)
}

/** A candidate in short: what is known, without places. */
const short = ({ folder, name, dockerfiles, port, health, mongo, mongoVariable, urlVariables, pages }: Candidate) => ({
  name,
  folder,
  dockerfiles: dockerfiles.map(
    each => `${each.file} in ${each.context.folder}, port ${each.port?.value}, health ${each.health?.value}`,
  ),
  source: [
    port?.value,
    health?.value,
    mongo?.value,
    mongoVariable?.value,
    urlVariables.map(({ value }) => value).join(),
    pages?.value,
  ],
})

test('the example shop', async () => {
  repo = shopRepository()
  const { name, candidates, notes } = await inspect(repo.root)
  expect({ name, notes }).toEqual({ name: 'shop', notes: [] })
  expect(
    candidates.map(({ folder, dockerfiles, mongo, mongoVariable, urlVariables }) => ({
      folder,
      port: dockerfiles[0]?.port?.value,
      health: dockerfiles[0]?.health?.value,
      context: dockerfiles[0]?.context,
      mongo: mongo?.value,
      variable: mongoVariable?.value,
      calls: urlVariables.map(({ value }) => value),
    })),
  ).toEqual([
    {
      folder: 'backend',
      port: 8080,
      health: '/healthz',
      context: { folder: 'backend' },
      mongo: 'mongodb',
      variable: 'MONGODB_URI',
      calls: [],
    },
    {
      folder: 'frontend',
      port: 3000,
      health: '/healthz',
      context: { folder: 'frontend' },
      mongo: undefined,
      variable: undefined,
      calls: ['BACKEND_URL'],
    },
  ])
})

test('one package at the root', async () => {
  const { name, candidates } = await look({
    'package.json':
      '{"name": "@acme/blog", "scripts": {"start": "node server.js"}, "dependencies": {"ejs": "5.0.0", "mongoose": "9.0.0"}}',
    Dockerfile: 'FROM node:20\nCOPY . .\n',
    'server.js': "app.get('/health', ok)\nmongoose.connect(process.env.MONGO_URL)\napp.listen(process.env.PORT || 3000)\n",
    'node_modules/x/server.js': 'process.env.MONGODB_URI',
    'test/server.js': 'process.env.MONGODB_URI',
  })
  expect(name).toBe('blog')
  expect(candidates.map(short)).toEqual([
    {
      name: 'blog',
      folder: '.',
      dockerfiles: ['Dockerfile in ., port undefined, health undefined'],
      source: [3000, '/health', 'mongoose', 'MONGO_URL', '', 'ejs'],
    },
  ])
})

test('Next.js before Express with mongoose, in TypeScript', async () => {
  const { candidates } = await look({
    'web/package.json': '{"dependencies": {"next": "16.0.0", "react": "19.0.0"}}',
    'web/Dockerfile': 'FROM node:20 AS deps\nCOPY package.json ./\nFROM node:20\nENV PORT=3000\n',
    'web/src/app/api/health/route.ts': 'export const GET = () => Response.json({})\n',
    'web/src/lib/api.ts': 'const base = process.env.API_URL!\n',
    'api/package.json': '{"dependencies": {"express": "5.0.0", "mongoose": "9.0.0"}}',
    'api/Dockerfile': node.replace('3000', '8080'),
    'api/src/env.ts': 'export const env = z.object({\n  DATABASE_URL: z.string(),\n}).parse(process.env)\n',
  })
  expect(candidates.map(short)).toEqual([
    {
      name: 'api',
      folder: 'api',
      dockerfiles: ['api/Dockerfile in api, port 8080, health undefined'],
      source: [undefined, undefined, 'mongoose', 'DATABASE_URL', '', undefined],
    },
    {
      name: 'web',
      folder: 'web',
      dockerfiles: ['web/Dockerfile in web, port 3000, health undefined'],
      source: [undefined, '/api/health', undefined, undefined, 'API_URL', 'next'],
    },
  ])
})

test('a pnpm workspace: images are built from its root, and the database is used through a package of it', async () => {
  const { candidates, notes } = await look({
    'package.json': '{"name": "shop"}',
    'pnpm-lock.yaml': '',
    'pnpm-workspace.yaml': 'packages: ["apps/*", "packages/*"]\n',
    'apps/api/package.json': '{"name": "@shop/api", "dependencies": {"@shop/orders": "workspace:*"}}',
    'apps/api/Dockerfile':
      'FROM node:20\nCOPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./\nCOPY apps/api apps/api\nEXPOSE 8080\n',
    'apps/jobs/package.json': '{"name": "@shop/jobs", "scripts": {"start": "node jobs.js"}}',
    'packages/orders/package.json': '{"name": "@shop/orders", "dependencies": {"@shop/db": "workspace:*"}}',
    'packages/db/package.json': '{"name": "@shop/db", "dependencies": {"mongodb": "7.0.0"}}',
    'packages/db/src/index.ts': "export const client = new MongoClient(process.env.MONGO_URI)\napp.get('/health')\n",
  })
  expect(candidates.map(short)).toEqual([
    {
      name: 'api',
      folder: 'apps/api',
      dockerfiles: ['apps/api/Dockerfile in ., port 8080, health undefined'],
      source: [undefined, undefined, 'mongodb', 'MONGO_URI', '', undefined],
    },
  ])
  expect(candidates[0]?.mongo?.file).toBe('packages/db/package.json')
  expect(candidates[0]?.dockerfiles[0]?.context.seen).toMatchObject({ value: 'pnpm-lock.yaml', line: 2 })
  expect(notes).toEqual([
    'apps/jobs is left alone: apps/jobs/package.json:1 has a start script, and there is no Dockerfile for it',
  ])
})

describe('Dockerfiles outside of what they build', () => {
  const packages = { 'package.json': '{"workspaces": ["web", "api"]}', 'web/package.json': '{}', 'api/package.json': '{}' }

  test.each([
    ['docker/web.Dockerfile', 'docker/api.Dockerfile'],
    ['Dockerfile.web', 'Dockerfile.api'],
    ['docker/web/Dockerfile', 'docker/api/Dockerfile'],
  ])('%s and %s', async (web, api) => {
    const { candidates } = await look({
      ...packages,
      [web]: 'FROM node\nCOPY package.json web ./\nEXPOSE 3000\n',
      [api]: 'FROM node\nCOPY api/package.json api ./\nEXPOSE 8080\n',
    })
    expect(
      candidates.map(({ name, folder, dockerfiles }) => [name, folder, dockerfiles[0]?.file, dockerfiles[0]?.context.folder]),
    ).toEqual([
      ['api', 'api', api, '.'],
      ['web', 'web', web, '.'],
    ])
  })

  test('without a hint in COPY the context is what is built, for there is nothing else beside the Dockerfile', async () => {
    const copyAll = 'FROM node\nCOPY . .\nEXPOSE 3000\n'
    const { candidates } = await look({
      ...packages,
      'docker/web.Dockerfile': copyAll,
      'build-image/Dockerfile': copyAll,
      'api/Dockerfile': copyAll,
    })
    expect(candidates.map(({ folder, dockerfiles }) => [folder, dockerfiles[0]?.file, dockerfiles[0]?.context])).toEqual([
      ['.', 'build-image/Dockerfile', { folder: '.' }],
      ['api', 'api/Dockerfile', { folder: 'api' }],
      ['web', 'docker/web.Dockerfile', { folder: 'web' }],
    ])
  })

  test('a folder of nothing but a Dockerfile builds what it copies', async () => {
    const { candidates } = await look({
      'package.json': '{"name": "shop"}',
      'src/server.js': 'app.listen(3000)',
      'docker/Dockerfile': 'FROM node\nCOPY package.json src ./\n',
    })
    expect(
      candidates.map(({ name, folder, dockerfiles, port }) => [name, folder, dockerfiles[0]?.context.folder, port?.value]),
    ).toEqual([['shop', '.', '.', 3000]])
  })
})

describe('several Dockerfiles in one folder', () => {
  test('are all told', async () => {
    const { candidates, notes } = await look({
      'web/package.json': '{}',
      'web/Dockerfile': node,
      'web/Dockerfile.prod': node.replace('3000', '80'),
    })
    expect(candidates[0]?.dockerfiles.map(({ file, port }) => [file, port?.value])).toEqual([
      ['web/Dockerfile', 3000],
      ['web/Dockerfile.prod', 80],
    ])
    expect(notes).toEqual([])
  })

  test('those for development do not count beside another', async () => {
    const { candidates, notes } = await look({
      'web/Dockerfile': node,
      'web/Dockerfile.dev': node,
      'web/test.Dockerfile': node,
      'web/Dockerfile.dockerignore': '',
    })
    expect(candidates[0]?.dockerfiles.map(({ file }) => file)).toEqual(['web/Dockerfile'])
    expect(notes).toHaveLength(2)
    expect(notes[0]).toMatch(/^web\/Dockerfile\.dev is left alone: by its name it's for development/)
  })

  test('one for development counts when there is no other', async () => {
    expect((await look({ 'web/Dockerfile.dev': node })).candidates).toHaveLength(1)
  })
})

test('the image of a database is no service', async () => {
  const { candidates, notes } = await look({
    'web/Dockerfile': node,
    'db/Dockerfile': 'FROM docker.io/library/mongo:8\nEXPOSE 27017\n',
  })
  expect(candidates.map(({ name }) => name)).toEqual(['web'])
  expect(notes).toEqual(['db/Dockerfile is left alone: its image is docker.io/library/mongo:8, not a service of yours'])
})

test('a service below another keeps its own programs', async () => {
  const { candidates } = await look({
    'package.json': '{"name": "site"}',
    Dockerfile: node,
    'index.js': 'process.env.BACKEND_URL',
    'server/package.json': '{"dependencies": {"mongodb": "7.0.0"}}',
    'server/Dockerfile': node,
    'server/index.js': 'process.env.MONGO_URL',
  })
  expect(candidates.map(each => [each.name, each.mongoVariable?.value, each.urlVariables.length])).toEqual([
    ['site', undefined, 1],
    ['server', 'MONGO_URL', 0],
  ])
})

test('nothing to build is no error here', async () => {
  expect(await look({ 'package.json': '{}', 'readme.md': '' })).toMatchObject({ candidates: [], notes: [] })
})

test('a package.json that is no JSON is told, whichever it is', async () => {
  await expect(look({ 'web/Dockerfile': node, 'web/package.json': '{"name" 1}' })).rejects.toMatchObject({
    code: 'BadPackageJson',
    details: { at: [{ file: 'web/package.json', line: 1, column: 9 }] },
  })
})

test('symbolic links are not followed', async () => {
  repo = repository({ 'web/Dockerfile': node }, { git: false })
  symlinkSync('..', join(repo.root, 'web/up'))
  symlinkSync('nowhere', join(repo.root, 'web/package.json'))
  expect((await inspect(repo.root)).candidates).toHaveLength(1)
})
