import { MmError } from '../errors.js'
import type { Commits, History } from '../ops/ports/repository.js'
import { gitCommand } from './git-command.js'

const shown = 10

/** The commits between two that touch what is below a path. What git can't tell is said in words: nothing depends on it. */
export async function between(path: string, from: string, to: string): Promise<History> {
  try {
    return await read(path, from, to)
  } catch (error) {
    if (error instanceof MmError) return { unknown: `git can't tell which commits lie between: ${error.message}` }
    throw error
  }
}

async function read(path: string, from: string, to: string): Promise<History> {
  const shallow = (await gitCommand(path, ['rev-parse', '--is-shallow-repository'])).trim() === 'true'
  if (shallow) return { unknown: 'this clone is shallow, so nobody can tell which commits lie between' }
  for (const commit of [from, to]) {
    // Its name when it's there; of a range or an option that a tag could be taken for, none.
    const found = await gitCommand(path, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`], {
      mayFail: true,
    })
    if (found.trim() === '') return { unknown: `this repository doesn't know the commit ${commit}` }
  }
  // `<` is only in the first, `>` only in the second. https://git-scm.com/docs/git-log
  const format = ['--left-right', '--no-color', '--no-show-signature', '--format=%m%h %s']
  const lines = (await gitCommand(path, ['log', ...format, `${from}...${to}`, '--', '.'])).split('\n').filter(Boolean)
  return { ahead: commitsOf(lines, '>'), behind: commitsOf(lines, '<') }
}

function commitsOf(lines: string[], mark: string): Commits {
  const own = lines.filter(line => line.startsWith(mark)).map(line => line.slice(1))
  const newest = own.slice(0, shown).map(line => {
    const [commit = '', ...words] = line.split(' ')
    return { commit, subject: words.join(' ') }
  })
  return { count: own.length, newest }
}
