import { afterEach, describe, expect, test } from '@jest/globals'
import { engine } from '../../../src/docker/engine.js'
import { fakeDocker, type FakeDocker } from '../../fakes/docker.js'

let docker: FakeDocker
let interruption = new AbortController()
afterEach(() => {
  docker.remove()
  interruption = new AbortController()
})

function withDocker(verbs: Record<string, string>) {
  docker = fakeDocker(verbs)
  return engine({ signal: interruption.signal })
}

const request = {
  context: '/shop',
  dockerfile: '/shop/Dockerfile',
  args: {},
  platform: 'linux/x86_64',
  reference: 'r/shop/web:1',
}

describe('check', () => {
  test('an engine that answers', async () => {
    await withDocker({ version: 'echo 28.0' }).check()
    expect(docker.calls()).toEqual(['version --format {{.Server.Version}}'])
  })

  test.each([
    [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'DockerNotRunning',
      'start Docker',
    ],
    ['permission denied while trying to connect to the Docker daemon socket', 'DockerDenied', 'usermod -aG docker'],
  ])('%s', async (words, code, fix) => {
    await expect(withDocker({ version: `echo '${words}' >&2; exit 1` }).check()).rejects.toMatchObject({
      code,
      exitCode: 1,
      details: { why: words, fix: [expect.stringContaining(fix)] },
    })
  })

  test('no docker at all', async () => {
    const adapter = withDocker({})
    const path = process.env['PATH']
    process.env['PATH'] = '/nowhere'
    try {
      await expect(adapter.check()).rejects.toMatchObject({ code: 'DockerNotInstalled', exitCode: 1 })
    } finally {
      process.env['PATH'] = path
    }
  })
})

describe('build', () => {
  test('lines come as they are printed, of both streams', async () => {
    const lines: string[] = []
    await withDocker({ buildx: 'exit 1', build: 'echo Step 1; echo warning >&2; echo Step 2' }).build(request, line =>
      lines.push(line),
    )
    expect([...lines].sort()).toEqual(['Step 1', 'Step 2', 'warning'])
    expect(docker.calls()[1]).toMatch(/^build --force-rm --platform linux\/amd64 /)
  })

  test('of a progress bar only its last state', async () => {
    const lines: string[] = []
    await withDocker({ buildx: 'exit 1', build: "printf 'Sending 1 kB\\rSending 2 kB\\r\\nStep 1\\n'" }).build(request, line =>
      lines.push(line),
    )
    expect(lines).toEqual(['Sending 2 kB', 'Step 1'])
  })

  test.each([
    ['echo "github.com/docker/buildx v0.20.0"', true],
    // podman's answer.
    ['echo "buildah 1.33.7"', false],
    ['echo "unknown command" >&2; exit 1', false],
  ])('BuildKit is used where it is: %s', async (buildx, used) => {
    await withDocker({ buildx }).build(request, () => {})
    expect(docker.calls()[1]?.includes('--progress=plain')).toBe(used)
  })

  test('a failure shows the last 20 lines and keeps the exit code', async () => {
    const adapter = withDocker({
      buildx: 'exit 1',
      build: 'for i in $(seq 1 30); do echo "line $i"; done; echo "npm error missing script" >&2; exit 17',
    })
    const error: unknown = await adapter.build(request, () => {}).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'BuildFailed', exitCode: 1, message: expect.stringContaining('exit code 17') })
    const { why = '' } = (error as { details: { why?: string } }).details
    expect(why.split('\n')).toHaveLength(20)
    expect(why).toContain('npm error missing script')
    expect(why).toContain('line 30')
  })

  test('one that was killed says so', async () => {
    await expect(withDocker({ buildx: 'exit 1', build: 'kill -9 $$' }).build(request, () => {})).rejects.toMatchObject({
      code: 'BuildFailed',
      message: expect.stringContaining('was killed'),
    })
  })

  test('Ctrl-C ends the build', async () => {
    const adapter = withDocker({ buildx: 'exit 1', build: 'echo begun; exec sleep 60' })
    const building = adapter.build(request, () => interruption.abort(new Error('interrupted by SIGINT')))
    await expect(building).rejects.toMatchObject({
      code: 'Interrupted',
      exitCode: 130,
      details: { state: expect.stringContaining('docker build was ended') },
    })
  })

  test('a build that Ctrl-C in the terminal ended by itself is an interruption too', async () => {
    const adapter = withDocker({ buildx: 'exit 1', build: 'echo begun; trap "exit 130" TERM; while :; do sleep 0.05; done' })
    const building = adapter.build(request, () => interruption.abort(new Error('interrupted by SIGINT')))
    await expect(building).rejects.toMatchObject({ code: 'Interrupted' })
  })
})
