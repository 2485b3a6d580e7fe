import { LineCounter, isMap, parseDocument, type Document, type ErrorCode, type YAMLParseError } from 'yaml'
import { usageError, type Position } from '../errors.js'

/** A manifest as it was read: its path as errors show it, and its text. */
export interface Source {
  file: string
  text: string
}

export type Path = readonly (string | number)[]

/** Something wrong in a manifest, and what to write. */
export interface Problem {
  path: Path
  /** What is wrong, with the wrong value in it. */
  what: string
  /** What to write in its place. */
  fix?: string
}

/** A parsed manifest that knows where each of its values stands. */
export interface Parsed {
  file: string
  /** Plain data: maps, lists, scalars. */
  data: unknown
  /** Line and column of a value's key, or of the nearest map around it that there is. */
  position: (path: Path) => Position
}

const parsedBefore = new WeakMap<Source, Parsed>()

/** Throws BadYaml with the place of every syntax error. A source is parsed once, however often it's asked for. */
export function parseYaml(source: Source): Parsed {
  const parsed = parsedBefore.get(source) ?? parse(source)
  parsedBefore.set(source, parsed)
  return parsed
}

function parse({ file, text }: Source): Parsed {
  const lines = new LineCounter()
  // Copilot's parser knows `<<: *anchor`.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
  if (document.errors.length > 0) throw badYaml(file, document.errors, lines)
  return { file, data: plain(document, file), position: path => positionOf(document, path, { file, lines }) }
}

/** Aliases are looked up only here: one may lead nowhere, or stand for so many others that it would fill the memory. */
function plain(document: Document, file: string): unknown {
  try {
    return document.toJS() ?? {}
  } catch (error) {
    const why = (error as Error).message
    throw usageError('BadYaml', `${file} isn't valid YAML`, {
      at: [{ file }],
      why,
      fix: ['write the value itself in place of the alias'],
      cause: error,
    })
  }
}

const mends: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'keep one of the two',
  TAB_AS_INDENT: 'indent with spaces',
  MULTIPLE_DOCS: 'keep one document: remove the line ---',
}

function badYaml(file: string, errors: YAMLParseError[], lines: LineCounter): Error {
  const all = errors.map(error => ({ error, at: place(file, lines, error.pos[0]) }))
  return usageError('BadYaml', `${file} isn't valid YAML`, {
    at: all.map(({ at }) => at),
    why: all.map(({ error, at }) => `line ${at.line}: ${error.message.split('\n')[0]}`).join('\n'),
    fix: [...new Set(errors.map(({ code }) => mends[code] ?? 'mend the indentation or the quotes there'))],
  })
}

function positionOf(document: Document, path: Path, { file, lines }: { file: string; lines: LineCounter }): Position {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = document.getIn(path.slice(0, depth - 1), true)
    const name = path[depth - 1]
    const key = isMap(parent)
      ? parent.items.find(item => String(item.key) === String(name))?.key
      : document.getIn(path.slice(0, depth), true)
    const offset = (key as { range?: [number, number, number] } | undefined)?.range?.[0]
    if (offset !== undefined) return place(file, lines, offset)
  }
  return { file, line: 1, column: 1 }
}

function place(file: string, lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset)
  return { file, line, column: col }
}

/** Throws BadManifest with all of the problems, in the order of the file; does nothing when there are none. */
export function refuse(parsed: Parsed, problems: Problem[]): void {
  if (problems.length === 0) return
  const placed = problems
    .map(problem => ({ ...problem, at: parsed.position(problem.path) }))
    .sort((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0))
  const [first] = placed
  throw usageError(
    'BadManifest',
    placed.length === 1 && first ? `${parsed.file}: ${first.what}` : `${parsed.file} has ${placed.length} mistakes`,
    {
      at: placed.map(problem => problem.at),
      ...(placed.length > 1 ? { why: placed.map(({ at, what }) => `line ${at.line}: ${what}`).join('\n') } : {}),
      fix: placed.flatMap(({ at, fix }) => (fix ? [placed.length > 1 ? `line ${at.line}: ${fix}` : fix] : [])),
    },
  )
}
