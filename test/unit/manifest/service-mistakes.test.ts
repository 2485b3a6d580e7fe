import { describe, expect, test } from '@jest/globals'
import { readService } from '../../../src/manifest/read-service.js'
import { mistakesOf } from './support.js'

const least = 'name: web\ntype: Load Balanced Web Service\nimage:\n  port: 3000\n'
const mistakes = (text: string, environment = 'dev') =>
  mistakesOf(() => readService({ file: 'mm/web/manifest.yml', text }, environment))
/** Of a manifest that is right but for these lines, which begin on line 5. */
const added = (lines: string) => mistakes(`${least}${lines}\n`)

describe('a key that is not there', () => {
  test.each([
    ['htpp: {}', '5:1', 'there is no key htpp', 'http: {path: /}'],
    ['http:\n  healtcheck: /', '6:3', 'there is no key http.healtcheck', 'healthcheck: /healthz'],
    ['http:\n  healthcheck:\n    intervall: 5s', '7:5', 'there is no key http.healthcheck.intervall', 'interval: 10s'],
    ['port: 3000', '5:1', 'there is no key port', 'image: {port: 3000}'],
    ['readonly_fs: true', '5:1', 'there is no key readonly_fs', 'storage: {readonly_fs: true}'],
    ['database: {name: db, args: {}}', '5:22', 'there is no key database.args', 'image: {build: {args: {NODE_ENV: production}}}'],
    ['helthcheck: /', '5:1', 'there is no key helthcheck', 'http: {healthcheck: /healthz}'],
    ['storage:\n  banana: 1', '6:3', 'there is no key storage.banana', 'remove it, or use one of: readonly_fs'],
    ['environments:\n  dev:\n    conut: 2', '7:5', 'there is no key environments.dev.conut', 'count: 1'],
    [
      'environments:\n  dev:\n    name: x',
      '7:5',
      'there is no key environments.dev.name',
      'remove it: name is the same in every environment',
    ],
    ['environments:\n  prod:\n    conut: 2', '7:5', 'there is no key environments.prod.conut', 'count: 1'],
  ])('%j', (lines, at, what, fix) => {
    expect(added(lines)).toEqual({ code: 'BadManifest', at: [at], told: `mm/web/manifest.yml: ${what}`, fix: [fix] })
  })

  test.each([
    ['sidecars:\n  nginx: {port: 80}', 'sidecars', '5:1'],
    ['network:\n  vpc: {placement: private}', 'network', '5:1'],
    ['http:\n  alias: shop.example.com', 'http.alias', '6:3'],
    ['count:\n  spot: 2', 'count.spot', '6:3'],
    ['count:\n  range: {min: 1, max: 2, spot_from: 1}\n  requests: 5', 'count.range.spot_from', '6:27'],
    ['deployment:\n  rollback_alarms: {messages_delayed: 5}', 'deployment.rollback_alarms.messages_delayed', '6:21'],
    ['platform:\n  osfamily: linux', 'platform.osfamily', '6:3'],
    ['storage:\n  volumes: {}', 'storage.volumes', '6:3'],
    ['environments:\n  dev:\n    count: {spot: 2}', 'environments.dev.count.spot', '7:13'],
  ])("%j is one of Copilot's that comes later", (lines, key, at) => {
    const { told, at: places, fix } = added(lines)
    expect(told).toBe(`mm/web/manifest.yml: mm doesn't take ${key} yet`)
    expect(places).toEqual([at])
    expect(fix).toEqual([`remove ${key.split('.').at(-1)}`])
  })
})

