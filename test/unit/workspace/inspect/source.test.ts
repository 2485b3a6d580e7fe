import { describe, expect, test } from '@jest/globals'
import { isSource, mongoVariableOf, readSource } from '../../../../src/workspace/inspect/source.js'

const read = (text: string, file = 'api/src/server.ts') => readSource(file, text)
const variable = (...texts: string[]) => mongoVariableOf(texts.map(text => read(text)))?.value

describe('the variable of the connection string', () => {
  test.each([
    ['const uri = process.env.MONGODB_URI', 'MONGODB_URI'],
    ["const uri = process.env['MONGO_URL']", 'MONGO_URL'],
    ['const uri = process.env["DATABASE_URL"] ?? fallback', 'DATABASE_URL'],
    ['const { PORT, MONGO_URI } = process.env', 'MONGO_URI'],
    ['const {\n  PORT = 3000,\n  DB_URI: uri,\n} = process.env', 'DB_URI'],
    ['const env = z.object({\n  PORT: z.coerce.number(),\n  MONGODB_URL: z.string().url(),\n})', 'MONGODB_URL'],
    ['export const env = cleanEnv(process.env, {\n  MONGO_URI: url(),\n})', 'MONGO_URI'],
    ["uri: config.getOrThrow<string>('APP_MONGO_URL'),", 'APP_MONGO_URL'],
    ["const uri = required(app.log, 'MONGODB_URI', 'the connection string')", 'MONGODB_URI'],
    ['MONGO_CONNECTION_STRING=mongodb://localhost:27017/shop', 'MONGO_CONNECTION_STRING'],
    ['const uri = env.SHOP_DATABASE_URL', 'SHOP_DATABASE_URL'],
    ['const uri = process.env.MONGO', 'MONGO'],
  ])('%j', (text, name) => {
    expect(variable(text)).toBe(name)
  })

  test.each([
    'process.env.MONGO_USER',
    'process.env.MONGO_DB',
    'process.env.MONGODB_TEST_URI',
    'process.env.DB_HOST',
    '// process.env.MONGO_URL',
    ' * MONGO_URL: see docs',
  ])('%s is not it', text => {
    expect(variable(text)).toBeUndefined()
  })

  test('one that is read counts more than one that is named, and MongoDB more than any database', () => {
    expect(variable('const MONGO_URL = "mongodb://localhost"', 'connect(process.env.DATABASE_URL)')).toBe('DATABASE_URL')
    expect(variable('process.env.DATABASE_URL', 'process.env.MONGO_URL')).toBe('MONGO_URL')
  })

  test('is told by its line', () => {
    expect(mongoVariableOf([read('import x\n\n  connect(process.env.MONGO_URL)\n')])).toEqual({
      value: 'MONGO_URL',
      file: 'api/src/server.ts',
      line: 3,
      text: 'connect(process.env.MONGO_URL)',
    })
  })
})

test('addresses of other services are variables that are read, once each', () => {
  const text =
    'const BASE_URL = "/x"\nfetch(process.env.BACKEND_URL)\nfetch(process.env.BACKEND_URL)\nfetch(process.env.API_ORIGIN)\nconnect(process.env.MONGO_URL)\nprocess.env.NODE_ENV'
  expect(read(text).urlVariables.map(({ value, line }) => `${line} ${value}`)).toEqual(['2 BACKEND_URL', '4 API_ORIGIN'])
})

describe('the route of the health check', () => {
  test.each([
    ["app.get('/healthz', ok)", '/healthz'],
    ["router.route('/api/health').get(ok)", '/api/health'],
    ["if (request.url === '/_health') return ok()", '/_health'],
    ["{ method: 'GET', url: '/livez' }", '/livez'],
  ])('%s', (text, path) => {
    expect(read(text).health?.value).toBe(path)
  })

  test.each([
    "await fetch(new URL('/healthz', backend))",
    "axios.get('/health')",
    "// app.get('/health')",
    "app.get('/healthy-food')",
  ])('%s is none', text => {
    expect(read(text).health).toBeUndefined()
  })

  test.each([
    ['web/src/app/api/health/route.ts', '/api/health'],
    ['web/pages/api/healthz.js', '/api/healthz'],
  ])('%s is one of Next.js', (file, path) => {
    expect(read('export const GET = () => new Response()', file).health).toMatchObject({ value: path, file, line: 1 })
  })
})

test.each([
  ['app.listen(3000)', 3000],
  ['const port = Number(process.env.PORT ?? 8080)', 8080],
  ["const port = process.env.PORT || '5000'", 5000],
  ["process.env['PORT'] ?? 5001", 5001],
  ['// app.listen(1234)', undefined],
  ['app.listen(port)', undefined],
])('the port in %j', (text, port) => {
  expect(read(text).port?.value).toBe(port)
})

test.each([
  ['src/server.ts', true],
  ['app/page.tsx', true],
  ['App.vue', true],
  ['.env.example', true],
  ['.env', false],
  ['src/server.test.ts', false],
  ['src/server.spec.js', false],
  ['vite.config.ts', false],
  ['types.d.ts', false],
  ['readme.md', false],
])('%s is read: %s', (file, expected) => {
  expect(isSource(file)).toBe(expected)
})
