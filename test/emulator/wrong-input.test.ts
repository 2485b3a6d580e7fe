import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from '@jest/globals'
import { mm } from '../support/cli.js'
import { repository, type Repository } from '../support/repository.js'

let repo: Repository | undefined
afterEach(() => repo?.remove())

const dockerfile = 'FROM node:20-alpine\nEXPOSE 3000\nCMD ["node", "server.js"]\n'
const app = { Dockerfile: dockerfile, 'package.json': '{"name": "shop"}' }
const region = { AWS_REGION: 'eu-central-1' }

/** Runs in a repository of these files; nothing in it may have changed afterwards. */
async function refused(
  files: Record<string, string>,
  args: string[],
  options: { git?: boolean; env?: Record<string, string> } = {},
) {
  repo = repository(files, options)
  const before = repo.files()
  const result = await mm(args, { cwd: repo.root, env: options.env ?? region })
  expect(repo.files()).toEqual(before)
  expect(result.stdout).toBe('')
  expect(result.stderr).not.toMatch(/\n\s+at .*\(/)
  return result
}

describe('mm init refuses, and writes nothing', () => {
  test('outside of a git repository', async () => {
    const { exit, stderr } = await refused(app, ['init', '--yes'], { git: false })
    expect(exit).toBe(2)
    expect(stderr).toMatch(/isn't in a git repository[\s\S]*why[\s\S]*fix[\s\S]*git init/)
  })

  test('without a Dockerfile, and shows one', async () => {
    const { exit, stderr } = await refused({ 'package.json': '{}' }, ['init', '--yes'])
    expect(exit).toBe(2)
    expect(stderr).toMatch(/there is no Dockerfile[\s\S]*FROM node:20-alpine/)
  })

  test('with two Dockerfiles for one service, and names the flag', async () => {
    const { exit, stderr } = await refused({ ...app, 'Dockerfile.prod': dockerfile }, ['init', '--yes'])
    expect(exit).toBe(2)
    expect(stderr).toMatch(/Which Dockerfile builds \S+\?[\s\S]*--dockerfile \S+=Dockerfile/)
  })

  test('with an unreadable package.json, by line and column', async () => {
    const { exit, stderr } = await refused(
      { Dockerfile: dockerfile, 'package.json': '{\n  "name": "shop",\n  "version" 1\n}\n' },
      ['init', '--yes'],
    )
    expect(exit).toBe(2)
    expect(stderr).toMatch(/package\.json isn't valid JSON\n\s+at\s+package\.json:3:13/)
  })

  test.each(['Shop', '1shop', 'a', 'a-name-that-is-far-too-long-for-it', 'shop_eu'])(
    'with the app name %s, which AWS would refuse',
    async name => {
      const { exit, stderr } = await refused(app, ['init', name, '--yes'])
      expect(exit).toBe(2)
      expect(stderr).toMatch(/can't be the name of an application[\s\S]*2-20 lower case[\s\S]*mm init [a-z]/)
    },
  )

  test('with a port out of range', async () => {
    const { exit, stderr } = await refused({ ...app, Dockerfile: 'FROM node\n' }, ['init', '--yes', '--port', 'shop=70000'])
    expect(exit).toBe(2)
    expect(stderr).toMatch(/port 70000[\s\S]*1 to 65535/)
  })

  test('naming every missing flag at once when nobody can be asked', async () => {
    const { exit, stderr } = await refused({ ...app, Dockerfile: 'FROM node\n' }, ['init', '--yes'], { env: {} })
    expect(exit).toBe(2)
    expect(stderr).toMatch(/--region eu-central-1[\s\S]*--port shop=3000/)
  })

  test('without --yes when nobody can answer', async () => {
    const { exit, stderr } = await refused(app, ['init'])
    expect(exit).toBe(2)
    expect(stderr).toMatch(/nobody can answer[\s\S]*--yes/)
  })
})

describe('a wrong manifest', () => {
  const manifests = (service: string, more: Record<string, string> = {}) => ({
    ...app,
    'mm/app.yml': 'name: shop\nregion: eu-central-1\n',
    'mm/environments/dev/manifest.yml': 'name: dev\ntype: Environment\n',
    'mm/web/manifest.yml': service,
    ...more,
  })
  const good = 'name: web\ntype: Load Balanced Web Service\nimage:\n  build: Dockerfile\n  port: 3000\n'

  test.each([
    ['a mistyped key gets the nearest one', `${good}htpp:\n  path: /\n`, /mm\/web\/manifest\.yml:6:1[\s\S]*fix\s+http:/],
    ['a key of Copilot that mm takes later says so', `${good}sidecars: {}\n`, /mm doesn't take sidecars yet/],
    ['a port out of range', good.replace('3000', '70000'), /image\.port is 70000: it must be a whole number from 1 to 65535/],
    ['a wrong type', good.replace('3000', 'three'), /image\.port is "three": it must be a number/],
    ['a missing port', 'name: web\ntype: Load Balanced Web Service\n', /image\.port is missing/],
    [
      'memory that Fargate does not take',
      `${good}cpu: 256\nmemory: 4096\n`,
      /memory is 4096: with cpu 256[\s\S]*manifest\.yml:7:1/,
    ],
    ['broken YAML', 'name: [web\n', /isn't valid YAML\n\s+at\s+mm\/web\/manifest\.yml:\d+:\d+/],
    ['a name that is not the folder', good.replace('name: web', 'name: shop'), /name is shop, and its folder is web/],
    [
      'a Dockerfile that is not there',
      good.replace('build: Dockerfile', 'build: web/Dockerfile'),
      /the Dockerfile web\/Dockerfile and the build context web\/ isn't there/,
    ],
    ['a database that has no manifest', `${good}database: db\n`, /uses the database db, and there is no such manifest/],
    ['a variable to fill in', `${good}variables:\n  A: \${HOME}\n`, /mm doesn't fill in variables/],
    [
      'an override of an environment that is wrong',
      `${good}environments:\n  dev:\n    count: -1\n`,
      /environments\.dev\.count is -1/,
    ],
  ])('%s', async (_, service, expected) => {
    const { exit, stderr } = await refused(manifests(service), ['svc', 'package', 'web'])
    expect(stderr).toMatch(expected)
    expect(exit).toBe(2)
  })

  test('every mistake is told at once, each with its line', async () => {
    const { exit, stderr } = await refused(manifests('name: web\ntype: Web Service\nimage: {port: 0}\ncount: many\n'), [
      'svc',
      'package',
      'web',
    ])
    expect(exit).toBe(2)
    expect(stderr).toMatch(/has no type that mm knows/)
    repo?.remove()
    const second = await refused(manifests(`${good}count: many\nplatform: windows\nfoo: 1\n`), ['svc', 'package', 'web'])
    expect(second.stderr).toMatch(/has 3 mistakes[\s\S]*:6:1[\s\S]*:7:1[\s\S]*:8:1/)
  })

  test('--json tells the same as one document', async () => {
    repo = repository(manifests(good.replace('3000', '70000')))
    const { exit, stdout } = await mm(['svc', 'package', 'web', '--json'], { cwd: repo.root })
    expect(exit).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'BadManifest', exit: 2, at: [{ file: 'mm/web/manifest.yml', line: 5, column: 3 }] },
    })
  })

  test.each([
    [['svc', 'package', 'wbe'], 5, /there is no service wbe[\s\S]*web/],
    [['svc', 'package', 'web', '--env', 'prod'], 5, /there is no environment prod[\s\S]*dev/],
    [['db', 'package'], 2, /which database\? --name is missing/],
    [['env', 'package', '--nam', 'dev'], 2, /nonexistent flag: --nam/i],
    [['sv', 'deploy'], 2, /unknown command "sv deploy"[\s\S]*mm svc deploy/],
  ])('%j is refused', async (args, code, expected) => {
    const { exit, stderr } = await refused(manifests(good), args)
    expect(stderr).toMatch(expected)
    expect(exit).toBe(code)
  })

  test('without manifests the way to them is told', async () => {
    const { exit, stderr } = await refused(app, ['status'])
    expect(exit).toBe(2)
    expect(stderr).toMatch(/there is no mm\/app\.yml[\s\S]*mm init/)
  })
})

describe('a system that AWS would refuse, or that nobody should run, is refused before AWS is asked', () => {
  // Nothing listens there: who asked would end with exit code 1.
  const nowhere = { ...region, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' }
  const deploy = (files: Record<string, string>, args: string[]) =>
    refused({ '.git/HEAD': 'ref: refs/heads/main\n', 'mm/app.yml': 'name: shop\nregion: eu-central-1\n', ...files }, args, {
      git: false,
      env: nowhere,
    })
  const subnets = (list: string) => `network:\n  vpc:\n    cidr: 10.0.0.0/16\n    subnets:\n${list}`

  test.each([
    ['a range that is too small', 'network:\n  vpc: {cidr: 10.0.0.0/24}\n', /from \/16 to \/20/, '4:9'],
    [
      'subnets that overlap',
      subnets(
        '      public: [{cidr: 10.0.0.0/24}, {cidr: 10.0.1.0/24}]\n      private: [{cidr: 10.0.1.0/25}, {cidr: 10.0.3.0/24}]\n',
      ),
      /overlaps with network\.vpc\.subnets\.public\.1\.cidr/,
      '8:18',
    ],
    ['one zone', 'network: {zones: 1}\n', /it must be 2 or 3[\s\S]*zones: 3/, '3:11'],
    [
      'a VPC without private subnets',
      'network:\n  vpc:\n    id: vpc-0a1b2c3d\n    subnets:\n      public: [{id: subnet-00000001}, {id: subnet-00000002}]\n',
      /can't tell which subnets are private/,
      '5:5',
    ],
    [
      'a certificate of another region',
      'domain: shop.example.com\nhttp:\n  public:\n    certificates: ["arn:aws:acm:us-east-1:123456789012:certificate/1"]\n',
      /us-east-1[\s\S]*only certificates of eu-central-1/,
      '6:20',
    ],
    [
      'no way to the registry',
      'network: {nat: none, endpoints: false}\n',
      /could neither pull their image nor write a log/,
      '3:22',
    ],
  ])('%s', async (_, lines, expected, place) => {
    const files = { 'mm/environments/prod/manifest.yml': `name: prod\ntype: Environment\n${lines}` }
    const { exit, stderr } = await deploy(files, ['env', 'deploy', '--name', 'prod', '--yes'])
    expect(stderr).toMatch(expected)
    expect(stderr).toContain(`manifest.yml:${place}\n`)
    expect(exit).toBe(2)
  })

  test('a name with a hyphen', async () => {
    const files = { 'mm/environments/my-prod/manifest.yml': 'name: my-prod\ntype: Environment\n' }
    const { exit, stderr } = await deploy(files, ['env', 'deploy', '--name', 'my-prod', '--yes'])
    expect(stderr).toMatch(/1-15 lower case letters or digits/)
    expect(stderr).toContain('manifest.yml:1:1\n')
    expect(exit).toBe(2)
  })

  test.each([
    ['two members', 'members: 2\n', /members is 2[\s\S]*members: 3/, '3:1'],
    ['IOPS beyond the volume', 'storage: {size: 20, iops: 20000}\n', /at most 500 per GiB/, '3:21'],
    ['a type that no processor has', 'instance: t3g.small\n', /t3g\.small/, '3:1'],
    ['an unknown series', 'version: 6.0.1\n', /series 7\.0 or 8\.0/, '3:1'],
  ])('a database with %s', async (_, lines, expected, place) => {
    const files = {
      'mm/environments/prod/manifest.yml': 'name: prod\ntype: Environment\n',
      'mm/db/manifest.yml': `name: db\ntype: MongoDB\n${lines}`,
    }
    const { exit, stderr } = await deploy(files, ['db', 'deploy', '--env', 'prod', '--yes'])
    expect(stderr).toMatch(expected)
    expect(stderr).toContain(`manifest.yml:${place}\n`)
    expect(exit).toBe(2)
  })
})

describe('mm export terraform refuses, and asks AWS nothing', () => {
  const manifests = {
    'mm/app.yml': 'name: shop\nregion: eu-central-1\n',
    'mm/environments/prod/manifest.yml': 'name: prod\ntype: Environment\n',
    'mm/idle/manifest.yml': 'name: idle\ntype: Backend Service\nimage: {location: "node:20-alpine", port: 8080}\n',
  }
  const exported = (files: Record<string, string>, ...args: string[]) =>
    refused({ ...manifests, ...files }, ['export', 'terraform', ...args])

  test('an unknown environment, with the one that is meant', async () => {
    const { exit, stderr } = await exported({}, '--env', 'prd')
    expect(stderr).toMatch(/prd[\s\S]*--env prod/)
    expect(exit).toBe(5)
  })

  test('no environment at all, and two', async () => {
    const { exit, stderr } = await exported({ 'mm/environments/dev/manifest.yml': 'name: dev\ntype: Environment\n' })
    expect(stderr).toMatch(/which environment\? --env is missing[\s\S]*--env dev\n[\s\S]*--env prod\n/)
    expect(exit).toBe(2)
  })

  test("a service's manifest that is wrong, by line and column", async () => {
    const wrong = `${manifests['mm/idle/manifest.yml']}cpu: many\n`
    const { exit, stderr } = await exported({ 'mm/idle/manifest.yml': wrong })
    expect(stderr).toContain('mm/idle/manifest.yml:4:1')
    expect(exit).toBe(2)
  })

  test('a folder that holds files', async () => {
    const { exit, stderr } = await exported({ 'terraform/prod/main.tf': '# mine\n' })
    expect(stderr).toMatch(/there are files in \S+terraform\/prod already[\s\S]*main\.tf[\s\S]*--output-dir[\s\S]*--force/)
    expect(exit).toBe(2)
  })

  test.each(['mm/app.yml', 'mm/app.yml/below'])('%s, which is no folder', async folder => {
    const { exit, stderr } = await exported({}, '--output-dir', folder)
    expect(stderr).toMatch(/can't be written to \S+app\.yml[\s\S]*a file is where a folder should be[\s\S]*--output-dir/)
    expect(exit).toBe(1)
  })
})

test('a folder that was deleted under the shell is told as that', () => {
  const script = 'cd "$(mktemp -d)" && rmdir "$PWD" && exec "$0" "$1" status'
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', script, process.execPath, fileURLToPath(new URL('../../bin/run.js', import.meta.url))],
    { encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  )
  expect(stderr).toMatch(/the folder that you are in has been deleted[\s\S]*fix/)
  expect(status).toBe(2)
})

test('mm init writes the plan, and a second run changes no byte', async () => {
  repo = repository({ ...app, 'src/health.js': "app.get('/healthz', ok)\n" })
  const first = await mm(['init', 'shop', '--yes', '--json'], { cwd: repo.root, env: region })
  expect(first.exit).toBe(0)
  expect(JSON.parse(first.stdout)).toMatchObject({
    app: { value: 'shop' },
    services: [{ port: { value: 3000 }, health: { value: '/healthz' } }],
  })
  const written = repo.files()
  expect(Object.keys(written).filter(path => path.startsWith('mm/')).length).toBe(3)
  repo.write('mm/app.yml', `${repo.read('mm/app.yml')}# mine\n`)
  const edited = repo.files()
  const second = await mm(['init', '--yes'], { cwd: repo.root, env: region })
  expect(second.exit).toBe(0)
  expect(second.stderr).toMatch(/nothing was written/)
  expect(repo.files()).toEqual(edited)
})
