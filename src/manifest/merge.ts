type Map = Record<string, unknown>

/** Keys that exclude each other: what an environment sets takes the other one away. */
const siblings: Record<string, string> = { build: 'location', location: 'build' }

/** The manifest as it holds in one environment: maps are merged, everything else is replaced. As Copilot does it. */
export function forEnvironment<T extends { environments?: Record<string, unknown> | undefined }>(
  { environments, ...base }: T,
  environment: string,
): Omit<T, 'environments'> {
  return merge(base, (environments?.[environment] ?? {}) as Map) as Omit<T, 'environments'>
}

function merge(base: Map, override: Map): Map {
  const merged = { ...base }
  for (const [key, value] of Object.entries(override)) {
    if (value === undefined) continue
    const excluded = siblings[key]
    if (excluded) delete merged[excluded]
    merged[key] = isMap(merged[key]) && isMap(value) ? merge(merged[key], value) : value
  }
  return merged
}

const isMap = (value: unknown): value is Map => typeof value === 'object' && value !== null && !Array.isArray(value)
