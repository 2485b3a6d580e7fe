import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import { isIntrinsic, type ParsedStack } from './support.js'

export const spec = await loadAwsServiceSpec()

export type Type = NonNullable<ReturnType<typeof resourceOf>>['properties'][string]['type']
type Properties = Record<string, { type: Type; required?: boolean }>

export const resourceOf = (type: string) => spec.lookup('resource', 'cloudFormationType', 'equals', type)[0]

/** Where a stack's properties differ from AWS's resource specification, one line each. */
export function differences(stack: ParsedStack): string[] {
  return Object.entries(stack.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const resource = resourceOf(Type)
    return resource ? checkProperties(id, Properties, resource.properties) : [`${id}: ${Type} isn't a resource type`]
  })
}

function checkProperties(at: string, value: Record<string, unknown>, properties: Properties): string[] {
  return [
    ...Object.entries(value).flatMap(([key, inner]) => {
      const property = properties[key]
      return property ? checkValue(`${at}.${key}`, inner, property.type) : [`${at}.${key}: unknown`]
    }),
    ...Object.entries(properties)
      .filter(([key, { required }]) => required && !(key in value))
      .map(([key]) => `${at}.${key}: required`),
  ]
}

function checkValue(at: string, value: unknown, type: Type): string[] {
  if (isIntrinsic(value)) return []
  const expected = (what: string, is: boolean) => (is ? [] : [`${at}: ${JSON.stringify(value)} is no ${what}`])
  switch (type.type) {
    case 'string':
    case 'date-time':
      return expected('string', typeof value === 'string')
    case 'integer':
    case 'number':
      return expected('number', typeof value === 'number')
    case 'boolean':
      return expected('boolean', typeof value === 'boolean')
    case 'array':
      if (!Array.isArray(value)) return expected('list', false)
      return value.flatMap((each, i) => checkValue(`${at}[${i}]`, each, type.element))
    case 'map':
      if (!isMap(value)) return expected('map', false)
      return Object.entries(value).flatMap(([key, each]) => checkValue(`${at}.${key}`, each, type.element))
    case 'tag':
      return expected('tag', isMap(value) && typeof value['Key'] === 'string' && 'Value' in value)
    case 'ref':
      if (!isMap(value)) return expected('map', false)
      return checkProperties(at, value, spec.get('typeDefinition', type.reference.$ref).properties)
    case 'union': {
      const results = type.types.map(each => checkValue(at, value, each))
      return results.some(each => each.length === 0) ? [] : (results[0] ?? [])
    }
    case 'json':
    case 'null':
      return expected('JSON', typeof value === 'string' || isMap(value))
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
