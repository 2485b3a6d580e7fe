import type { z } from 'zod'
import { nearest } from '../nearest.js'
import type { Path, Problem } from './source.js'
import { unknownKey } from './unknown-key.js'
import { isMap, shown, valueAt } from './value.js'
import { dotted, exampleLine, isLater, type Vocabulary } from './vocabulary.js'

type Issue = z.core.$ZodIssue

/** Everything in which the data differs from the shape, in the words of a person who writes manifests. */
export function shapeProblems(shape: z.ZodType, data: unknown, vocabulary: Vocabulary): Problem[] {
  const result = shape.safeParse(data)
  return result.success ? [] : result.error.issues.flatMap(issue => problemsOf(issue, data, vocabulary))
}

function problemsOf(issue: Issue, data: unknown, vocabulary: Vocabulary): Problem[] {
  const path = issue.path as Path
  const value = valueAt(data, path)
  if (issue.code === 'unrecognized_keys') return issue.keys.map(key => unknownKey(vocabulary, [...path, key]))
  if (issue.code === 'invalid_key') {
    const rule = issue.issues[0]?.message ?? issue.message
    return [{ path, what: `${dotted(path)} can't be a key: ${rule}` }]
  }
  const later = isMap(value) ? Object.keys(value).filter(key => isLater(vocabulary, [...path, key])) : []
  if (later.length > 0) return later.map(key => unknownKey(vocabulary, [...path, key]))
  if (issue.code === 'invalid_union') {
    const meant = formMeant(issue)
    if (meant) return meant.flatMap(inner => problemsOf({ ...inner, path: [...path, ...inner.path] }, data, vocabulary))
  }
  const fix = exampleFor(issue, value, { path, vocabulary })
  return [{ path, what: sentence(issue, path, value), ...(fix === undefined ? {} : { fix }) }]
}

/** Of the forms that a key may have, the one that was tried: every other one already fails at the value's type. */
function formMeant({ errors }: Extract<Issue, { code: 'invalid_union' }>): Issue[] | undefined {
  const tried = errors.filter(issues => !issues.some(each => each.path.length === 0 && each.code === 'invalid_type'))
  return tried.length === 1 ? tried[0] : undefined
}

function sentence(issue: Issue, path: Path, value: unknown): string {
  const key = path.length === 0 ? 'the manifest' : dotted(path)
  if (value === undefined) return `${key} is missing`
  if (value === null) return `${key} has no value`
  return `${key} is ${shown(value)}: ${rule(issue)}`
}

function rule(issue: Issue): string {
  if (issue.code === 'invalid_type') return `it must be ${inWords(issue.expected)}`
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid '))
    return `it must be ${issue.values.map(String).join(' or ')}`
  if (issue.code === 'invalid_union') {
    const types = issue.errors
      .flat()
      .flatMap(each => (each.code === 'invalid_type' && each.path.length === 0 ? [inWords(each.expected)] : []))
    return `it must be ${[...new Set(types)].join(' or ')}`
  }
  return issue.message
}

function exampleFor(
  issue: Issue,
  value: unknown,
  { path, vocabulary }: { path: Path; vocabulary: Vocabulary },
): string | undefined {
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const near = nearest(value, issue.values.map(String))
    if (near !== undefined) return `${path.at(-1)}: ${near}`
  }
  const line = exampleLine(vocabulary, path)
  return value === null ? [`remove ${path.at(-1)}`, line].filter(Boolean).join(', or write ') : line
}

const inWords = (type: string) =>
  ({
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map of keys',
    record: 'a map of keys',
  })[type] ?? type
