import type { Options } from 'execa'
import { MmError, interruptedError } from '../errors.js'

export interface Output {
  /** The exit code; undefined when the process was ended by a signal. */
  exitCode: number | undefined
  /** The last lines of stdout and stderr, in the order in which they came. */
  tail: string[]
  /** All of it. */
  text: string
}

interface Run {
  input?: string
  env?: Record<string, string>
  signal: AbortSignal
  onLine?: (line: string) => void
}

const keptLines = 40

/** Runs `docker`; resolves whatever its exit code. Throws DockerNotInstalled, or Interrupted. */
export async function docker(args: string[], { input, env = {}, signal, onLine = () => {} }: Run): Promise<Output> {
  const { execa } = await import('execa')
  const options = {
    all: true,
    buffer: { all: false },
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: 2000,
    env,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  } as const satisfies Options
  const child = execa('docker', args, options)
  const lines: string[] = []
  for await (const written of child.iterable({ from: 'all' })) {
    const line = shown(String(written))
    lines.push(line)
    onLine(line)
  }
  const result = await child
  // Ended by the signal, or by itself: a Ctrl-C in a terminal reaches docker too.
  if (signal.aborted && result.exitCode !== 0) throw interruptedAt(args)
  if ('code' in result && result.code === 'ENOENT') {
    throw new MmError('DockerNotInstalled', 'there is no docker command', {
      why: 'mm builds and pushes images with the docker command line (podman, finch and colima bring a compatible one)',
      fix: ['install Docker: https://docs.docker.com/get-docker/'],
    })
  }
  return { exitCode: result.exitCode, tail: lines.slice(-keptLines), text: lines.join('\n') }
}

/** What a terminal would still show of a line that a progress bar has written over again and again. */
const shown = (line: string) => line.split('\r').filter(Boolean).at(-1) ?? ''

const interruptedAt = ([verb = '']: string[]) =>
  interruptedError({ state: `docker ${verb} was ended; nothing was changed in AWS` })
