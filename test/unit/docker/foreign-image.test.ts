import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { foreignImage } from '../../../src/docker/foreign-image.js'

interface Answer {
  status: number
  headers?: Record<string, string>
  body?: string
}

const opened: Server[] = []
let endpoint: string | undefined
beforeEach(() => {
  endpoint = process.env['AWS_ENDPOINT_URL']
  delete process.env['AWS_ENDPOINT_URL']
})
afterEach(() => {
  if (endpoint !== undefined) process.env['AWS_ENDPOINT_URL'] = endpoint
  for (const server of opened.splice(0)) server.close()
})

/** A registry on the loopback, its calls, and what an image in it is found to be. */
async function registry(answer: (request: IncomingMessage, host: string) => Answer | undefined, platforms = true) {
  const calls: string[] = []
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`)
    const given = answer(request, request.headers.host ?? '')
    if (!given) return void response.destroy()
    response.writeHead(given.status, given.headers).end(given.body)
  })
  opened.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const controller = new AbortController()
  const find = () => foreignImage({ signal: controller.signal })({ registry: host, repository: 'a/b', version: '1' }, platforms)
  return { calls, find, interrupt: () => controller.abort(new Error('interrupted')) }
}

const index = { 'content-type': 'application/vnd.oci.image.index.v1+json; charset=utf-8' }
const single = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' }

describe('an image', () => {
  test('is looked for without being pulled, and its index is read when it has one', async () => {
    const it = await registry(({ method }) => ({
      status: 200,
      headers: index,
      ...(method === 'GET' ? { body: '{"manifests":[]}' } : {}),
    }))
    expect(await it.find()).toEqual({ manifest: '{"manifests":[]}' })
    expect(it.calls).toEqual(['HEAD /v2/a/b/manifests/1', 'GET /v2/a/b/manifests/1'])
  })
  test.each([
    ['of a single platform', single, true],
    ['whose platforms nobody asks for', index, false],
  ])('%s is only looked for', async (_, headers, platforms) => {
    const it = await registry(() => ({ status: 200, headers }), platforms)
    expect(await it.find()).toEqual({})
    expect(it.calls).toEqual(['HEAD /v2/a/b/manifests/1'])
  })
  test.each([
    [404, undefined],
    [403, 'refused'],
    [401, 'refused'],
  ])('is %s: %s', async (status, found) => {
    expect(await (await registry(() => ({ status }))).find()).toBe(found)
  })
  test.each([429, 500, 302])('is unknown when the registry says %s', async status => {
    await expect((await registry(() => ({ status }))).find()).rejects.toMatchObject({
      code: 'RegistrySilent',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ doesn't tell of a\/b$/),
      details: { why: `it answers ${status}` },
    })
  })
  test('is unknown when the connection breaks', async () => {
    await expect((await registry(() => undefined)).find()).rejects.toMatchObject({ code: 'RegistrySilent' })
  })
  test("is nobody's business any more after an interruption", async () => {
    const it = await registry(() => {
      it.interrupt()
      return undefined
    })
    await expect(it.find()).rejects.toThrow('interrupted')
  })
})

describe('a registry that gives a token to anybody', () => {
  const challenge = (realm: string) => ({
    status: 401,
    headers: { 'www-authenticate': `Bearer realm="${realm}",service="registry",scope="repository:a/b:pull"` },
  })
  const withToken =
    (token: Answer) =>
    ({ url, headers }: IncomingMessage, host: string): Answer => {
      if (url?.startsWith('/token')) return token
      return headers.authorization === 'Bearer t0ken' ? { status: 200, headers: single } : challenge(`http://${host}/token`)
    }

  test.each([{ token: 't0ken' }, { access_token: 't0ken' }])('is asked with it: %j', async body => {
    const it = await registry(withToken({ status: 200, body: JSON.stringify(body) }))
    expect(await it.find()).toEqual({})
    expect(it.calls).toEqual([
      'HEAD /v2/a/b/manifests/1',
      'GET /token?service=registry&scope=repository%3Aa%2Fb%3Apull',
      'HEAD /v2/a/b/manifests/1',
    ])
  })
  test('may give none for this image', async () => {
    expect(await (await registry(withToken({ status: 403 }))).find()).toBe('refused')
    expect(await (await registry(withToken({ status: 200, body: '{"token":"wrong"}' }))).find()).toBe('refused')
  })
  test.each(['http://registry.example/token', 'nowhere', ''])('is not followed to %j', async realm => {
    const it = await registry(() => challenge(realm))
    expect(await it.find()).toBe('refused')
    expect(it.calls).toHaveLength(1)
  })
})

test('nothing is asked when AWS is on this machine: its engine may have images that no registry has', async () => {
  process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:4566'
  const it = await registry(() => ({ status: 404 }))
  expect(await it.find()).toEqual({})
  expect(it.calls).toEqual([])
  delete process.env['AWS_ENDPOINT_URL']
})
