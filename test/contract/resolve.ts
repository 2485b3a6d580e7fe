import type { ParsedStack } from './support.js'

/** What stands for the values that only AWS knows. */
export interface Answers {
  /** A parameter's value, or a pseudo parameter's. */
  parameter: (id: string) => string | string[]
  /** A resource's id (no attribute) or attribute; undefined leaves the reference as it is. */
  resource?: (id: string, attribute?: string) => string
}

/**
 * A stack in which the intrinsic functions have been worked out, as far as the answers go. What refers to a resource and has no answer stays
 * as `Ref`, `Fn::GetAtt` or a `Fn::Join` of them. Throws at a function that isn't known here.
 */
export function resolveStack(stack: ParsedStack, answers: Answers): ParsedStack {
  const solve = resolver(stack, answers)
  const both = { Resources: solve(stack.Resources), Outputs: solve(stack.Outputs) }
  return { ...stack, ...(both as Pick<ParsedStack, 'Resources' | 'Outputs'>) }
}

type Locals = Record<string, unknown>

function resolver({ Resources, Mappings = {} }: ParsedStack, { parameter, resource }: Answers) {
  const reference = (id: string, attribute?: string): unknown => {
    if (!(id in Resources)) return parameter(id)
    if (resource) return resource(id, attribute)
    return attribute === undefined ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] }
  }
  const named = (name: string, locals: Locals): unknown => {
    if (name in locals) return locals[name]
    const [id = '', ...attribute] = name.split('.')
    return reference(id, attribute.length > 0 ? attribute.join('.') : undefined)
  }
  const solve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(solve)
    if (typeof value !== 'object' || value === null) return value
    const [[name = '', argument] = [], ...others] = Object.entries(value) as [string, unknown][]
    if (others.length > 0 || (name !== 'Ref' && !name.startsWith('Fn::'))) return mapValues(value, solve)
    return apply(name, argument)
  }
  const apply = (name: string, argument: unknown): unknown => {
    switch (name) {
      case 'Ref':
        return reference(argument as string)
      case 'Fn::GetAtt': {
        const [id = '', ...attribute] = typeof argument === 'string' ? argument.split('.') : (argument as string[])
        return reference(id, attribute.join('.'))
      }
      case 'Fn::Sub': {
        const [text, more] = typeof argument === 'string' ? [argument, {}] : (argument as [string, Locals])
        const locals = mapValues(more, solve)
        return joined(
          '',
          text.split(/(\$\{[^}]+\})/).map(part => substitute(part, each => named(each, locals))),
        )
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown]
        const list = solve(parts)
        return Array.isArray(list) ? joined(separator, list) : { 'Fn::Join': [separator, list] }
      }
      case 'Fn::Select': {
        const [index, of] = argument as [number | string, unknown]
        const list = solve(of)
        return Array.isArray(list) ? (list[Number(index)] as unknown) : { 'Fn::Select': [index, list] }
      }
      case 'Fn::Split': {
        const [separator, of] = argument as [string, unknown]
        const text = solve(of)
        return typeof text === 'string' ? text.split(separator) : { 'Fn::Split': [separator, text] }
      }
      case 'Fn::FindInMap': {
        const [map, top, second] = (argument as unknown[]).map(each => String(solve(each)))
        return Mappings[map ?? '']?.[top ?? '']?.[second ?? '']
      }
      case 'Fn::Base64':
        return { 'Fn::Base64': solve(argument) }
      default:
        throw new Error(`${name} isn't known here: teach it to test/contract/resolve.ts`)
    }
  }
  return solve
}

const substitute = (part: string, named: (name: string) => unknown): unknown => {
  const name = /^\$\{([^}]+)\}$/.exec(part)?.[1]
  if (name === undefined) return part
  return name.startsWith('!') ? `\${${name.slice(1)}}` : named(name)
}

/** Text, or what is left of the join when some parts are references. */
function joined(separator: string, parts: unknown[]): unknown {
  if (parts.every(part => typeof part === 'string')) return parts.join(separator)
  const some = separator === '' ? parts.filter(part => part !== '') : parts
  return some.length === 1 ? some[0] : { 'Fn::Join': [separator, some] }
}

const mapValues = (value: object, change: (value: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]))
