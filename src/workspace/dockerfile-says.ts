import { basename, dirname } from 'node:path'
import type { DockerfileSays } from '../ops/ports/premises.js'
import { readStages } from './inspect/dockerfile.js'
import { readText } from './read.js'

/** What the stage that is built says, which is the last one unless another is meant. Throws Unreadable (exit 2). */
export async function dockerfileSays(dockerfile: string, target?: string): Promise<DockerfileSays> {
  const { stages } = readStages(dockerfile, await readText(dirname(dockerfile), basename(dockerfile)))
  const stage = target === undefined ? stages.at(-1) : stages.find(({ name }) => name === target.toLowerCase())
  return { ports: stage?.exposed ?? [], ...(stage?.health ? { healthPath: stage.health.value } : {}) }
}
