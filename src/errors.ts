/** The exit codes of the command line: a contract, listed in docs/errors.md. */
export const exitCodes = {
  failed: 1,
  usage: 2,
  access: 4,
  notFound: 5,
  rolledBack: 6,
  changed: 10,
  interrupted: 130,
} as const

/** A place in a file that a person wrote; `line` and `column` count from 1. */
export interface Position {
  file: string
  line?: number
  column?: number
}

export interface ErrorDetails {
  /** Why it happened, with the wrong value in it. */
  why?: string
  /** What state things were left in. */
  state?: string
  /** What to do: commands to run or text to write, one per line. */
  fix?: string[]
  /** Where to read on. */
  more?: string
  /** What was done nevertheless: with `--json` it stands beside the error. */
  result?: object
  /** The places at fault, in the order of the file. */
  at?: Position[]
  /** Something goes on in AWS, or may, that mm doesn't see any more: nothing has failed. */
  goesOn?: boolean
  /** The raw error of the outside world; shown only under DEBUG. */
  cause?: unknown
  /** Default 1 (failed). */
  exitCode?: number
}

/**
 * An error that a person can act on. Everything else that is thrown is a bug in mm and is reported as one.
 * `code` is a stable identifier in PascalCase; `message` says what happened, lower case, without a full stop.
 */
export class MmError extends Error {
  readonly code: string
  readonly details: ErrorDetails
  readonly exitCode: number

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'MmError'
    this.code = code
    this.details = details
    this.exitCode = details.exitCode ?? exitCodes.failed
  }
}

/** An error of use (flags, manifests, missing answers): exit code 2. */
export function usageError(code: string, message: string, details: ErrorDetails = {}): MmError {
  return new MmError(code, message, { exitCode: exitCodes.usage, ...details })
}

/** Something that was asked for by name isn't there: exit code 5. */
export function notFoundError(code: string, message: string, details: ErrorDetails = {}): MmError {
  return new MmError(code, message, { exitCode: exitCodes.notFound, ...details })
}

/** Ctrl-C and its like: exit code 130 here; the process ends with that of the signal, and so says the document. What goes on is added by who knows it: ops/lost-sight.ts. */
export const interruptedError = (details: ErrorDetails = {}): MmError =>
  new MmError('Interrupted', 'interrupted', { ...details, exitCode: exitCodes.interrupted })
