import type { Resource, Template } from './read-template.js'

/**
 * A property's value, as far as the template and its parameters tell it: what is written there, or a parameter's value. Undefined for all else that
 * CloudFormation works out; mm's templates use nothing else where it counts.
 */
function resolve(value: unknown, { parameters }: Template): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { Ref, ...others } = value as Record<string, unknown>
  return typeof Ref === 'string' && Object.keys(others).length === 0 ? parameters[Ref] : undefined
}

/** A number, or a text that is one. */
export function numberOf(value: unknown, template: Template): number | undefined {
  const resolved = resolve(value, template)
  if (typeof resolved === 'number') return resolved
  return typeof resolved === 'string' && /^\d+(\.\d+)?$/.test(resolved) ? Number(resolved) : undefined
}

/** The same of a property that may be left out. */
export const numberOr = (absent: number, value: unknown, template: Template): number | undefined =>
  value === undefined ? absent : numberOf(value, template)

export function textOf(value: unknown, template: Template): string | undefined {
  const resolved = resolve(value, template)
  return typeof resolved === 'string' ? resolved : undefined
}

export const textOr = (absent: string, value: unknown, template: Template): string | undefined =>
  value === undefined ? absent : textOf(value, template)

/** How many a list has, whatever each of them is. */
export function lengthOf(value: unknown, template: Template): number | undefined {
  const resolved = resolve(value, template)
  return Array.isArray(resolved) ? resolved.length : undefined
}

/** The resource of the same template that a property names. */
export function resourceOf(value: unknown, { resources }: Template): Resource | undefined {
  const name = typeof value === 'object' && value !== null && 'Ref' in value ? value.Ref : undefined
  return resources.find(({ logicalId }) => logicalId === name)
}

/** What an object holds; nothing for anything else. */
export const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
