import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { MmError } from '../errors.js'
import { notInRepository } from './repository-root.js'

/** Node's own, not execa: most commands ask git, and loading execa takes longer than that. */
const execute = promisify(execFile)
/** Bytes of all files' names in a repository. */
const maxBuffer = 100_000_000

interface Failure {
  /** Of the exit, or a name of what kept git from running. */
  code: number | string | null
  stdout: string
  stderr: string
}

/** What a git command prints. Throws GitNotInstalled, NotInRepository, GitRefuses and GitFailed. */
export async function gitCommand(cwd: string, args: string[], { mayFail = false } = {}): Promise<string> {
  // The C locale: its messages are recognised below.
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }
  try {
    return (await execute('git', ['-C', cwd, ...args], { env, maxBuffer })).stdout
  } catch (error) {
    const failure = error as Error & Failure
    if (mayFail && typeof failure.code === 'number') return failure.stdout
    throw problemOf(failure, cwd, args)
  }
}

function problemOf({ code, stderr, message }: Error & Failure, cwd: string, args: string[]): MmError {
  if (code === 'ENOENT') return new MmError('GitNotInstalled', 'there is no git command', { fix: ['install git'] })
  if (/not a git repository/i.test(stderr)) return notInRepository(cwd)
  if (/dubious ownership/i.test(stderr)) {
    return new MmError('GitRefuses', 'git refuses to read this repository: it belongs to another user', {
      why: stderr.trim(),
      fix: [`git config --global --add safe.directory ${cwd}`],
    })
  }
  return new MmError('GitFailed', `git ${args[0]} failed`, { why: stderr.trim() || message })
}
