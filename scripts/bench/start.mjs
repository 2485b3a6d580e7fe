// How fast mm starts, as ratios to `node -e 0` in the same run, and how fast it makes templates, to `mm --help`. Pairs are taken in turn, so that a noisy machine troubles both.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../support/prepare.mjs'
import { median } from './median.mjs'

const pairs = 15

const folder = mkdtempSync(join(tmpdir(), 'mm-bench-'))
for (const [path, text] of Object.entries({
  'mm/app.yml': 'name: shop\nregion: eu-central-1\n',
  'mm/environments/dev/manifest.yml': 'name: dev\ntype: Environment\n',
  'mm/environments/prod/manifest.yml': 'name: prod\ntype: Environment\ndomain: shop.example.com\ncdn: true\nwaf: true\n',
  'mm/db/manifest.yml': 'name: db\ntype: MongoDB\nmembers: 3\ninstance: r7g.large\nbackup: {vault: governance}\n',
  'mm/web/manifest.yml': 'name: web\ntype: Load Balanced Web Service\nimage: {location: "nginx:1.29", port: 80}\n',
  '.git/HEAD': 'ref: refs/heads/main\n',
})) {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const mm = join(root, 'bin/run.js')
const node = ['-e', '0']
const help = [mm, '--help']
/** Each command, and what it's compared with. */
const cases = {
  'mm --version': [[mm, '--version'], 'node -e 0', node],
  'mm --help': [help, 'node -e 0', node],
  'mm env package --env prod': [[mm, 'env', 'package', '--env', 'prod'], 'mm --help', help],
  'mm db package --env prod': [[mm, 'db', 'package', '--env', 'prod'], 'mm --help', help],
  'mm svc package web --env prod': [[mm, 'svc', 'package', 'web', '--env', 'prod'], 'mm --help', help],
}
const time = args => {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  return Number(process.hrtime.bigint() - start) / 1e6
}
console.log(`| | median ms | beside | median ms, paired | ratio |\n|---|---|---|---|---|`)
for (const [name, [args, beside, other]] of Object.entries(cases)) {
  const own = []
  const base = []
  for (let i = 0; i < pairs; i++) {
    own.push(time(args))
    base.push(time(other))
  }
  console.log(
    `| ${name} | ${median(own).toFixed(0)} | ${beside} | ${median(base).toFixed(0)} | ${(median(own) / median(base)).toFixed(2)} |`,
  )
}
rmSync(folder, { recursive: true })
