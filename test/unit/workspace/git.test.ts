import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { git } from '../../../src/workspace/git.js'

let root: string
const before = { ...process.env }

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'mm-git-')))
  run('init', '-q')
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
  process.env = { ...before }
})

function run(...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function commit(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) write(path, text)
  run('add', '-A')
  run('commit', '-q', '--allow-empty', '-m', 'x')
}

const state = (path = '.') => git().state(join(root, path))

test('clean: the short hash alone', async () => {
  commit({ 'web/a.js': '1' })
  const { commit: hash = '', ...rest } = await state('web')
  expect(hash).toMatch(/^[0-9a-f]{10,12}$/)
  expect(run('rev-parse', 'HEAD').startsWith(hash)).toBe(true)
  expect(rest).toEqual({ tree: expect.stringMatching(/^[0-9a-f]{64}$/) })
})

test('without a commit yet: only what the files hold', async () => {
  write('a.js', '1')
  expect(await state()).toEqual({ dirty: expect.stringMatching(/^[0-9a-f]{12}$/) })
})

describe('what makes it dirty', () => {
  const changes: [string, () => void][] = [
    ['a changed file', () => write('web/a.js', '2')],
    ['a staged change', () => (write('web/a.js', '3'), run('add', '-A'))],
    ['an untracked file', () => write('web/new.js', '1')],
    ['a deleted file', () => unlinkSync(join(root, 'web/a.js'))],
    ['a renamed file', () => renameSync(join(root, 'web/a.js'), join(root, 'web/b.js'))],
    ['a file made executable', () => chmodSync(join(root, 'web/a.js'), 0o755)],
    ['a link', () => symlinkSync('a.js', join(root, 'web/link'))],
    ['a name that git would quote', () => write('web/ü "x"\n.js', '1')],
    ['a repository within', () => (execFileSync('git', ['init', '-q', join(root, 'web/inner')]), write('web/inner/x.js', '1'))],
  ]

  test.each(changes)('%s', async (_, change) => {
    commit({ 'web/a.js': '1', 'web/c.js': '1' })
    change()
    expect((await state('web')).dirty).toMatch(/^[0-9a-f]{12}$/)
  })

  test('each of them is another content', async () => {
    const hashes: (string | undefined)[] = []
    for (const [, change] of changes) {
      commit({ 'web/a.js': '1', 'web/c.js': '1' })
      change()
      hashes.push((await state('web')).dirty)
      rmSync(join(root, 'web'), { recursive: true })
    }
    expect(new Set(hashes).size).toBe(changes.length)
  })
})

describe('what leaves it as it is', () => {
  beforeEach(() => commit({ 'web/a.js': '1', 'api/a.js': '1', '.gitignore': 'node_modules\n' }))

  test.each<[string, () => void]>([
    ['a change elsewhere', () => write('api/a.js', '2')],
    ['an ignored file', () => write('web/node_modules/x.js', '1')],
    ['a touched file', () => write('web/a.js', '1')],
  ])('%s', async (_, change) => {
    change()
    expect(await state('web')).not.toHaveProperty('dirty')
  })

  test('where in the repository it is asked from, and staging', async () => {
    write('web/a.js', '2')
    const { dirty } = await state('web')
    expect(dirty).toBeDefined()
    run('add', '-A')
    expect((await state('web')).dirty).toBe(dirty)
    expect((await state()).dirty).toBe(dirty)
  })
})

test('files elsewhere count, too, when they are asked for: changed, new, or not there', async () => {
  commit({ 'web/a.js': '1', 'docker/Dockerfile': 'FROM a', 'docker/other': '1' })
  const files = [join(root, 'docker/Dockerfile'), join(root, 'docker/Dockerfile.dockerignore'), join(root, 'web/a.js')]
  const withFiles = () => git().state(join(root, 'web'), files)
  write('docker/other', '2')
  expect(await withFiles()).toEqual({ ...(await state('web')), tree: expect.any(String) })
  write('docker/Dockerfile', 'FROM b')
  const changed = await withFiles()
  expect(changed.dirty).toMatch(/^[0-9a-f]{12}$/)
  expect(await state('web')).not.toHaveProperty('dirty')
  write('docker/Dockerfile.dockerignore', 'x')
  expect((await withFiles()).dirty).not.toBe(changed.dirty)
})

