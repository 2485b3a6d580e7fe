import { isMap } from './value.js'

type Map = Record<string, unknown>

/** Keys that exclude each other: what an environment sets takes the other one away. */
const siblings: Record<string, string[]> = {
  build: ['location'],
  location: ['build'],
  strategy: ['rolling', 'percent', 'step_time'],
  rolling: ['strategy', 'percent', 'step_time'],
}

/**
 * A manifest's data as it holds in one environment: maps are merged, everything else is replaced, and so are two forms of one key
 * (`healthcheck: /up` and `healthcheck: {interval: 5s}`). As Copilot does it (internal/pkg/manifest/transform.go).
 */
export function forEnvironment(data: unknown, environment: string): unknown {
  if (!isMap(data)) return data
  const { environments, ...base } = data
  const override = isMap(environments) ? environments[environment] : undefined
  return isMap(override) ? merge(base, override) : base
}

function merge(base: Map, override: Map): Map {
  const merged = { ...base }
  for (const [key, value] of Object.entries(override)) {
    for (const excluded of siblings[key] ?? []) if (!(excluded in override)) delete merged[excluded]
    merged[key] = isMap(merged[key]) && isMap(value) ? merge(merged[key], value) : value
  }
  return merged
}
