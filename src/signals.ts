import { constants } from 'node:os'

const interruption = new AbortController()
let received: NodeJS.Signals | undefined

/** Aborted by the first SIGINT, SIGTERM or SIGHUP: waiting ends, the command says what goes on, and the process ends by itself. */
export const interrupted: AbortSignal = interruption.signal

/** The exit code of an interrupted process: 128 + the signal's number; undefined when there was no signal. */
export function interruptedExitCode(): number | undefined {
  return received && 128 + constants.signals[received]
}

/** How long a command may take to say its last word after a signal. */
const graceMs = 3000

/**
 * Owns the signals: the first detaches, the second ends the process at once.
 * @param lastWord said in the place of a command that doesn't end in time after the first; the process ends then
 */
export function listenToSignals(lastWord: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (received) process.exit(interruptedExitCode())
      received = signal
      interruption.abort(new Error(`interrupted by ${signal}`))
      setTimeout(() => void lastWord().finally(() => process.exit(interruptedExitCode())), graceMs).unref()
    })
  }
}

/** `mm logs | head` is a normal way to use a command: a reader that has gone ends mm with 0. */
export function endQuietlyOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
  }
}
