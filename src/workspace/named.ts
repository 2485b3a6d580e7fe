import { notFoundError } from '../errors.js'
import { nearest } from '../nearest.js'

/** The one of this name. Throws NoSuchService, NoSuchEnvironment or NoSuchDatabase (exit 5) with what there is. */
export function named<T extends { name: string }>(
  all: T[],
  name: string,
  { kind, fix }: { kind: 'Service' | 'Environment' | 'Database'; fix: (near: string) => string },
): T {
  const found = all.find(each => each.name === name)
  if (found) return found
  const known = all.map(each => each.name)
  const near = nearest(name, known)
  throw notFoundError(`NoSuch${kind}`, `there is no ${kind.toLowerCase()} ${name} in this repository`, {
    why: known.length > 0 ? `there are: ${known.join(', ')}` : 'there is no manifest of one below mm/',
    fix: near ? [fix(near)] : known.length > 0 ? known.map(fix) : ['mm init'],
  })
}
