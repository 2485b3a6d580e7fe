import { MmError, type Position } from '../errors.js'
import { escapeControl } from './escape.js'
import { writeEvent } from './event.js'
import { err } from './theme.js'

export interface ErrorDocument {
  /** Of what was done nevertheless, as without an error. */
  [result: string]: unknown
  error: {
    code: string
    message: string
    why?: string
    state?: string
    suggestions: string[]
    at?: Position[]
    exit: number
  }
}

interface Reporting {
  json: boolean
  /** With what the process ends whatever the error is; undefined: with the error's own exit code. */
  exit: number | undefined
}

/** Writes the error to stderr and returns the exit code. With json it's one document on stdout, and the last event on stderr. */
export function reportError(error: unknown, options: Reporting): number {
  const known = asMmError(error)
  const exit = options.exit ?? known.exitCode
  const trace = process.env['DEBUG'] && error instanceof Error ? `${error.stack ?? ''}\n${causes(error)}` : ''
  if (options.json) {
    const document = errorDocument(known, exit)
    process.stdout.write(JSON.stringify(document, undefined, 2) + '\n')
    writeEvent({ type: 'error', ...document.error, ...(trace ? { stack: trace } : {}) })
  } else process.stderr.write(`${errorText(known)}\n${trace}`)
  return exit
}

function errorDocument(error: MmError, exit: number): ErrorDocument {
  const { why, state, fix, at, result } = error.details
  return {
    ...result,
    error: {
      code: error.code,
      message: error.message,
      ...(why === undefined ? {} : { why }),
      ...(state === undefined ? {} : { state }),
      suggestions: fix ?? [],
      ...(at === undefined ? {} : { at }),
      exit,
    },
  }
}

/** what, why, state, fix: the most useful thing last on the screen. */
export function errorText(error: MmError): string {
  const { why, state, fix = [], more, at = [] } = error.details
  const block = (label: string, lines: string[]) =>
    lines.map((line, i) => `  ${err.dim((i === 0 ? label : '').padEnd(6))} ${escapeControl(line)}`)
  return [
    `${err.red.bold('error:')} ${escapeControl(error.message)}`,
    ...block('at', at.map(place)),
    ...block('why', why?.split('\n') ?? []),
    ...block('state', state?.split('\n') ?? []),
    ...block('fix', fix),
    ...block('more', [...(more ? [more] : []), `error code ${error.code}`]),
  ].join('\n')
}

const place = ({ file, line, column }: Position) => [file, line, column].filter(part => part !== undefined).join(':')

function causes(error: Error): string {
  return error.cause instanceof Error ? `caused by ${error.cause.stack ?? error.cause.message}\n${causes(error.cause)}` : ''
}

/** oclif's own errors of parsing are errors of use; anything else that isn't an MmError is a bug in mm, and is called one. */
function asMmError(error: unknown): MmError {
  if (error instanceof MmError) return error
  if (isParseError(error)) {
    const [message = '', ...rest] = error.message.split('\n').filter(line => line.trim() && !/^See more help/.test(line))
    return new MmError('WrongUse', lowerFirst(message), {
      ...(rest.length > 0 ? { why: rest.join('\n') } : {}),
      fix: ['add --help to see the arguments and flags'],
      exitCode: 2,
      cause: error,
    })
  }
  const message = error instanceof Error ? error.message : String(error)
  return new MmError('Bug', `mm has a bug: ${message}`, {
    fix: ['run it again with DEBUG=1 and report what it prints'],
    cause: error,
  })
}

function isParseError(error: unknown): error is Error {
  return error instanceof Error && 'oclif' in error && (error as { oclif?: { exit?: number } }).oclif?.exit === 2
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
