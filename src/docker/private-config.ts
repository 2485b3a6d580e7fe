import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { docker } from './run.js'

/**
 * Runs something under a client configuration of its own, which is removed afterwards: `docker login` writes the token in clear text, and
 * the person's own configuration must not hold it. The person's current context would be lost with their configuration, so the engine's
 * address is handed over by DOCKER_HOST.
 */
export async function withPrivateConfig<T>(
  { signal }: { signal: AbortSignal },
  run: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  const host = process.env['DOCKER_HOST'] ?? (await currentHost(signal))
  // mkdtemp makes it readable for this user alone (mode 0700).
  const folder = mkdtempSync(join(tmpdir(), 'mm-docker-'))
  // A second Ctrl-C ends the process without running `finally`.
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    return await run({ DOCKER_CONFIG: folder, ...(host ? { DOCKER_HOST: host } : {}) })
  } finally {
    process.off('exit', remove)
    remove()
  }
}

async function currentHost(signal: AbortSignal): Promise<string | undefined> {
  const { exitCode, text } = await docker(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'], { signal })
  return exitCode === 0 && text.trim() ? text.trim() : undefined
}
