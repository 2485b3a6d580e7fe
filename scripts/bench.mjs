// `npm run bench`: how fast mm starts, as ratios to `node -e 0` in the same run. Pairs are taken in turn, so that a noisy machine troubles both.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, installPackages, root } from './support/prepare.mjs'

const pairs = 15
await installPackages()
await build()

const folder = mkdtempSync(join(tmpdir(), 'mm-bench-'))
for (const [path, text] of Object.entries({
  'mm/app.yml': 'name: shop\nregion: eu-central-1\n',
  'mm/environments/dev/manifest.yml': 'name: dev\ntype: Environment\n',
  'mm/web/manifest.yml': 'name: web\ntype: Load Balanced Web Service\nimage: {location: "nginx:1.29", port: 80}\n',
  '.git/HEAD': 'ref: refs/heads/main\n',
})) {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const mm = join(root, 'bin/run.js')
const cases = { 'mm --version': [mm, '--version'], 'mm --help': [mm, '--help'], 'mm svc package': [mm, 'svc', 'package', 'web'] }
const time = args => {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  return Number(process.hrtime.bigint() - start) / 1e6
}
const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]

console.log(`| | median ms | node -e 0, paired | ratio |\n|---|---|---|---|`)
for (const [name, args] of Object.entries(cases)) {
  const own = []
  const base = []
  for (let i = 0; i < pairs; i++) {
    own.push(time(args))
    base.push(time(['-e', '0']))
  }
  console.log(`| ${name} | ${median(own).toFixed(0)} | ${median(base).toFixed(0)} | ${(median(own) / median(base)).toFixed(2)} |`)
}
rmSync(folder, { recursive: true })
