import { priced, type Counted, type Range } from './counted.js'
import { prices } from './prices.js'
import type { Template } from './read-template.js'
import { numberOf, numberOr, textOr } from './resolve.js'

interface Disk {
  VolumeType?: unknown
  /** GiB */
  size: unknown
  Iops?: unknown
  Throughput?: unknown
}

/** What gp3 has without a surcharge. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const included = { iops: 3000, throughput: 125 }

/** One volume for each of them. */
export function volumes(count: Range, { VolumeType, size, Iops, Throughput }: Disk, template: Template): Counted[] {
  const type = textOr('gp2', VolumeType, template)
  if (type !== 'gp3') return [{ unknown: `the price of a volume of ${type ?? 'its'} type` }]
  const amounts = [
    { price: prices.storage, amount: numberOf(size, template), free: 0 },
    { price: prices.iops, amount: numberOr(included.iops, Iops, template), free: included.iops },
    { price: prices.throughput, amount: numberOr(included.throughput, Throughput, template), free: included.throughput },
  ]
  return amounts.map(({ price, amount, free }) =>
    amount === undefined ? { unknown: `how many ${price.unit} it has` } : priced(count, price, Math.max(0, amount - free)),
  )
}
