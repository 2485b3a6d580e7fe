import { MmError } from '../errors.js'
import { notInRepository } from './repository-root.js'

/** What a git command prints. Throws GitNotInstalled, NotInRepository, GitRefuses and GitFailed. */
export async function gitCommand(cwd: string, args: string[], { mayFail = false } = {}): Promise<string> {
  const { execa } = await import('execa')
  // The C locale: its messages are recognised below.
  const env = { GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }
  const result = await execa('git', ['-C', cwd, ...args], { reject: false, stripFinalNewline: false, env })
  if (result.exitCode === 0 || (mayFail && result.exitCode !== undefined)) return result.stdout
  const missing = 'code' in result && result.code === 'ENOENT'
  if (missing) throw new MmError('GitNotInstalled', 'there is no git command', { fix: ['install git'] })
  if (/not a git repository/i.test(result.stderr)) throw notInRepository(cwd)
  if (/dubious ownership/i.test(result.stderr)) {
    throw new MmError('GitRefuses', 'git refuses to read this repository: it belongs to another user', {
      why: result.stderr.trim(),
      fix: [`git config --global --add safe.directory ${cwd}`],
    })
  }
  throw new MmError('GitFailed', `git ${args[0]} failed`, { why: result.stderr.trim() || `exit code ${result.exitCode}` })
}
