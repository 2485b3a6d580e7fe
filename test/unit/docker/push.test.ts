import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { engine } from '../../../src/docker/engine.js'
import { fakeDocker, type FakeDocker } from '../../fakes/docker.js'

const before = { ...process.env }
let docker: FakeDocker
let interruption = new AbortController()
afterEach(() => {
  docker.remove()
  interruption = new AbortController()
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
})

const digest = `sha256:${'ab'.repeat(32)}`
const login = { server: 'registry.example', username: 'AWS', password: 'secret-token' }
const pushed = `echo "abc: Pushed"; echo "1: digest: ${digest} size: 1234"`
/** As docker does it: the token goes into the configuration in clear text. */
const loginScript =
  'cat > "$OUT/stdin"; cat "$DOCKER_CONFIG/config.json" > "$OUT/config"; echo "$DOCKER_CONFIG" > "$OUT/folder"; stat -c %a "$DOCKER_CONFIG" > "$OUT/mode"; cp "$OUT/stdin" "$DOCKER_CONFIG/config.json"'

function withDocker(verbs: Record<string, string>) {
  docker = fakeDocker({ login: loginScript, ...verbs })
  const adapter = engine({ signal: interruption.signal })
  return (onLine: (line: string) => void = () => {}) => adapter.push('registry.example/shop/web:1', login, onLine)
}

const folder = () => (docker.read('folder') ?? '').trim()

describe('the client configuration', () => {
  test('is private, is used for login and push alike, and is gone afterwards', async () => {
    const push = withDocker({ push: `echo "$DOCKER_CONFIG" > "$OUT/push-folder"; ${pushed}` })
    expect(await push()).toBe(digest)
    expect(docker.calls()).toEqual(['login --username AWS --password-stdin registry.example', 'push registry.example/shop/web:1'])
    expect(docker.read('stdin')).toBe('secret-token')
    expect(docker.read('mode')?.trim()).toBe('700')
    expect(docker.read('push-folder')?.trim()).toBe(folder())
    expect(existsSync(folder())).toBe(false)
  })

  test("takes the person's context along, and nothing secret", async () => {
    const push = withDocker({ push: `cat "$DOCKER_CONFIG/contexts/meta/file" > "$OUT/context"; ${pushed}` })
    const own = join(docker.out, 'own')
    mkdirSync(join(own, 'contexts', 'meta'), { recursive: true })
    writeFileSync(join(own, 'contexts', 'meta', 'file'), 'colima')
    writeFileSync(
      join(own, 'config.json'),
      JSON.stringify({ currentContext: 'colima', credsStore: 'desktop', auths: { x: { auth: 'c2VjcmV0' } } }),
    )
    process.env['DOCKER_CONFIG'] = own
    await push()
    expect(JSON.parse(docker.read('config') ?? '')).toEqual({ currentContext: 'colima' })
    expect(docker.read('context')).toBe('colima')
    // Only the link is removed.
    expect(existsSync(join(own, 'contexts', 'meta', 'file'))).toBe(true)
  })

  test('certificates beside the own configuration are still found', async () => {
    const push = withDocker({ push: `echo "$DOCKER_CERT_PATH" > "$OUT/certificates"; ${pushed}` })
    Object.assign(process.env, { DOCKER_CONFIG: docker.out, DOCKER_TLS_VERIFY: '1' })
    delete process.env['DOCKER_CERT_PATH']
    await push()
    expect(docker.read('certificates')?.trim()).toBe(docker.out)
  })

  test.each([
    ['a failed push', { push: 'exit 1' }],
    ['a failed login', { login: `${loginScript}; exit 1` }],
  ])('is gone after %s', async (_, verbs) => {
    await expect(withDocker(verbs)()).rejects.toMatchObject({ code: 'PushFailed' })
    expect(folder()).toMatch(/mm-docker-/)
    expect(existsSync(folder())).toBe(false)
  })

  test('is gone after Ctrl-C', async () => {
    const push = withDocker({ push: 'echo Preparing; exec sleep 60' })
    await expect(push(() => interruption.abort(new Error('interrupted by SIGINT')))).rejects.toMatchObject({
      code: 'Interrupted',
      exitCode: 130,
    })
    expect(folder()).toMatch(/mm-docker-/)
    expect(existsSync(folder())).toBe(false)
  })
})

test('a push that prints no digest (podman) is asked about afterwards', async () => {
  const inspected = `echo "other.example/x@sha256:${'0'.repeat(64)}"; echo "registry.example/shop/web@${digest}"`
  expect(await withDocker({ push: 'echo done', image: inspected })()).toBe(digest)
  expect(docker.calls().at(-1)).toMatch(/^image inspect .* registry\.example\/shop\/web:1$/)
})

test('no digest anywhere is a failure', async () => {
  await expect(withDocker({ push: 'echo "digest: sha256:short"' })()).rejects.toMatchObject({
    code: 'PushFailed',
    message: expect.stringContaining('told no digest'),
  })
})

describe('a failure is told with its cause', () => {
  test.each([
    ['no basic auth credentials', 'the registry refused', 4],
    ['denied: User: arn:aws:iam::1:user/a is not authorized to perform: ecr:InitiateLayerUpload', 'the registry refused', 4],
    ['denied: Your authorization token has expired. Reauthenticate and try again.', 'the registry refused', 4],
    [
      "tag invalid: The image tag 'x' already exists in the 'shop/web' repository and cannot be overwritten because the repository is immutable.",
      'the repository is immutable',
      1,
    ],
    ['write tcp 10.0.0.1:443: connection reset by peer', 'the connection to the registry broke off', 1],
    [
      'Put "https://registry.example/v2/": dial tcp: lookup registry.example: no such host',
      'the connection to the registry broke off',
      1,
    ],
    ['Get "https://registry.example/v2/": x509: certificate signed by unknown authority', "doesn't trust the registry", 1],
    ['write /var/lib/docker/tmp/x: no space left on device', "the engine's disk is full", 1],
  ])('%s', async (words, cause, exitCode) => {
    const script = `cat >&2 <<'END'\n${words}\nEND\nexit 1`
    const error: unknown = await withDocker({ push: script })().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'PushFailed',
      exitCode,
      message: 'docker push of registry.example/shop/web:1 failed (it ended with exit code 1)',
    })
    const { why = '' } = (error as { details: { why?: string } }).details
    expect(why.split('\n')[0]).toContain(cause)
    expect(why).toContain(words)
    expect(why).not.toContain(login.password)
  })

  test('a refused login names the registry', async () => {
    const push = withDocker({
      login: 'echo "Error response from daemon: login attempt failed with status: 401 Unauthorized" >&2; exit 1',
    })
    await expect(push()).rejects.toMatchObject({
      code: 'PushFailed',
      exitCode: 4,
      message: expect.stringContaining('docker login to registry.example'),
    })
    expect(docker.calls()).toHaveLength(1)
  })
})
