import { pricedTypes } from './priced-types.js'
import { hoursAMonth, type Price } from './prices.js'
import { readTemplate, type Resource, type Template } from './read-template.js'
import { byUse, free } from './unpriced-types.js'

/** One price that a resource is to be paid for by. */
interface CostLine {
  logicalId: string
  /** What it's paid for, e.g. `NAT gateways`. */
  what: string
  /** How many of `unit`. */
  quantity: number
  unit: string
  /** USD a month. */
  monthly: number
  /** The same at the most to which it scales; absent of what doesn't. */
  upTo?: number
}

/** What has a price that can't be told. */
interface UnknownCost {
  logicalId: string
  /** Ends the sentence "it isn't known ...". */
  what: string
}

/** What the resources of a template cost a month by list prices, without what is counted by use. */
export interface Estimate {
  /** USD, of all lines; with the least tasks and instances of what scales. */
  monthly: number
  /** The same with the most of them; absent when nothing scales. */
  upTo?: number
  lines: CostLine[]
  /** What isn't in the sum although it costs something. */
  unknown: UnknownCost[]
}

/**
 * Undefined for a template that can't be read.
 * @param parameters values of the template's parameters, as far as they're known
 */
export function estimateCost(text: string, parameters: Record<string, string | undefined>): Estimate | undefined {
  const template = readTemplate(text, parameters)
  if (!template) return undefined
  const counted = template.resources.flatMap(resource => linesOf(resource, template))
  const lines = counted.flatMap(each => ('monthly' in each && (each.upTo ?? each.monthly) > 0 ? [each] : []))
  const scales = lines.some(({ upTo }) => upTo !== undefined)
  return {
    monthly: cents(sum(lines.map(({ monthly }) => monthly))),
    ...(scales ? { upTo: cents(sum(lines.map(({ monthly, upTo = monthly }) => upTo))) } : {}),
    lines,
    unknown: counted.flatMap(each => ('monthly' in each ? [] : [each])),
  }
}

function linesOf(resource: Resource, template: Template): (CostLine | UnknownCost)[] {
  const { logicalId, type, conditional } = resource
  if (free.has(type) || byUse.has(type)) return []
  const counter = pricedTypes.get(type)
  if (!counter) return [{ logicalId, what: `the price of ${type}` }]
  if (conditional) return [{ logicalId, what: 'whether its condition holds' }]
  return counter(resource, template).map(each => {
    if ('unknown' in each) return { logicalId, what: each.unknown }
    const { price, quantity, most } = each
    return {
      ...{ logicalId, what: price.what, quantity, unit: price.unit, monthly: monthlyOf(price, quantity) },
      ...(most === undefined ? {} : { upTo: monthlyOf(price, most) }),
    }
  })
}

/** To a hundredth of a cent, so that a sum of many is right to the cent. */
const monthlyOf = ({ usd, per }: Price, quantity: number) =>
  Math.round(quantity * usd * (per === 'hour' ? hoursAMonth : 1) * 10_000) / 10_000

const sum = (amounts: number[]) => amounts.reduce((all, each) => all + each, 0)

export const cents = (usd: number): number => Math.round(usd * 100) / 100
