import type { z } from 'zod'
import { nearest } from '../nearest.js'
import { refuse, type Parsed, type Path, type Problem } from './source.js'

/** Keys that Copilot's manifests have and mm doesn't take yet: an error of their own, since they aren't mistyped. */
const notYet = new Set(
  'exec nlb sidecars network taskdef_overrides env_file secrets publish subscribe observability deployment entrypoint command on retries timeout alb allowed_source_ips alias hosted_zone redirect_to_https version additional_rules target_container target_port stickiness credentials labels depends_on cache_from range spot cpu_percentage memory_percentage requests response_time ephemeral volumes destination cdn'.split(
    ' ',
  ),
)

/** The data in the schema's shape; throws BadManifest with every problem, its place, and what to write. */
export function checkShape<T>(schema: z.ZodType<T>, parsed: Parsed, keys: string[]): T {
  const result = schema.safeParse(parsed.data)
  const problems = [
    ...(result.success ? [] : result.error.issues.flatMap(issue => problemsOf(issue, parsed.data, keys))),
    ...interpolations(parsed.data),
  ]
  refuse(parsed, problems)
  return (result as { data: T }).data
}

type Issue = z.core.$ZodIssue

function problemsOf(issue: Issue, data: unknown, keys: string[]): Problem[] {
  const path = issue.path as Path
  if (issue.code === 'unrecognized_keys') return issue.keys.map(key => unknownKey([...path, key], key, keys))
  // A union says only that no form fitted: the form that came furthest knows why.
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0]
    if (deepest && deepest.path.length > 0) return problemsOf({ ...deepest, path: [...path, ...deepest.path] }, data, keys)
    return [
      {
        path,
        what: `${name(path)} is ${shown(valueAt(data, path))}: ${issue.message === 'Invalid input' ? 'it has another form' : issue.message}`,
      },
    ]
  }
  const value = valueAt(data, path)
  if (value === undefined) return [{ path, what: `${name(path)} is missing`, fix: `${path.at(-1)}: ${example(issue)}` }]
  return [{ path, what: `${name(path)} is ${shown(value)}: ${message(issue)}` }]
}

function unknownKey(path: Path, key: string, keys: string[]): Problem {
  if (notYet.has(key)) return { path, what: `mm doesn't take ${name(path)} yet`, fix: `remove ${key}` }
  const near = nearest(key, keys)
  return {
    path,
    what: `there is no key ${name(path)}`,
    fix: near ? `${near}:` : `remove it, or use one of: ${keys.slice(0, 12).join(', ')}`,
  }
}

function message(issue: Issue): string {
  if (issue.code === 'invalid_type') return `it must be ${article(issue.expected)}`
  if (issue.code === 'invalid_value') return `it must be ${issue.values.map(String).join(' or ')}`
  return issue.message
}

const example = (issue: Issue) =>
  issue.code === 'invalid_value'
    ? String(issue.values[0])
    : issue.code === 'invalid_type' && issue.expected === 'number'
      ? '3000'
      : '…'

const article = (type: string) =>
  ({
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map of keys',
    record: 'a map of keys',
  })[type] ?? type

export const name = (path: Path): string => (path.length === 0 ? 'the manifest' : path.join('.'))

/** A value as it stands in a message; long ones are cut. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[String(key)] : undefined),
    data,
  )
}

/** Copilot fills in `${VAR}` from the shell. Taken for plain text here it would end up in production as it is, so it's refused. */
function interpolations(data: unknown, path: Path = []): Problem[] {
  if (typeof data === 'string' && /\$\{/.test(data))
    return [
      {
        path,
        what: `${name(path)} is ${shown(data)}: mm doesn't fill in variables in manifests yet`,
        fix: 'write the value itself',
      },
    ]
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([key, value]) => interpolations(value, [...path, Array.isArray(data) ? Number(key) : key]))
}
