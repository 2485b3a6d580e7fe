import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { copyShop, runStory } from '../../scripts/demo/story.mjs'
import { awsProxy, type AwsProxy } from '../support/aws-proxy.js'
import { mm } from '../support/cli.js'
import { commitAll } from '../support/repository.js'
import { localAws, type LocalAws } from '../support/local-aws.js'

/** What scripts/demo/story.mjs tells. */
interface Story {
  steps: { title: string; code: number }[]
  url: string
  page: { body: string; product: string }
  logs: { stdout: string; requestId: string; exitCode: number }
  snapshot: string
}

// The demo's own steps, asserted; then what a team does on the days after. One account for the file, in order.
let aws: LocalAws
let proxy: AwsProxy
let folder: string
let shop: string
let good: string
let story: Story

const env = () => ({ ...aws.env, AWS_ENDPOINT_URL: proxy.url, MM_POLL_MS: '300' })
const run = (...args: string[]) => mm(args, { cwd: shop, env: env() })
const page = async () => (await fetch(story.url)).text()

beforeAll(async () => {
  aws = await localAws()
  proxy = await awsProxy(aws.endpoint)
  folder = mkdtempSync(join(tmpdir(), 'mm-e2e-'))
  shop = join(folder, 'shop')
  await copyShop(shop)
  good = readFileSync(join(shop, 'backend/src/server.js'), 'utf8')
  story = await runStory({ shop, env: env(), show: () => {}, tell: () => {} })
}, 300_000)

afterAll(async () => {
  expect(proxy.serverErrors()).toEqual([])
  await proxy.close()
  await aws.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

describe('the story', () => {
  test('each step ends well', () => {
    expect(story.steps.map(step => [step.title, step.code])).toEqual(story.steps.map(step => [step.title, 0]))
    expect(story.steps).toHaveLength(9)
  })

  test('the page carries a document that went through the backend to the database and back', () => {
    expect(story.page.body).toContain(story.page.product)
    expect(story.page.body).toContain('Teapot')
  })

  test('the logs show the lines of exactly that request, from both services, each once', () => {
    const lines = story.logs.stdout.split('\n').filter(line => line.includes(story.logs.requestId))
    expect(lines.some(line => line.includes(' frontend '))).toBe(true)
    expect(lines.some(line => line.includes(' backend '))).toBe(true)
    expect(new Set(lines).size).toBe(lines.length)
    expect(story.logs.exitCode).toBe(130)
  })

  test('the restore point has an id', () => expect(story.snapshot).toMatch(/^snap-[0-9a-f]+$/))

  test('everything is healthy', async () => {
    const { stdout } = await run('status', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      healthy: true,
      services: [
        { name: 'backend', running: 1 },
        { name: 'frontend', running: 1 },
      ],
      databases: [{ name: 'db' }],
    })
  })
})

describe('the days after', () => {
  const source = () => join(shop, 'backend/src/server.js')

  test('the same files are neither built nor deployed again', async () => {
    const { exit, stderr } = await run('svc', 'deploy', 'backend', '--yes')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/already in the registry[\s\S]*is unchanged/)
  })

  test('nor after a commit that leaves them alone: the image of the earlier one is taken, and mm says so', async () => {
    writeFileSync(join(shop, 'NOTES.md'), 'of no service\n')
    commitAll(shop)
    proxy.calls.length = 0
    const { exit, stderr } = await run('svc', 'deploy', 'backend', '--yes')
    expect(stderr).toMatch(
      /already in the registry: it was built at [0-9a-f]{10}, which has the same files for it as [0-9a-f]{10}[\s\S]*is unchanged/,
    )
    expect(exit).toBe(0)
    expect(proxy.calls.filter(({ action }) => action === 'CreateChangeSet')).toEqual([])
  }, 60_000)

  test('everything at once is as it was: nothing is built, and no change set is made', async () => {
    proxy.calls.length = 0
    const { exit, stderr } = await run('deploy', '--yes')
    expect(stderr).toMatch(
      /dev +environment +✔ unchanged[\s\S]*db +database +✔ unchanged[\s\S]*backend +service +✔ unchanged[\s\S]*frontend +service +✔ unchanged/,
    )
    expect(exit).toBe(0)
    expect(proxy.calls.filter(({ action }) => action === 'CreateChangeSet')).toEqual([])
  })

  test('uncommitted files get a tag of their own, and the new revision serves', async () => {
    writeFileSync(
      source(),
      readFileSync(source(), 'utf8').replace(
        "app.get('/products'",
        "app.get('/version', async () => 'two')\napp.get('/products'",
      ),
    )
    const { exit, stdout, stderr } = await run('svc', 'deploy', 'backend', '--yes', '--json')
    expect(stderr).not.toMatch(/"type":"error"/)
    expect(exit).toBe(0)
    const { tag, image, status } = JSON.parse(stdout) as { tag: string; image: string; status: string }
    expect(tag).toMatch(/^[0-9a-f]{10}-dirty-[0-9a-f]{12}-[0-9a-f]{12}$/)
    expect(image).toMatch(/@sha256:[0-9a-f]{64}$/)
    expect(status).toBe('updated')
    expect(await page()).toContain('Teapot')
  }, 120_000)

  test('a service that crashes is rolled back: exit code 6, its own last words, and the users see the old one', async () => {
    writeFileSync(source(), `console.log('the configuration is missing a spoon')\nprocess.exit(3)\n`)
    commitAll(shop)
    const { exit, stderr } = await run('svc', 'deploy', 'backend', '--yes')
    expect(stderr).toMatch(
      /backend stopped[\s\S]*exit code 3[\s\S]*the configuration is missing a spoon[\s\S]*revision \d+ still serves: 1 of 1 tasks run/,
    )
    expect(exit).toBe(6)
    expect(await page()).toContain('Teapot')
  }, 180_000)

  test('and the next good one is deployed on top', async () => {
    writeFileSync(source(), good)
    commitAll(shop)
    const { exit } = await run('svc', 'deploy', 'backend', '--yes')
    expect(exit).toBe(0)
    expect(await page()).toContain('Teapot')
  }, 120_000)
})

