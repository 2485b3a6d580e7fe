import type { Subnets } from './environment.js'

/** Subnets per VPC that are room for: nine in three zones, and some to spare. */
const parts = 16

/**
 * The ranges of the subnets that mm makes in a VPC. The third zone's come after those of the first two: adding it moves no subnet.
 * @param cidr a range of IPv4 addresses from /16 to /24
 */
export function subnetRanges(cidr: string, zones: 2 | 3): Subnets {
  const { first, size, length } = parse(cidr)
  const nth = (i: number) => `${dotted(first + i * (size / parts))}/${length + Math.log2(parts)}`
  const tier = (t: number) => [nth(t * 2), nth(t * 2 + 1), ...(zones === 3 ? [nth(6 + t)] : [])]
  return { public: tier(0), private: tier(1), database: tier(2) }
}

/** True when every address of `inner` is one of `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [o, i] = [parse(outer), parse(inner)]
  return o.first <= i.first && i.first + i.size <= o.first + o.size
}

export function overlap(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)]
  return a.first < b.first + b.size && b.first < a.first + a.size
}

/** True for an IPv4 range in CIDR notation whose address is its first and whose length is within the bounds. */
export function isRange(text: string, shortest: number, longest: number): boolean {
  if (!/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(text)) return false
  const octets = text.split(/[./]/).map(Number)
  const length = octets.pop() ?? 0
  const { first, size } = parse(text)
  return octets.every(octet => octet <= 255) && length >= shortest && length <= longest && first % size === 0
}

/** Of the ranges for private networks (RFC 1918) and the shared one (RFC 6598). */
export const isPrivateRange = (range: string): boolean =>
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].some(each => contains(each, range))

function parse(cidr: string): { first: number; size: number; length: number } {
  const [address = '', length = ''] = cidr.split('/')
  const first = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  return { first, size: 2 ** (32 - Number(length)), length: Number(length) }
}

const dotted = (address: number) => [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.')
