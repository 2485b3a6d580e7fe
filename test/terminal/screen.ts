import { spawn, type IPty } from '@lydell/node-pty'
import * as xterm from '@xterm/headless'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

export interface Screen {
  /** What a person sees now. */
  text(): string
  /** Lines that were longer than the screen is wide. */
  wrapped(): string[]
  /** Resolves once the screen shows this; rejects with the screen when it doesn't within 20 s or the program ends before. */
  shows(pattern: RegExp): Promise<void>
  type(keys: string): void
  /** The exit code. */
  ended: Promise<number>
}

/** Runs the built CLI in a real terminal of 40 rows. */
export function terminal(
  args: string[],
  { cwd, env = {}, columns = 100 }: { cwd: string; env?: Record<string, string>; columns?: number },
): Screen {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS_|MM_|NODE_OPTIONS$|CI$|NO_COLOR$|FORCE_COLOR$)/.test(name)),
  )
  const screen = new xterm.Terminal({ cols: columns, rows: 40, allowProposedApi: true, scrollback: 500 })
  const child: IPty = spawn(process.execPath, [bin, ...args], {
    cols: columns,
    rows: 40,
    cwd,
    env: { ...own, TERM: 'xterm-256color', ...env },
  })
  const waiting = new Set<() => void>()
  child.onData(data => screen.write(data, () => waiting.forEach(look => look())))
  // A question of the program for the cursor's place must be answered, as a terminal does.
  screen.onData(answer => child.write(answer))

  const text = () => {
    const { buffer } = screen
    return Array.from({ length: buffer.active.length }, (_, row) => buffer.active.getLine(row)?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd()
  }
  const wrapped = () => {
    const { active } = screen.buffer
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row))
    return lines.flatMap(line => (line?.isWrapped ? line.translateToString(true) : []))
  }
  return {
    text,
    wrapped,
    type: keys => child.write(keys),
    ended: new Promise(resolve => child.onExit(({ exitCode }) => setImmediate(() => resolve(exitCode)))),
    shows: pattern =>
      new Promise((resolve, reject) => {
        const stop = (end: () => void) => {
          clearTimeout(timer)
          waiting.delete(look)
          end()
        }
        const look = () => void (pattern.test(text()) && stop(resolve))
        const timer = setTimeout(() => stop(() => reject(new Error(`the screen never showed ${pattern}:\n${text()}`))), 20_000)
        waiting.add(look)
        look()
      }),
  }
}
