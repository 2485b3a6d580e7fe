import { relative } from 'node:path'
import type { PackagedFiles } from '../ops/preview/package-stack.js'
import { note } from './note.js'

/** The paths are the result; what the files lack is said beside it. */
export function reportPackage({ files, stacks, offline }: PackagedFiles, from: string): void {
  if (offline !== undefined) note(`AWS wasn't asked: ${offline}`)
  for (const { stack, leftOut, notes } of stacks) {
    for (const each of notes) note(`${stack}: ${each}`)
    if (leftOut.length > 0) note(`${stack}: not known before the deployment, and left out: ${leftOut.join(', ')}`)
  }
  for (const file of files) process.stdout.write(`${relative(from, file)}\n`)
}
