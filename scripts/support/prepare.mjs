// Makes a fresh clone ready: npm packages and the built CLI. Uses nothing but Node itself, since nothing is installed yet.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { capture, run } from './run.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const local = join(root, '.local')

/** Installs the npm packages unless the lock file is the one that they were installed from. */
export async function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(local, 'npm-installed')
  if (existsSync(join(root, 'node_modules')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('Installing npm packages (node_modules/)')
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root })
  mkdirSync(local, { recursive: true })
  writeFileSync(stamp, lock)
}

/** Builds dist/ unless it's newer than everything that it's made of. */
export async function build() {
  const sources = ['src', 'package.json', 'rolldown.config.js', 'package-lock.json']
  if (existsSync(join(root, 'dist/main.js')) && newest(['dist/main.js']) > newest(sources)) return
  console.error('Building dist/')
  // The list of chunks is for nobody; what a failing build prints is.
  const built = await capture('npm', ['run', 'build', '--silent'], { cwd: root })
  if (built.code !== 0) throw new Error(`npm run build ended with ${built.code}\n${built.stdout}${built.stderr}`)
}

function newest(paths) {
  return Math.max(
    ...paths.map(path => filesBelow(join(root, path)).reduce((max, file) => Math.max(max, statSync(file).mtimeMs), 0)),
  )
}

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(file => file.isFile())
    .map(file => join(file.parentPath, file.name))
}
