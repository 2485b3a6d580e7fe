import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Runs something under a client configuration of its own, which is removed afterwards: `docker login` writes the token in clear text,
 * and the person's own configuration must not hold it. What leads to their engine comes along: the contexts and which one is current.
 */
export async function withPrivateConfig<T>(run: (env: Record<string, string>) => Promise<T>): Promise<T> {
  // mkdtemp makes it readable for this user alone (mode 0700).
  const folder = mkdtempSync(join(tmpdir(), 'mm-docker-'))
  // A second Ctrl-C ends the process without running `finally`.
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    return await run(leadToEngine(folder))
  } finally {
    process.off('exit', remove)
    remove()
  }
}

/** Contexts are linked, not copied: they may hold keys. https://docs.docker.com/engine/manage-resources/contexts/ */
function leadToEngine(folder: string): Record<string, string> {
  const own = process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker')
  const currentContext = currentContextOf(join(own, 'config.json'))
  writeFileSync(join(folder, 'config.json'), JSON.stringify(currentContext ? { currentContext } : {}), { mode: 0o600 })
  if (existsSync(join(own, 'contexts'))) symlinkSync(join(own, 'contexts'), join(folder, 'contexts'), 'junction')
  // Without a path of their own the certificates for DOCKER_TLS_VERIFY are looked for beside the configuration.
  const tls = process.env['DOCKER_TLS_VERIFY'] && !process.env['DOCKER_CERT_PATH']
  return { DOCKER_CONFIG: folder, ...(tls ? { DOCKER_CERT_PATH: own } : {}) }
}

function currentContextOf(file: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { currentContext?: string }).currentContext
  } catch {
    // No configuration, or one that docker itself will complain about.
    return undefined
  }
}
