import { usageError } from '../errors.js'
import { nearest } from '../nearest.js'
import { parseYaml, type Source } from './source.js'
import { shown, valueAt } from './value.js'

const workloadTypes = ['Load Balanced Web Service', 'Backend Service', 'MongoDB'] as const
export type WorkloadType = (typeof workloadTypes)[number]

/** Copilot's other kinds of workload. */
const later = ['Request-Driven Web Service', 'Worker Service', 'Static Site', 'Scheduled Job']

/** The type that a manifest says it's of. Throws BadYaml, or BadManifest when it's none that mm takes (exit 2). */
export function workloadType(source: Source): WorkloadType {
  const { data, position } = parseYaml(source)
  const written = valueAt(data, ['type'])
  const type = workloadTypes.find(known => known === written)
  if (type) return type
  const near = typeof written === 'string' ? nearest(written, [...workloadTypes]) : undefined
  throw usageError('BadManifest', `${source.file} has no type that mm knows`, {
    at: [position(['type'])],
    why:
      written === undefined
        ? 'type is missing'
        : typeof written === 'string' && later.includes(written)
          ? `mm doesn't take type: ${written} yet`
          : `type is ${shown(written)}`,
    fix: near ? [`type: ${near}`] : workloadTypes.map(each => `type: ${each}`),
  })
}
