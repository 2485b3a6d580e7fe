import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { git } from '../../../src/workspace/git.js'
import { repository, type Repository } from '../../support/repository.js'

let repo: Repository
beforeEach(() => {
  repo = repository({ 'web/a.js': '0', 'other/a.js': '0' })
})
afterEach(() => repo.remove())

const run = (...args: string[]) => execFileSync('git', args, { cwd: repo.root, encoding: 'utf8' }).trim()
const head = () => run('rev-parse', '--short=10', 'HEAD')

/** A commit that touches a file; its short hash. */
function commit(path: string, subject: string): string {
  repo.write(path, subject)
  repo.commit(subject)
  return head()
}

const between = (from: string, to: string) => git().between(join(repo.root, 'web'), from, to)

test('what came since, newest first, and only what touches the path', async () => {
  const from = head()
  commit('web/a.js', 'fix: one')
  commit('other/a.js', 'elsewhere')
  const to = commit('web/a.js', 'feat: two words')
  expect(await between(from, to)).toEqual({
    ahead: {
      count: 2,
      newest: [
        { commit: expect.stringMatching(/^[0-9a-f]{7,}$/), subject: 'feat: two words' },
        { commit: expect.anything(), subject: 'fix: one' },
      ],
    },
    behind: { count: 0, newest: [] },
  })
})

test('what the running commit has and this one lacks', async () => {
  const to = head()
  run('checkout', '-q', '-b', 'theirs')
  const from = commit('web/a.js', 'feat: theirs')
  expect(await between(from, to)).toMatchObject({
    ahead: { count: 0 },
    behind: { count: 1, newest: [{ subject: 'feat: theirs' }] },
  })
  run('checkout', '-q', 'main')
  expect(await between(from, commit('web/a.js', 'feat: ours'))).toMatchObject({
    ahead: { newest: [{ subject: 'feat: ours' }] },
    behind: { newest: [{ subject: 'feat: theirs' }] },
  })
})

test('ten of many are named, all are counted', async () => {
  const from = head()
  let to = ''
  for (let i = 1; i <= 12; i++) to = commit('web/a.js', `number ${i}`)
  const history = await between(from, to)
  expect(history).toMatchObject({ ahead: { count: 12 } })
  expect('ahead' in history && history.ahead.newest.map(({ subject }) => subject)).toEqual(
    [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map(n => `number ${n}`),
  )
})

test.each([['0123456789'], ['--all']])('%s is no commit of the repository: words, no error', async from => {
  expect(await between(from, head())).toEqual({ unknown: `this repository doesn't know the commit ${from}` })
})

test('a shallow clone says so', async () => {
  const from = head()
  const to = commit('web/a.js', 'fix: one')
  const clone = mkdtempSync(join(tmpdir(), 'mm-clone-'))
  try {
    run('clone', '-q', '--depth', '1', pathToFileURL(repo.root).href, join(clone, 'r'))
    expect(await git().between(join(clone, 'r', 'web'), from, to)).toEqual({ unknown: expect.stringContaining('shallow') })
  } finally {
    rmSync(clone, { recursive: true, force: true })
  }
})

test('outside of a repository, and where the folder is gone: words, no error', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'mm-none-'))
  try {
    for (const path of [outside, join(outside, 'gone')]) {
      expect(await git().between(path, 'a', 'b')).toEqual({
        unknown: expect.stringMatching(/^git can't tell which commits lie between: /),
      })
    }
  } finally {
    rmSync(outside, { recursive: true, force: true })
  }
})
