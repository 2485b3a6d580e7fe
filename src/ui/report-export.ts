import { relative } from 'node:path'
import type { TerraformExport } from '../ops/export/export-terraform.js'
import { note } from './note.js'

/** The paths are the result; what to know about it is said beside it. */
export function reportExport({ files, notes, variables }: TerraformExport, folder: string, from: string): void {
  for (const each of notes) note(each)
  if (variables.length > 0) note(`no file holds the value of ${variables.join(', ')}: README.md says how it's given`)
  for (const file of files) process.stdout.write(`${relative(from, file)}\n`)
  process.stderr.write(`\nHow it's taken over: ${relative(from, folder) || '.'}/README.md\n`)
}
