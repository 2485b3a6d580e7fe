import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { declaredIn } from '../../../src/workspace/declared-in.js'
import { environmentRequest } from '../../../src/workspace/requests.js'
import { openWorkspace } from '../../../src/workspace/workspace.js'
import { repository, type Repository } from '../../support/repository.js'

let repo: Repository
afterEach(() => repo.remove())

const web = 'name: web\ntype: Load Balanced Web Service\nimage:\n  build: web/Dockerfile\n  port: 3000\ndatabase: db\n'
const files = {
  'web/Dockerfile': 'FROM node:20-alpine\n',
  'mm/app.yml': 'name: shop\nregion: eu-central-1\n',
  'mm/environments/dev/manifest.yml': 'name: dev\ntype: Environment\n',
  'mm/environments/prod/manifest.yml': 'name: prod\ntype: Environment\n',
  'mm/db/manifest.yml': 'name: db\ntype: MongoDB\n',
  'mm/web/manifest.yml': web,
  'mm/api/manifest.yml':
    'name: api\ntype: Backend Service\nimage: {location: "nginx:1", port: 80}\nenvironments: {prod: {http: {path: /}}}\n',
  'mm/notes/readme.md': 'not a workload\n',
}

/** A workspace of these files; `undefined` takes one away. */
function open(changes: Record<string, string | undefined> = {}, below = '') {
  const all = Object.entries({ ...files, ...changes }).filter((each): each is [string, string] => each[1] !== undefined)
  repo = repository(Object.fromEntries(all), { git: false })
  mkdirSync(join(repo.root, '.git'))
  return openWorkspace(join(repo.root, below))
}

const details = (more: Record<string, unknown>) => expect.objectContaining(more)

describe('where an environment is', () => {
  test('the application says, or the environment itself', async () => {
    const workspace = await open({
      'mm/environments/prod/manifest.yml':
        'name: prod\ntype: Environment\naccount: "123456789012"\nregion: us-east-1\nprofile: live\n',
    })
    expect(await workspace.place('dev')).toEqual({ region: 'eu-central-1' })
    expect(await workspace.place('prod')).toEqual({ region: 'us-east-1', account: '123456789012', profile: 'live' })
    expect(await workspace.place('elsewhere')).toEqual({ region: 'eu-central-1' })
  })

  test('and where a value of its manifest stands', async () => {
    const workspace = await open()
    expect(await workspace.locate('dev', ['type'])).toEqual({ file: 'mm/environments/dev/manifest.yml', line: 2, column: 1 })
  })
})

