import type { Position } from '../errors.js'
import { whereItIsSet } from './check.js'
import { parseYaml, type Path, type Source } from './source.js'

/** Where a value of a manifest is set (for an environment), for errors that only the whole repository can tell. */
export function locate(source: Source, path: Path, environment?: string): Position {
  const { data, position } = parseYaml(source)
  return position(whereItIsSet(data, path, environment))
}