test('a file within the path is counted once', async () => {
  commit({ 'web/a.js': '1' })
  write('web/a.js', '2')
  const withFile = await git().state(join(root, 'web'), [join(root, 'web/a.js')])
  expect(withFile).toEqual({ ...(await state('web')), tree: expect.any(String) })
})

test('the same files again are the same hash; a change within a repository within is seen', async () => {
  commit({ 'a.js': '1' })
  execFileSync('git', ['init', '-q', join(root, 'inner')])
  write('inner/x.js', '1')
  const first = await state()
  expect(await state()).toEqual(first)
  write('inner/x.js', '2')
  expect((await state()).dirty).not.toBe(first.dirty)
})

test('the same content, executable, is another hash', async () => {
  write('run.sh', '1')
  const { dirty } = await state()
  chmodSync(join(root, 'run.sh'), 0o755)
  expect((await state()).dirty).not.toBe(dirty)
})

describe('what a commit has of it', () => {
  beforeEach(() => commit({ 'web/a.js': '1', 'api/a.js': '1', 'docker/Dockerfile': 'FROM a' }))
  const tree = async (path = 'web', files: string[] = ['docker/Dockerfile', 'docker/Dockerfile.dockerignore']) =>
    (
      await git().state(
        join(root, path),
        files.map(file => join(root, file)),
      )
    ).tree

  test('stays the same over commits that leave it alone', async () => {
    const first = await tree()
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    commit({ 'api/a.js': '2', 'docker/other': '1' })
    expect(await tree()).toBe(first)
    commit({ 'web/a.js': '2' })
    expect(await tree()).not.toBe(first)
    commit({ 'web/a.js': '1' })
    expect(await tree()).toBe(first)
  })

  test.each<[string, () => void]>([
    ['a file', () => write('web/a.js', '2')],
    ['a new file', () => write('web/b.js', '1')],
    ['a mode', () => chmodSync(join(root, 'web/a.js'), 0o755)],
    ['a name', () => renameSync(join(root, 'web/a.js'), join(root, 'web/b.js'))],
    ['a Dockerfile elsewhere', () => write('docker/Dockerfile', 'FROM b')],
    ['what it leaves out', () => write('docker/Dockerfile.dockerignore', 'x')],
  ])('is another once %s is committed, not before', async (_, change) => {
    const first = await tree()
    change()
    expect(await tree()).toBe(first)
    commit({})
    expect(await tree()).not.toBe(first)
  })

  test("isn't known of what it hasn't all of", async () => {
    expect(await tree('.')).toBeDefined()
    mkdirSync(join(root, 'new'))
    expect(await tree('new')).toBeUndefined()
    commit({ '.gitignore': 'Dockerfile.dev' })
    write('docker/Dockerfile.dev', 'FROM a')
    expect(await tree('web', ['docker/Dockerfile.dev'])).toBeUndefined()
  })
})

describe('errors', () => {
  test('not a repository', async () => {
    rmSync(join(root, '.git'), { recursive: true })
    await expect(state()).rejects.toMatchObject({ code: 'NotInGitRepository', exitCode: 2 })
  })

  test('a git that speaks another language is understood', async () => {
    const script =
      '#!/bin/sh\n[ "$LC_ALL" = C ] && echo "fatal: not a git repository" >&2 || echo "Kein Git-Repository" >&2\nexit 128\n'
    writeFileSync(join(root, 'git'), script, { mode: 0o755 })
    Object.assign(process.env, { LC_ALL: 'de_DE.UTF-8', PATH: `${root}:${process.env['PATH']}` })
    await expect(state()).rejects.toMatchObject({ code: 'NotInGitRepository' })
  })

  test('no git', async () => {
    process.env['PATH'] = '/nowhere'
    await expect(state()).rejects.toMatchObject({ code: 'GitNotInstalled' })
  })

  test("a folder that isn't there", async () => {
    await expect(state('nowhere')).rejects.toMatchObject({
      code: 'GitFailed',
      details: { why: expect.stringContaining('nowhere') },
    })
  })
})
