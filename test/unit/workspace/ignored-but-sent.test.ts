import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { ignoredButSent } from '../../../src/workspace/ignored-but-sent.js'

let root: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'mm-ignored-')))
  execFileSync('git', ['init', '-q', root])
  write('.gitignore', 'node_modules\n.env\ndist\n*.log\n')
  write('web/Dockerfile', 'FROM a')
  write('web/src/index.js', '1')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const sent = async (dockerfile = 'web/Dockerfile') => ignoredButSent(join(root, 'web'), join(root, dockerfile))

test('nothing, when git ignores nothing that is there', async () => {
  write('api/node_modules/x.js', '1')
  expect(await sent()).toEqual([])
})

test('what .dockerignore does not name', async () => {
  write('web/node_modules/a/x.js', '1')
  write('web/.env', 'A=1')
  expect((await sent()).sort()).toEqual(['.env', 'node_modules/a/x.js'])
  write('web/.dockerignore', '# packages\nnode_modules\r\n')
  expect(await sent()).toEqual(['.env'])
  write('web/.dockerignore', 'node_modules\n.env\n')
  expect(await sent()).toEqual([])
})

test('what is left out only at the top, or as the content of a folder', async () => {
  write('web/node_modules/x.js', '1')
  write('web/packages/ui/node_modules/y.js', '1')
  write('web/dist/app.js', '1')
  write('web/.dockerignore', 'node_modules\ndist/*\n')
  expect(await sent()).toEqual(['packages/ui/node_modules/y.js'])
  write('web/.dockerignore', '**/node_modules\ndist/*\n')
  expect(await sent()).toEqual([])
})

test('what is called back', async () => {
  write('web/dist/app.js', '1')
  write('web/dist/app.map', '1')
  write('web/.dockerignore', 'dist\n!dist/app.js\n')
  expect(await sent()).toEqual(['dist/app.js'])
  write('web/.dockerignore', '*\n!src\n')
  expect(await sent()).toEqual([])
})

test("by the Dockerfile's own ignore file, which takes the place of the context's", async () => {
  write('web/.env', 'A=1')
  write('web/.dockerignore', '.env\n')
  write('docker/Dockerfile', 'FROM a')
  write('docker/Dockerfile.dockerignore', '*.log\n')
  expect(await sent()).toEqual([])
  expect(await sent('docker/Dockerfile')).toEqual(['.env'])
})

test('a few of many, with odd names as they are', async () => {
  for (let i = 0; i < 9; i++) write(`web/ü "${i}".log`, '1')
  expect(await sent()).toHaveLength(3)
  expect((await sent())[0]).toBe('ü "0".log')
})

test("mm's own records as one entry, however many there are, and never among the first few", async () => {
  write('web/.mm/.gitignore', '*\n')
  for (const name of ['a', 'b', 'c', 'd']) write(`web/.mm/deploys/${name}/times.json`, '{}')
  expect(await sent()).toEqual(['.mm/'])
  write('web/.env', 'A=1')
  expect(await sent()).toEqual(['.env', '.mm/'])
  write('web/.dockerignore', '.env\n!src\n')
  expect(await sent()).toEqual(['.mm/'])
  write('web/.dockerignore', '.env\n.mm\n')
  expect(await sent()).toEqual([])
})
