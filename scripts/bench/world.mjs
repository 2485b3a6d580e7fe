// The local AWS with an application in it, and the commands that are measured there.
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { ECS } from '@aws-sdk/client-ecs'
import { startAws, startEngine, stopAws } from '../support/local-world.mjs'
import { root } from '../support/prepare.mjs'
import { capture, run } from '../support/run.mjs'
import { recorder } from './recorder.mjs'

const name = 'bench'
const aws = join(root, 'scripts/aws')
const serve = "require('http').createServer((_, answer) => answer.end()).listen(3000)"
export const crash = 'setTimeout(() => { console.error("no database"); process.exit(3) }, 4000)'
export const services = ['web', 'cart', 'mail', 'stock']

const manifest = (service, { round, code }) => `name: ${service}
type: ${service === 'web' ? 'Load Balanced Web Service' : 'Backend Service'}
image: {location: "node:20-alpine", port: 3000}
command: [node, -e, ${JSON.stringify(code)}]
http: {path: ${service === 'web' ? '/' : `/${service}`}, healthcheck: {path: /, interval: 5s, timeout: 2s, grace_period: 30s}, deregistration_delay: 1s}
variables: {ROUND: "round-${round}"}
`

/**
 * Starts it; `mm` and `aws` run those commands through a proxy and resolve to what they printed, with `start`, `end` (epoch ms) and `calls`; of mm also
 * its `processor` time in ms.
 */
export async function world() {
  const lacking = await startEngine()
  if (lacking) throw new Error(lacking)
  await run(aws, ['--install'])
  const variables = await startAws(name)
  const proxy = await recorder(variables.AWS_ENDPOINT_URL)
  const folder = mkdtempSync(join(tmpdir(), 'mm-bench-'))
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('mm/app.yml', 'name: shop\nregion: eu-central-1\n')
  write('mm/environments/dev/manifest.yml', 'name: dev\ntype: Environment\n')
  const writeService = (service, { round = 0, code = serve } = {}) =>
    write(`mm/${service}/manifest.yml`, manifest(service, { round, code }))
  for (const service of services) writeService(service)
  await capture('git', ['init', '-q'], { cwd: folder })

  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(AWS|MM)_/.test(key))),
    ...variables,
    AWS_ENDPOINT_URL: proxy.url,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    BENCH_PROCESSOR_TIME: join(folder, 'processor-time'),
  }
  async function timed(command, args, wanted = 0) {
    proxy.calls.length = 0
    const start = Date.now()
    const printed = await capture(command, args, { cwd: folder, env })
    if (printed.code !== wanted) throw new Error(`${args.join(' ')} ended with ${printed.code}\n${printed.stderr}`)
    return { ...printed, start, end: Date.now(), calls: [...proxy.calls] }
  }
  const client = {
    region: 'eu-central-1',
    endpoint: variables.AWS_ENDPOINT_URL,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  return {
    async mm(args, exitCode) {
      const hook = join(root, 'scripts/bench/processor-time.mjs')
      const ran = await timed(process.execPath, ['--import', hook, join(root, 'bin/run.js'), ...args], exitCode)
      return { ...ran, processor: Number(readFileSync(env.BENCH_PROCESSOR_TIME, 'utf8')) }
    },
    aws: args => timed(aws, args),
    cloudFormation: new CloudFormation(client),
    ecs: new ECS(client),
    file: path => join(folder, path),
    write,
    writeService,
    async end() {
      proxy.close()
      await stopAws(name)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
