import { parse } from 'yaml'

/** The resources of a template that `render` wrote, in its order. */
export function resourcesIn(body: string): { logicalId: string; type: string }[] {
  const { Resources = {} } = parse(body, { version: '1.1' }) as { Resources?: Record<string, { Type: string }> }
  return Object.entries(Resources).map(([logicalId, { Type }]) => ({ logicalId, type: Type }))
}
