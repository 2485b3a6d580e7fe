import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

export interface Result {
  /** The exit code, or the signal's name. */
  exit: number | NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd: string
  env?: Record<string, string | undefined>
  /** Called with everything that stderr has printed so far, each time that there is more. */
  onStderr?: (soFar: string, child: ChildProcess) => void
  onStart?: (child: ChildProcess) => void
  onStdout?: (soFar: string, child: ChildProcess) => void
}

/** Runs the built CLI as a child process without a terminal, with nothing of the developer's own AWS or mm settings. */
export function mm(args: string[], { cwd, env = {}, onStart, onStderr, onStdout }: RunOptions): Promise<Result> {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS_|MM_|NODE_OPTIONS$|FORCE_COLOR$|CI$)/.test(name)),
  )
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...own, NO_COLOR: '1', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onStart?.(child)
  const result: Result = { exit: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    result.stdout += text
    onStdout?.(result.stdout, child)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    result.stderr += text
    onStderr?.(result.stderr, child)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ ...result, exit: code ?? signal }))
  })
}
