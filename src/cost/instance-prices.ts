import type { Price } from './prices.js'

/**
 * USD an hour of a `large`, by series, generation and suffix: what a family's other sizes cost follows from it, within 0.3 %, bare metal aside.
 * Linux, shared tenancy. https://aws.amazon.com/ec2/pricing/on-demand/ , by AWS's price list of 20 July 2026
 */
export const largePrices: Record<string, Record<number, Record<string, number>>> = {
  t: { 3: { '': 0.0832, a: 0.0752 }, 4: { g: 0.0672 } },
  m: {
    5: { '': 0.096, a: 0.086, ad: 0.103, d: 0.113, dn: 0.136, n: 0.119, zn: 0.1652 },
    6: { a: 0.0864, g: 0.077, gd: 0.0904, i: 0.096, id: 0.11865, idn: 0.15912, in: 0.13923 },
    7: { a: 0.11592, g: 0.0816, gd: 0.1068, i: 0.1008, 'i-flex': 0.09576 },
    8: { a: 0.12172, g: 0.08976, gd: 0.11532, i: 0.10584, 'i-flex': 0.10055 },
  },
  c: {
    5: { '': 0.085, a: 0.077, ad: 0.086, d: 0.096, n: 0.108 },
    6: { a: 0.0765, g: 0.068, gd: 0.0768, gn: 0.0864, i: 0.085, id: 0.1008, in: 0.1134 },
    7: { a: 0.10264, g: 0.0725, gd: 0.0907, gn: 0.1248, i: 0.08925, 'i-flex': 0.08479 },
    8: { a: 0.10777, g: 0.07976, gd: 0.09798, gn: 0.1185, i: 0.09371, 'i-flex': 0.08902 },
  },
  r: {
    5: { '': 0.126, a: 0.113, ad: 0.131, b: 0.149, d: 0.144, dn: 0.167, n: 0.149 },
    6: { a: 0.1134, g: 0.1008, gd: 0.1152, i: 0.126, id: 0.1512, idn: 0.19539, in: 0.17433 },
    7: { a: 0.15215, g: 0.1071, gd: 0.1361, i: 0.1323, iz: 0.186 },
    8: { a: 0.15976, g: 0.11782, gd: 0.14696, i: 0.13892, 'i-flex': 0.13197 },
  },
  x: { 2: { gd: 0.167, idn: 0.20841, iedn: 0.41681, iezn: 0.417 }, 8: { g: 0.1954 } },
  z: { 1: { d: 0.186 } },
  i: { 3: { en: 0.226 }, 4: { g: 0.15444, i: 0.172 }, 7: { i: 0.1888, ie: 0.2599 }, 8: { g: 0.1716 } },
  im: { 4: { gn: 0.1819 } },
  is: { 4: { gen: 0.28815 } },
}

/** USD an hour of a `large` of DocumentDB's classes, or of the only size, without I/O-Optimized. https://aws.amazon.com/documentdb/pricing/ */
export const classPrices: Record<string, number> = {
  'db.t3.medium': 0.078,
  'db.t4g.medium': 0.07566,
  'db.r5.large': 0.277,
  'db.r6g.large': 0.26315,
}

const larges: Record<string, number> = { nano: 1 / 16, micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 }

/** How many times a `large` a size is: that's how AWS prices them. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html (normalization factor) */
const largesIn = (size: string): number | undefined => {
  const [, times] = /^(\d+)xlarge$/.exec(size) ?? []
  return times === undefined ? larges[size] : Number(times) * 2
}

/** Of an EC2 instance; undefined when it isn't known here. */
export function instancePrice(type: string): Price | undefined {
  const [, series = '', generation = '', suffix = '', size = ''] = /^([a-z]+)(\d+)([a-z]*(?:-flex)?)\.(.+)$/.exec(type) ?? []
  return hourly('EC2', type, largePrices[series]?.[Number(generation)]?.[suffix], largesIn(size))
}

/** Of an instance of Amazon DocumentDB; undefined when it isn't known here. */
export function classPrice(name: string): Price | undefined {
  const [, family = '', size = ''] = /^(.+)\.([^.]+)$/.exec(name) ?? []
  const only = classPrices[name]
  return only === undefined
    ? hourly('DocumentDB', name, classPrices[`${family}.large`], largesIn(size))
    : hourly('DocumentDB', name, only, 1)
}

const hourly = (what: string, unit: string, usd: number | undefined, times: number | undefined): Price | undefined =>
  usd === undefined || times === undefined ? undefined : { what, unit, usd: usd * times, per: 'hour' }