/** What is stored must come through all of the steps. */
describe('TLS, step by step', () => {
  const manifest = () => join(shop, 'mm/db/manifest.yml')
  const step = (tls: string) => {
    const before = readFileSync(manifest(), 'utf8').replace(/^tls: .*\n/m, '')
    writeFileSync(manifest(), `${before.trimEnd()}\ntls: ${tls}\n`)
    return run('db', 'deploy', '--env', 'dev', '--yes')
  }
  const backend = () => run('svc', 'deploy', 'backend', '--env', 'dev', '--yes')

  test('a jump is refused, and so is a service whose database is not deployed as its manifest says', async () => {
    const { exit, stderr } = await step('require')
    expect(exit).toBe(2)
    expect(stderr).toMatch(/tls is require, and false is deployed[\s\S]*tls: allow/)
    const outdated = await backend()
    expect(outdated.exit).toBe(2)
    expect(outdated.stderr).toContain("the database db isn't deployed as its manifest says")
  })

  test('require waits for the backend, which then has the certificate before it starts', async () => {
    for (const tls of ['allow', 'prefer']) expect((await step(tls)).exit).toBe(0)
    const early = await step('require')
    expect(early.exit).toBe(2)
    expect(early.stderr).toMatch(/backend still connects without TLS[\s\S]*mm svc deploy backend --env dev/)
    expect((await backend()).exit).toBe(0)
    expect(await page()).toContain('Teapot')
    expect((await step('require')).exit).toBe(0)
    const { stdout } = await run('db', 'show', '--env', 'dev', '--json')
    expect(stdout).toMatch(/"Tls": ?"require"/)
    expect(await page()).toContain(story.page.product)
  }, 300_000)

  test('an image without a shell is told as such', async () => {
    const dockerfile = join(shop, 'backend/Dockerfile')
    const before = readFileSync(dockerfile, 'utf8')
    writeFileSync(dockerfile, `${before.trimEnd()}\nUSER root\nRUN rm -f /bin/sh\nUSER 1000\n`)
    const { exit, stderr } = await backend()
    expect(exit).toBe(6)
    expect(stderr).toContain("has no /bin/sh, which writes the certificate of the database's authority")
    expect(await page()).toContain('Teapot')
  }, 300_000)
})
