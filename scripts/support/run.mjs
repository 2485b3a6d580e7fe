import { spawn } from 'node:child_process'

/**
 * Runs a command with its output on the screen; rejects when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 2, 2], ...options })
    child.on('error', reject)
    child.on('close', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}`)),
    )
  })
}

/**
 * Runs a command and resolves to what it printed, whatever its exit code; `show` passes its output on as it comes; with `terminal` its stderr
 * is this process's own, so that progress is drawn there.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, terminal?: boolean, show?: (text: string, stream: 'stdout' | 'stderr') => void, onStart?: (child: import('node:child_process').ChildProcess) => void }} [options]
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string, ms: number }>}
 */
export function capture(command, args, { show = () => {}, onStart = () => {}, terminal = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const start = Date.now()
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', terminal ? 'inherit' : 'pipe'], ...options })
    const printed = { stdout: '', stderr: '' }
    for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
      child[stream]?.setEncoding('utf8').on('data', text => {
        printed[stream] += text
        show(text, stream)
      })
    }
    onStart(child)
    child.on('error', reject)
    child.on('close', code => resolve({ code, ...printed, ms: Date.now() - start }))
  })
}
