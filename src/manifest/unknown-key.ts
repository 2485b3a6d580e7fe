import { nearest } from '../nearest.js'
import type { Path, Problem } from './source.js'
import { dotted, exampleLine, fixedKeys, fromTheTop, general, inEnvironment, isLater, type Vocabulary } from './vocabulary.js'

/** What is wrong with a key that the shape doesn't have: it's of a later version, of another place, or mistyped. */
export function unknownKey(vocabulary: Vocabulary, path: Path): Problem {
  if (isLater(vocabulary, path)) return { path, what: `mm doesn't take ${dotted(path)} yet`, fix: `remove ${path.at(-1)}` }
  return { path, what: `there is no key ${dotted(path)}`, fix: whatToWrite(vocabulary, path) }
}

function whatToWrite(vocabulary: Vocabulary, path: Path): string {
  const key = String(path.at(-1))
  if (inEnvironment(path) && path.length === 3 && fixedKeys.has(key)) return `remove it: ${key} is the same in every environment`
  const known = Object.keys(vocabulary.examples)
  const here = siblings(known, path)
  const misplaced = known.find(each => lastOf(each) === key)
  if (misplaced !== undefined) return fromTheTop(vocabulary, misplaced)
  const near = nearest(key, here)
  if (near !== undefined) return exampleLine(vocabulary, [...path.slice(0, -1), near]) ?? `${near}:`
  const far = nearest(key, known.map(lastOf))
  const elsewhere = known.find(each => lastOf(each) === far)
  if (elsewhere !== undefined) return fromTheTop(vocabulary, elsewhere)
  return here.length > 0 ? `remove it, or use one of: ${here.join(', ')}` : 'remove it'
}

/** The keys that the map around this one takes. */
function siblings(known: string[], path: Path): string[] {
  const around = dotted(general(path).slice(0, -1))
  return known
    .filter(each => each === (around === '' ? lastOf(each) : `${around}.${lastOf(each)}`))
    .map(lastOf)
    .filter(each => !(inEnvironment(path) && around === '' && fixedKeys.has(each)))
}

const lastOf = (key: string) => key.split('.').at(-1) ?? key
