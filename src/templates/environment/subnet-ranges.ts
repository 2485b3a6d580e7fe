/** Subnets per VPC that are room for: six now, three zones later, and some to spare. */
const parts = 16

/**
 * The first `count` sixteenths of an address range, in CIDR notation: of 10.0.0.0/16 these are 10.0.0.0/20, 10.0.16.0/20, …
 * @param cidr a range of IPv4 addresses from /16 to /24
 */
export function subnetRanges(cidr: string, count: number): string[] {
  const [address = '', length = ''] = cidr.split('/')
  const base = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  const size = 2 ** (32 - Number(length)) / parts
  return Array.from({ length: count }, (_, i) => `${dotted(base + i * size)}/${Number(length) + Math.log2(parts)}`)
}

const dotted = (address: number) => [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.')
