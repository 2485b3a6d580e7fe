import type { Path, Problem } from './source.js'
import { shown } from './value.js'
import { dotted } from './vocabulary.js'

/** Copilot fills in `${VAR}` from the shell. Taken for plain text here it would end up in production as it is, so it's refused. */
export function interpolations(data: unknown, path: Path = []): Problem[] {
  if (typeof data === 'string' && data.includes('${')) {
    const what = `${dotted(path)} is ${shown(data)}: mm doesn't fill in variables in manifests yet`
    return [{ path, what, fix: 'write the value itself' }]
  }
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([key, value]) => interpolations(value, [...path, Array.isArray(data) ? Number(key) : key]))
}
