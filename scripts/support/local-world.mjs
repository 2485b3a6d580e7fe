// The local AWS and the container engine, as the demo and the tests use them.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { capture, run } from './run.mjs'
import { root } from './prepare.mjs'

const engineScript = join(root, 'scripts/engine')
const awsScript = join(root, 'scripts/local-aws')

/** Starts the engine and makes sure of the images; resolves to the reason when that isn't possible on this machine. */
export async function startEngine() {
  const started = await capture(engineScript, ['start'], { show: toScreen })
  if (started.code !== 0) return started.stderr.trim() || `scripts/engine start ended with ${started.code}`
  const images = await capture(engineScript, ['images'], { show: toScreen })
  return images.code === 0 ? undefined : images.stderr.trim() || `scripts/engine images ended with ${images.code}`
}

/** Starts a clean local AWS of this name and resolves to the environment variables that lead to it (and to the engine). */
export async function startAws(name) {
  await run(awsScript, ['stop', '--name', name])
  await run(awsScript, ['start', '--name', name])
  return awsEnvironment(name)
}

export async function awsEnvironment(name) {
  const aws = await capture(awsScript, ['env', '--json', '--name', name])
  if (aws.code !== 0) throw new Error(aws.stderr)
  return { ...JSON.parse(aws.stdout), ...(await engineEnvironment()) }
}

/** A private engine is found by DOCKER_HOST; the default socket needs nothing. */
async function engineEnvironment() {
  if (!existsSync(engineScript)) return {}
  const { stdout } = await capture(engineScript, ['env'])
  const host = /DOCKER_HOST=['"]?([^'"\n]+)/.exec(stdout)?.[1]
  return host ? { DOCKER_HOST: host } : {}
}

export const stopAws = name => run(awsScript, ['stop', '--name', name])
/** Stops an engine that was started here and removes its data; another one is left alone. */
export const removeEngine = () => run(engineScript, ['down'])

const toScreen = text => process.stderr.write(text)
