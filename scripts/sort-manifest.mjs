// Writes oclif.manifest.json in an order that doesn't depend on the disk: the commands by name.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './support/prepare.mjs'

const file = join(root, 'oclif.manifest.json')
const manifest = JSON.parse(readFileSync(file, 'utf8'))
const byName = ([a], [b]) => (a < b ? -1 : 1)
writeFileSync(
  file,
  JSON.stringify({ ...manifest, commands: Object.fromEntries(Object.entries(manifest.commands).sort(byName)) }, null, 2),
)