describe('a value that is wrong', () => {
  test.each([
    ['count: many', 'count is "many": it must be a number or a map of keys', 'count: 1'],
    ['count: 1.5', 'count is 1.5: it must be a whole number from 0 to 5000', 'count: 1'],
    ['count: -1', 'count is -1: it must be a whole number from 0 to 5000', 'count: 1'],
    ['count:', 'count has no value', 'remove count, or write count: 1'],
    [
      'platform: linux/x86-64',
      'platform is "linux/x86-64": it must be linux/x86_64 or linux/arm64 or linux/amd64 or linux/arm',
      'platform: linux/x86_64',
    ],
    ['storage: {readonly_fs: yes}', 'storage.readonly_fs is "yes": it must be true or false', 'readonly_fs: true'],
    [
      'logging: {retention: 31}',
      /^logging\.retention is 31: it must be a number of days that CloudWatch takes: 1, 3, /,
      'retention: 30',
    ],
    ['http: true', 'http is true: it must be a map of keys', 'http: {path: /}'],
    ['http: {path: shop}', 'http.path is "shop": it must be a path that starts with /', 'path: /'],
    [
      'http: {healthcheck: up}',
      'http.healthcheck is "up": it must be a path that starts with /, without spaces',
      'healthcheck: /healthz',
    ],
    ['http: {healthcheck: 5}', 'http.healthcheck is 5: it must be text or a map of keys', 'healthcheck: /healthz'],
    [
      'http: {healthcheck: {interval: 4s}}',
      'http.healthcheck.interval is "4s": it must be a duration from 5s to 300s, such as 10s or 1m30s',
      'interval: 10s',
    ],
    [
      'http: {healthcheck: {interval: 301}}',
      'http.healthcheck.interval is 301: it must be a duration from 5s to 300s, such as 10s or 1m30s',
      'interval: 10s',
    ],
    [
      'http: {healthcheck: {interval: soon}}',
      'http.healthcheck.interval is "soon": it must be a duration from 5s to 300s, such as 10s or 1m30s',
      'interval: 10s',
    ],
    [
      'http: {healthcheck: {success_codes: all}}',
      /^http\.healthcheck\.success_codes is "all": it must be codes from 200 to 499/,
      'success_codes: "200"',
    ],
    [
      'http: {healthcheck: {healthy_threshold: 1}}',
      'http.healthcheck.healthy_threshold is 1: it must be a whole number from 2 to 10',
      'healthy_threshold: 2',
    ],
    [
      'http: {deregistration_delay: 2h}',
      /^http\.deregistration_delay is "2h": it must be a duration from 0s to 3600s/,
      'deregistration_delay: 10s',
    ],
    ['database: DB', /^database is "DB": it must be 1-30 lower case letters/, 'database: db'],
    ['database: {name: db, as: 1A}', /^database\.as is "1A": a variable has letters/, 'as: MONGODB_URI'],
    ['database: {as: A}', 'database.name is missing', 'name: db'],
    ['variables: {A: [1]}', 'variables.A is [1]: it must be text or a number or true or false', undefined],
    ['variables: [A]', 'variables is ["A"]: it must be a map of keys', 'variables: {LOG_LEVEL: info}'],
    ['variables: {A-B: x}', /^variables\.A-B can't be a key: a variable has letters/, undefined],
    [
      'environments: {Prod: {count: 2}}',
      /^environments\.Prod can't be a key: it must be 1-15 lower case letters or digits/,
      undefined,
    ],
    [
      'variables: {A: "${HOME}"}',
      `variables.A is "\${HOME}": mm doesn't fill in variables in manifests yet`,
      'write the value itself',
    ],
  ])('%j', (lines, what, fix) => {
    const { told, fix: fixes } = added(lines)
    const said = told.replace('mm/web/manifest.yml: ', '')
    if (what instanceof RegExp) expect(said).toMatch(what)
    else expect(said).toBe(what)
    expect(fixes).toEqual(fix === undefined ? [] : [fix])
  })

  test.each([
    ['image: {build: ../web, port: 1}', 'image.build is "../web": it must be a path inside the repository, relative to its root'],
    ['image: {build: /etc, port: 1}', 'image.build is "/etc": it must be a path inside the repository, relative to its root'],
    ['image: {build: 5, port: 1}', 'image.build is 5: it must be text or a map of keys'],
    ['image: {build: {dockerfil: x}, port: 1}', 'there is no key image.build.dockerfil'],
    ['image: {build: a, location: b, port: 1}', 'image.build and image.location exclude each other'],
    ['image: {port: 0}', 'image.port is 0: it must be a whole number from 1 to 65535'],
    ['image: {port: 65536}', 'image.port is 65536: it must be a whole number from 1 to 65535'],
    ['image: {port: "3000"}', 'image.port is "3000": it must be a number'],
    ['image: {build: web/Dockerfile}', 'image.port is missing'],
    [
      'image: {location: "a b", port: 1}',
      'image.location is "a b": it must be an image, such as public.ecr.aws/nginx/nginx:1.29',
    ],
  ])('%j', (image, what) => {
    expect(mistakes(`name: web\ntype: Backend Service\n${image}\n`)).toMatchObject({ told: `mm/web/manifest.yml: ${what}` })
  })

  test.each(['Web', '1web', 'web_1', 'web-', 'shared', 'environments', 'pipelines', 'a'.repeat(31)])('the name %s', name => {
    const { told, at } = mistakes(least.replace('web', name))
    expect(told).toMatch(/name is "[^"]+": it must be 1-30 lower case letters/)
    expect(at).toEqual(['1:1'])
  })
})

describe('keys that do not go together', () => {
  test.each([
    ['memory: 4096', ['5:1'], 'memory is 4096: with cpu 256 Fargate takes 512, 1024, 2048 MiB', 'memory: 2048'],
    ['cpu: 300', ['5:1'], 'cpu is 300: Fargate takes 256, 512, 1024, 2048, 4096, 8192, 16384', 'cpu: 512'],
    ['cpu: 1024', ['5:1'], 'memory is 512: with cpu 1024 Fargate takes 2048 to 8192 in steps of 1024 MiB', 'memory: 2048'],
    [
      'http: {healthcheck: {timeout: 10s}}',
      ['5:22'],
      'http.healthcheck.timeout (10s) must be shorter than the interval (10s)',
      'timeout: 9s',
    ],
    [
      'http: {healthcheck: {interval: 5s}}',
      ['5:22'],
      'http.healthcheck.timeout (5s) must be shorter than the interval (5s)',
      'interval: 6s',
    ],
  ])('%j', (lines, at, what, fix) => {
    expect(added(lines)).toEqual({ code: 'BadManifest', at, told: `mm/web/manifest.yml: ${what}`, fix: [fix] })
  })

  test('are shown where the environment sets them, and only for that environment', () => {
    const text = `${least}environments:\n  prod:\n    memory: 4096\n`
    expect(mistakes(text, 'prod').at).toEqual(['7:5'])
    expect(readService({ file: 'f', text }, 'dev').memory).toBe(512)
  })
})

test('every mistake is told at once, in the order of the file, each with what to write', () => {
  expect(mistakes('name: web\ntype: Backend Servise\ncount: many\nfoo: 1\nmemory: 4096\n')).toEqual({
    code: 'BadManifest',
    at: ['1:1', '2:1', '3:1', '4:1', '5:1'],
    told: [
      'mm/web/manifest.yml has 5 mistakes',
      'line 1: image.port is missing',
      'line 2: type is "Backend Servise": it must be Load Balanced Web Service or Backend Service',
      'line 3: count is "many": it must be a number or a map of keys',
      'line 4: there is no key foo',
      'line 5: memory is 4096: with cpu 256 Fargate takes 512, 1024, 2048 MiB',
    ].join('\n'),
    fix: [
      'line 1: image: {port: 3000}, the port that the application listens on',
      'line 2: type: Backend Service',
      'line 3: count: 1',
      expect.stringMatching(/^line 4: remove it, or use one of: name, type, http, image, cpu/),
      'line 5: memory: 2048',
    ],
  })
})

test('an empty manifest lacks its name, type and port', () => {
  expect(mistakes('').told).toMatch(/has 3 mistakes[\s\S]*name is missing[\s\S]*type is missing[\s\S]*image\.port is missing/)
})

test('a manifest that is no map of keys says so', () => {
  expect(mistakes('- name: web\n').told).toMatch(/the manifest is \[\{"name":"web"\}\]: it must be a map of keys/)
})
