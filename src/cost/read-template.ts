import { parsedTemplate } from '../templates/parsed-template.js'

export interface Resource {
  logicalId: string
  type: string
  /** A condition of the template decides whether it's made. */
  conditional: boolean
  properties: Record<string, unknown>
}

/** What a template makes, and its parameters' values. */
export interface Template {
  resources: Resource[]
  /** Texts, and those of a list's type as lists; absent of what has no value yet. */
  parameters: Record<string, string | string[]>
}

interface Written {
  Parameters?: Record<string, { Type: string; Default?: string | number }>
  Resources?: Record<string, { Type?: string; Condition?: string; Properties?: Record<string, unknown> | null } | null>
  Transform?: unknown
}

/**
 * Undefined when it can't be read without CloudFormation: macros make others of it, and functions in their short form (`!Ref`) values.
 * @param values of the parameters, as far as they're known
 */
export function readTemplate(text: string, values: Record<string, string | undefined>): Template | undefined {
  const { value, plain } = parsedTemplate(text) ?? {}
  if (!plain) return undefined
  const written = value as Written | string | null
  if (typeof written !== 'object' || !written?.Resources || written.Transform !== undefined) return undefined
  const resources = Object.entries(written.Resources).map(([logicalId, it]) => ({
    ...{ logicalId, type: it?.Type, properties: it?.Properties ?? {} },
    conditional: it?.Condition !== undefined,
  }))
  if (!resources.every(isWhole)) return undefined
  return {
    resources,
    parameters: parametersOf(written.Parameters ?? {}, values),
  }
}

const isWhole = (resource: Omit<Resource, 'type'> & { type: unknown }): resource is Resource => typeof resource.type === 'string'

function parametersOf(
  declared: NonNullable<Written['Parameters']>,
  values: Record<string, string | undefined>,
): Template['parameters'] {
  const known = Object.entries(declared).flatMap(([name, { Type, Default }]) => {
    const value = values[name] ?? (Default === undefined ? undefined : String(Default))
    if (value === undefined) return []
    return [[name, Type === 'CommaDelimitedList' || Type.startsWith('List<') ? value.split(',') : value] as const]
  })
  return Object.fromEntries(known)
}