describe('the boundary without which CloudFormation may make no role', () => {
  const app = (name: string) =>
    `name: shop\nregion: eu-central-1\ndeployment_roles: {permissions_boundary: arn:aws:iam::123456789012:policy/${name}}\n`
  const manifest = 'name: prod\ntype: Environment\npermissions_boundary: arn:aws:iam::123456789012:policy/developers\n'
  const prod = 'mm/environments/prod/manifest.yml'

  test('is that of every environment', async () => {
    const workspace = await open({ 'mm/app.yml': app('developers'), [prod]: manifest })
    expect((await workspace.environment('prod')).permissionsBoundary).toBe('arn:aws:iam::123456789012:policy/developers')
  })
  test.each([
    ['another', app('admins'), { file: prod, line: 3, column: 1 }],
    ['none', app('developers'), { file: 'mm/environments/dev/manifest.yml', line: 1, column: 1 }],
  ])('%s is a mistake', async (what, text, place) => {
    const workspace = await open({ 'mm/app.yml': text, [prod]: manifest })
    await expect(workspace.environment(what === 'none' ? 'dev' : 'prod')).rejects.toMatchObject({
      code: 'BadManifest',
      exitCode: 2,
      details: { at: [place], fix: [expect.stringMatching(/^permissions_boundary: arn:aws:iam::123456789012:policy\//)] },
    })
  })
})

describe('what is there', () => {
  test('is listed, with the types of services', async () => {
    const workspace = await open()
    expect(workspace.root).toBe(repo.root)
    expect(workspace.app).toEqual({ name: 'shop', region: 'eu-central-1', blockPublicSnapshots: false, tags: {} })
    expect(await workspace.environments()).toEqual(['dev', 'prod'])
    expect(await workspace.databases()).toEqual(['db'])
    expect(await workspace.services()).toEqual([
      { name: 'api', type: 'Backend Service' },
      { name: 'web', type: 'Load Balanced Web Service' },
    ])
  })

  test('is found from a folder below', async () => {
    expect((await open({}, 'web')).root).toBe(repo.root)
  })

  test('is read for one environment', async () => {
    const workspace = await open({
      'mm/db/manifest.yml': 'name: db\ntype: MongoDB\nenvironments: {prod: {instance: r7g.large}}\n',
    })
    expect((await workspace.service('web', 'dev')).database).toEqual({ name: 'db', as: 'MONGODB_URI' })
    expect((await workspace.database('db', 'prod')).instance).toBe('r7g.large')
    // The environment decides what a database is by default.
    expect([await workspace.database('db', 'dev'), await workspace.database('db', 'prod')]).toMatchObject([
      { tls: false },
      { tls: 'require' },
    ])
    const [user, idle] = [await workspace.service('web', 'prod'), await workspace.service('api', 'prod')]
    expect(await workspace.databaseOf(user, 'prod')).toMatchObject({ name: 'db', tls: 'require' })
    expect(await workspace.databaseOf(idle, 'prod')).toBeUndefined()
    expect((await workspace.environment('prod')).name).toBe('prod')
    expect(await workspace.backends('dev')).toEqual([])
    expect(await workspace.backends('prod')).toEqual(['api'])
  })
})

describe('what is not there', () => {
  test('a git repository', async () => {
    repo = repository(files, { git: false })
    await expect(openWorkspace(repo.root)).rejects.toMatchObject({ code: 'NotInGitRepository', exitCode: 2 })
  })

  test('mm/app.yml', async () => {
    await expect(open({ 'mm/app.yml': undefined })).rejects.toMatchObject({
      code: 'NoWorkspace',
      exitCode: 2,
      details: { fix: ['mm init'] },
    })
  })

  test.each([
    ['service', 'wbe', 'NoSuchService', 'there are: api, web', ['mm svc deploy web']],
    ['service', 'redis', 'NoSuchService', 'there are: api, web', ['mm svc deploy api', 'mm svc deploy web']],
    ['database', 'web', 'NoSuchDatabase', 'there are: db', ['--name db']],
  ] as const)('the %s %s', async (what, name, code, why, fix) => {
    const workspace = await open()
    await expect(workspace[what](name, 'dev')).rejects.toMatchObject({ code, exitCode: 5, details: { why, fix } })
  })

  test('the environment, whatever is asked for in it', async () => {
    const workspace = await open()
    const missing = { code: 'NoSuchEnvironment', exitCode: 5, details: { why: 'there are: dev, prod', fix: ['--env prod'] } }
    await expect(workspace.environment('prd')).rejects.toMatchObject(missing)
    await expect(workspace.service('web', 'prd')).rejects.toMatchObject(missing)
    await expect(workspace.database('db', 'prd')).rejects.toMatchObject(missing)
  })
})

describe('a service that its own manifest cannot tell to be wrong', () => {
  test('without its Dockerfile', async () => {
    const workspace = await open({ 'web/Dockerfile': undefined, 'web/server.js': '' })
    await expect(workspace.service('web', 'dev')).rejects.toMatchObject({
      code: 'NoDockerfile',
      exitCode: 2,
      message: "the Dockerfile web/Dockerfile isn't there",
      details: details({ at: [{ file: 'mm/web/manifest.yml', line: 4, column: 3 }] }),
    })
  })

  test('without its Dockerfile and context, where the environment sets them', async () => {
    const workspace = await open({ 'mm/web/manifest.yml': `${web}environments:\n  dev:\n    image: {build: other/Dockerfile}\n` })
    await expect(workspace.service('web', 'dev')).rejects.toMatchObject({
      message: "the Dockerfile other/Dockerfile and the build context other/ isn't there",
      details: details({ at: [{ file: 'mm/web/manifest.yml', line: 9, column: 13 }] }),
    })
    await expect(workspace.service('web', 'prod')).resolves.toMatchObject({ name: 'web' })
  })

  test('with a folder in the place of the Dockerfile', async () => {
    const workspace = await open({ 'web/Dockerfile': undefined, 'web/Dockerfile/x': '' })
    await expect(workspace.service('web', 'dev')).rejects.toMatchObject({ code: 'NoDockerfile' })
  })

  test('with a database that has no manifest', async () => {
    const workspace = await open({ 'mm/web/manifest.yml': web.replace('database: db', 'database: bd') })
    await expect(workspace.service('web', 'dev')).rejects.toMatchObject({
      code: 'NoSuchDatabase',
      exitCode: 2,
      details: details({ at: [{ file: 'mm/web/manifest.yml', line: 6, column: 1 }], fix: ['database: db'] }),
    })
  })

  test("for another platform than the environment's instances run", async () => {
    const workspace = await open({
      'mm/environments/dev/manifest.yml': 'name: dev\ntype: Environment\ncapacity: {type: ec2, instance: t4g.medium}\n',
      'mm/web/manifest.yml': `${web}platform: linux/amd64\n`,
    })
    await expect(workspace.service('web', 'dev')).rejects.toMatchObject({
      code: 'WrongPlatform',
      exitCode: 2,
      message: 'web is for linux/x86_64, and the instances of dev run linux/arm64',
      details: details({ at: [{ file: 'mm/web/manifest.yml', line: 7, column: 1 }] }),
    })
    expect((await workspace.service('web', 'prod')).platform).toBe('linux/x86_64')
    expect((await workspace.service('api', 'dev')).platform).toBe('linux/arm64')
  })

  test('with the path of another public service', async () => {
    const shop = 'name: shop\ntype: Load Balanced Web Service\nimage: {location: "nginx:1", port: 80}\nhttp:\n  path: /\n'
    const workspace = await open({ 'mm/shop/manifest.yml': shop })
    await expect(workspace.service('web', 'dev')).rejects.toMatchObject({
      code: 'SamePath',
      exitCode: 2,
      message: 'web and shop both want the path /',
      details: details({
        at: [
          { file: 'mm/web/manifest.yml', line: 1, column: 1 },
          { file: 'mm/shop/manifest.yml', line: 5, column: 3 },
        ],
      }),
    })
  })

  test('two Backend Services may have the same path: their names differ', async () => {
    const other = 'name: other\ntype: Backend Service\nimage: {location: "nginx:1", port: 80}\nhttp: {path: /}\n'
    const workspace = await open({ 'mm/other/manifest.yml': other })
    await expect(workspace.service('api', 'prod')).resolves.toMatchObject({ http: { path: '/' } })
  })

  test('whose name is not its folder', async () => {
    const workspace = await open({ 'mm/web/manifest.yml': web.replace('name: web', 'name: shop') })
    await expect(workspace.service('web', 'dev')).rejects.toMatchObject({
      code: 'BadManifest',
      details: details({ fix: ['name: web'] }),
    })
  })
})

describe('files that cannot be read', () => {
  test('a folder in the place of a manifest', async () => {
    const workspace = await open({ 'mm/web/manifest.yml': undefined, 'mm/web/manifest.yml/x': '' })
    await expect(workspace.services()).rejects.toMatchObject({
      code: 'Unreadable',
      exitCode: 2,
      message: "mm/web/manifest.yml can't be read",
      details: details({ why: 'it is a folder, and a file is expected' }),
    })
  })

  test('a folder in the place of mm/app.yml', async () => {
    await expect(open({ 'mm/app.yml': undefined, 'mm/app.yml/x': '' })).rejects.toMatchObject({ code: 'Unreadable' })
  })

  test('symbolic links that go in a circle', async () => {
    const workspace = await open()
    rmSync(join(repo.root, 'mm/web/manifest.yml'))
    symlinkSync('manifest.yml', join(repo.root, 'mm/web/manifest.yml'))
    await expect(workspace.services()).rejects.toMatchObject({
      code: 'Unreadable',
      details: details({ why: 'its symbolic links go in a circle' }),
    })
  })

  test('a workload of an unknown type, with the place', async () => {
    const workspace = await open({ 'mm/job/manifest.yml': 'name: job\ntype: Scheduled Job\n' })
    await expect(workspace.services()).rejects.toMatchObject({
      code: 'BadManifest',
      details: details({
        at: [{ file: 'mm/job/manifest.yml', line: 2, column: 1 }],
        why: "mm doesn't take type: Scheduled Job yet",
      }),
    })
  })
})

describe('what a command asks for', () => {
  test("of an environment has its backends first: what calls them mustn't be deployed before them", async () => {
    const workspace = await open({ 'mm/a-web/manifest.yml': web.replace('name: web', 'name: a-web') })
    const { root, services, databases, originToken } = await environmentRequest(workspace, 'dev', 'token')
    expect({ services, databases, originToken }).toEqual({
      services: ['api', 'a-web', 'web'],
      databases: ['db'],
      originToken: 'token',
    })
    expect(root).toBe(workspace.root)
  })

  test('of everything is what it asks for one by one', async () => {
    const workspace = await open()
    const { environment, databases, services } = await declaredIn(workspace, 'prod')
    expect(environment).toMatchObject({ environment: { name: 'prod' }, services: ['api', 'web'] })
    expect(databases).toMatchObject([{ database: { name: 'db' }, environment: { name: 'prod' }, root: workspace.root }])
    expect(services).toMatchObject([
      { service: { name: 'api' }, backends: ['api'], database: undefined },
      { service: { name: 'web' }, backends: ['api'], database: { name: 'db' } },
    ])
  })
})
