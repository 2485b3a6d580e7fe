import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { smallApp } from '../support/small-app.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mm-package-'))
const installed = join(folder, 'node_modules/mm')
const npm = (args: string[]) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })

beforeAll(() => {
  npm(['pack', '--silent', '--pack-destination', folder])
  const tarball = readdirSync(folder).find(name => name.endsWith('.tgz')) ?? ''
  expect(statSync(join(folder, tarball)).size).toBeLessThan(4e6)
  npm(['install', '--prefix', folder, join(folder, tarball)])
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('it installs as one package under 4 MB, without a tree of dependencies', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter(name => !name.startsWith('.'))).toEqual(['mm'])
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { dependencies?: object }
  expect(dependencies).toBeUndefined()
  const size = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter(file => file.isFile())
    .reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0)
  expect(size).toBeLessThan(4e6)
})

test('the licences of what is bundled are in it', () => {
  const text = readFileSync(join(installed, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
  for (const name of ['@oclif/core', '@aws-sdk/client-cloudformation', 'execa', 'listr2', 'yaml', 'zod', 'chalk'])
    expect(text).toContain(`${name} `)
})

/** Other versions of Node come from npm, once, into the ignored folder. */
function nodeOf(major: number): string {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  const prefix = join(root, '.local/node', String(major))
  const bin = join(prefix, 'node_modules/node/bin/node')
  if (!existsSync(bin)) npm(['install', '--prefix', prefix, `node@${major}`])
  return bin
}

test.each([20, 22, 24])(
  'it runs in another folder on Node %i',
  major => {
    const repo = smallApp()
    const run = (...args: string[]) =>
      spawnSync(nodeOf(major), [join(installed, 'bin/run.js'), ...args], {
        cwd: repo.root,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: repo.root },
      })
    const version = run('--version')
    expect(version.stdout).toMatch(new RegExp(`^mm/\\d+\\.\\d+\\.\\d+ \\S+ node-v${major}\\.`))
    const packaged = run('svc', 'package', 'web', '--json')
    expect(packaged.stderr).toBe('')
    expect(JSON.parse(packaged.stdout)).toMatchObject({ stack: 'shop-dev-web' })
    const status = run('status')
    expect(status.stderr).toMatch(/there are no AWS credentials|could not be reached/)
    expect(status.status).toBeGreaterThan(0)
    repo.remove()
  },
  180_000,
)
