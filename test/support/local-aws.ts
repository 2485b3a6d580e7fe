import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const script = fileURLToPath(new URL('../../scripts/local-aws', import.meta.url))
const engine = fileURLToPath(new URL('../../scripts/engine', import.meta.url))
const run = promisify(execFile)

export interface LocalAws {
  /** Variables that lead the CLI to it. */
  env: Record<string, string>
  endpoint: string
  stop(): Promise<void>
}

/** Starts a local AWS of its own, with an empty account, for one test file. */
export async function localAws(): Promise<LocalAws> {
  const name = `test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`
  await run(script, ['start', '--name', name])
  const { stdout } = await run(script, ['env', '--json', '--name', name])
  const env = JSON.parse(stdout) as Record<string, string>
  const host = /DOCKER_HOST=['"]?([^'"\n]+)/.exec((await run(engine, ['env'])).stdout)?.[1]
  return {
    env: { ...env, ...(host ? { DOCKER_HOST: host } : {}) },
    endpoint: env['AWS_ENDPOINT_URL'] ?? '',
    stop: async () => void (await run(script, ['stop', '--name', name])),
  }
}
