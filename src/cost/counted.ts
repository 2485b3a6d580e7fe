import type { Price } from './prices.js'
import type { Resource, Template } from './read-template.js'

/** What a resource has of something that has a price. */
interface Priced {
  price: Price
  /** How many of its units. */
  quantity: number
  /** How many there may come to be; absent of what doesn't scale. */
  most?: number
}

/** What has a price that can't be told, and why; ends the sentence "it isn't known ...". */
interface Unknown {
  unknown: string
}

export type Counted = Priced | Unknown

/** What one type of resource has of what has a price. */
export type Counter = (resource: Resource, template: Template) => Counted[]

/** A number of things that may grow. */
export interface Range {
  quantity: number
  most?: number
}

/** So many of the price's units for each of them. */
export const priced = ({ quantity, most }: Range, price: Price, each = 1): Priced => ({
  price,
  quantity: quantity * each,
  ...(most === undefined ? {} : { most: most * each }),
})

/** From the one to the other; undefined when one of them isn't known. */
export function rangeOf(quantity: number | undefined, most: number | undefined): Range | undefined {
  if (quantity === undefined || most === undefined) return undefined
  return most > quantity ? { quantity, most } : { quantity }
}
