#!/usr/bin/env node
// Start-up only. `--version` is answered before anything is loaded, since scripts ask for it often.
import { readFileSync } from 'node:fs'

const argv = process.argv.slice(2)
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`mm/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  const { main } = await import('../dist/main.js')
  await main(argv, import.meta.url)
}
