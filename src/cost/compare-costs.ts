import { cents, estimateCost, type Estimate } from './estimate-cost.js'
import { asOf, region } from './prices.js'

/** A template, and values of its parameters as far as they're known. */
export interface Costed {
  template: string
  parameters: Record<string, string | undefined>
}

/** What a stack costs, and what an update of it changes of that: USD a month, by list prices on demand. */
export interface Cost {
  /** Whose prices they are, and the month in which they were so: `2026-07`. */
  region: string
  asOf: string
  /** What is deployed; absent when nothing is. */
  before?: Estimate
  after: Estimate
  /** How much more it is, or less. */
  change: CostChange
}

interface CostChange {
  monthly: number
  /** The same by what it's paid for, the largest first; what stays the same isn't there. */
  by: { what: string; monthly: number }[]
}

/**
 * Undefined when one of the two can't be read: half a comparison would be a wrong one.
 * @param before absent when nothing is deployed
 */
export function compareCosts(before: Costed | undefined, after: Costed): Cost | undefined {
  const [was, is] = [before, after].map(each => each && estimateCost(each.template, each.parameters))
  if (!is || (before && !was)) return undefined
  return { region, asOf, ...(was ? { before: was } : {}), after: is, change: changeOf(was, is) }
}

/** What is known on one side only is on neither: else an unknown price would look like a saving. */
function changeOf(before: Estimate | undefined, after: Estimate): CostChange {
  const unknown = before ? lopsided(before, after) : new Set()
  const amounts = new Map<string, number>()
  const add = (lines: Estimate['lines'], sign: number) => {
    for (const { logicalId, what, monthly } of lines)
      if (!unknown.has(logicalId)) amounts.set(what, (amounts.get(what) ?? 0) + sign * monthly)
  }
  add(after.lines, 1)
  add(before?.lines ?? [], -1)
  const by = [...amounts]
    .map(([what, monthly]) => ({ what, monthly: cents(monthly) }))
    .filter(({ monthly }) => monthly !== 0)
    .sort((one, other) => Math.abs(other.monthly) - Math.abs(one.monthly))
  return { monthly: cents(by.reduce((all, { monthly }) => all + monthly, 0)), by }
}

/** Logical ids of which something isn't known that was known, or the other way round. */
function lopsided(before: Estimate, after: Estimate): Set<string> {
  const key = ({ logicalId, what }: Estimate['unknown'][number]) => `${logicalId} ${what}`
  const [was, is] = [before, after].map(({ unknown }) => new Set(unknown.map(key)))
  return new Set(
    [...before.unknown, ...after.unknown]
      .filter(each => !(was?.has(key(each)) && is?.has(key(each))))
      .map(({ logicalId }) => logicalId),
  )
}
