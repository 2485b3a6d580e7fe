import { parseYaml, type Source } from './source.js'

export const workloadTypes = ['Load Balanced Web Service', 'Backend Service', 'MongoDB'] as const
export type WorkloadType = (typeof workloadTypes)[number]

/** The type that a manifest says it's of; undefined for any other. Throws BadYaml. */
export function workloadType(source: Source): WorkloadType | undefined {
  const { data } = parseYaml(source)
  const type = typeof data === 'object' && data !== null ? (data as { type?: unknown }).type : undefined
  return workloadTypes.find(known => known === type)
}
