import { fileURLToPath } from 'node:url'
import { spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

export interface Screen {
  /** Resolves with what the screen shows as soon as that matches; fails, with the screen, when the program ends without it. */
  shows(expected: RegExp): Promise<string>
  /** Keys as a terminal sends them. */
  type(keys: string): void
  /** The exit code, when the program has ended, and the screen at the end. */
  end(): Promise<{ exit: number; screen: string }>
}

export const enter = '\r'
export const down = '\u001b[B'
export const ctrlC = '\u0003'

/** The built command line in a real terminal, with nothing of the developer's own AWS or mm settings. */
export function openScreen(args: string[], { cwd, env = {} }: { cwd: string; env?: Record<string, string> }): Screen {
  const terminal = new xterm.Terminal({ cols: 120, rows: 60, scrollback: 1000, allowProposedApi: true })
  const own = Object.entries(process.env).filter((each): each is [string, string] => each[1] !== undefined)
  const pty = spawn(process.execPath, [bin, ...args], {
    cols: 120,
    rows: 60,
    cwd,
    env: {
      ...Object.fromEntries(own.filter(([name]) => !/^(AWS_|MM_|NODE_OPTIONS$|FORCE_COLOR$|CI$)/.test(name))),
      AWS_CONFIG_FILE: '/dev/null',
      NO_COLOR: '1',
      TERM: 'xterm-256color',
      ...env,
    },
  })
  const watchers = new Set<() => void>()
  let exit: number | undefined
  // The screen is what the terminal has made of the bytes, so it's looked at only after they're written.
  const changed = () => watchers.forEach(look => look())
  pty.onData(data => terminal.write(data, changed))
  pty.onExit(({ exitCode }) => terminal.write('', () => void ((exit = exitCode), changed())))

  function text(): string {
    const { buffer } = terminal
    const lines = Array.from({ length: buffer.active.length }, (_, i) => buffer.active.getLine(i)?.translateToString(true) ?? '')
    return lines.join('\n').trimEnd()
  }

  /** Looks now and at every change, until there is a value. */
  function until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = () => {
        try {
          const value = look()
          if (value === undefined) return
          watchers.delete(attempt)
          resolve(value)
        } catch (error) {
          watchers.delete(attempt)
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      }
      watchers.add(attempt)
      attempt()
    })
  }

  return {
    shows: expected =>
      until(() => {
        const screen = text()
        if (expected.test(screen)) return screen
        if (exit !== undefined) throw new Error(`the program ended with ${exit} and never showed ${String(expected)}:\n${screen}`)
        return undefined
      }),
    type: keys => pty.write(keys),
    end: () => until(() => (exit === undefined ? undefined : { exit, screen: text() })),
  }
}
