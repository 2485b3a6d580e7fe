import type { MongoDb } from '../../manifest/database.js'

/**
 * Sizes of EC2's families, from the smallest, bare metal aside. https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-type-specifications.html
 * Families beyond those that the manifest knows by name are here as far as they were known.
 */
const ladders: [sizes: string, families: string][] = [
  ['nano micro small medium large xlarge 2xlarge', 't3 t3a t4g'],
  ['medium large xlarge 2xlarge 4xlarge 8xlarge', 'is4gen'],
  ['large xlarge 2xlarge 4xlarge 8xlarge 16xlarge', 'i4g im4gn'],
  [
    'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge',
    'c6g c6gd c6gn c7g c7gd c7gn m6g m6gd m7g m7gd r6g r6gd r7g r7gd x2gd',
  ],
  [
    'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge',
    'c8a c8g c8gd c8gn i8g m8a m8g m8gd r8a r8g r8gd x8g',
  ],
  ['medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge', 'c7a m7a r7a'],
  ['large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge', 'c7i-flex c8i-flex m7i-flex m8i-flex r8i-flex'],
  [
    'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge',
    'c5a c5ad m5 m5a m5ad m5d m5dn m5n r5 r5a r5ad r5b r5d r5dn r5n',
  ],
  ['large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 32xlarge', 'r7iz'],
  [
    'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge',
    'c6i c6id c6in i4i m6i m6id m6idn m6in r6i r6id r6idn r6in',
  ],
  ['large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge', 'c7i i7i m7i r7i'],
  ['large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge', 'c6a m6a r6a'],
  ['large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge', 'c8i c8id m8i m8id r8i r8id'],
  ['large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge', 'c5 c5d'],
  ['large xlarge 2xlarge 4xlarge 9xlarge 18xlarge', 'c5n'],
  ['large xlarge 2xlarge 3xlarge 6xlarge 12xlarge', 'm5zn z1d'],
  ['large xlarge 2xlarge 3xlarge 6xlarge 12xlarge 24xlarge', 'i3en'],
  ['large xlarge 2xlarge 3xlarge 6xlarge 12xlarge 18xlarge 24xlarge 48xlarge', 'i7ie i8ge'],
  ['16xlarge 24xlarge 32xlarge', 'x2idn'],
  ['xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge', 'x2iedn'],
  ['2xlarge 4xlarge 6xlarge 8xlarge 12xlarge', 'x2iezn'],
]

/** The same of Amazon DocumentDB's classes. https://docs.aws.amazon.com/documentdb/latest/devguide/db-instance-classes.html */
const classLadders: [sizes: string, families: string][] = [
  ['medium', 'db.t3 db.t4g'],
  ['large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge', 'db.r5'],
  ['large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge', 'db.r6g'],
  ['xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge', 'db.r6gd'],
  ['large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge', 'db.r8g'],
]

/** Families of one size, and what comes after them. */
const after: Record<string, string> = { 'db.t3.medium': 'db.r5.large', 'db.t4g.medium': 'db.r6g.large' }

/** The type with the next size of its family; null for the largest, undefined where family or size isn't known. */
export function nextType(type: string): string | null | undefined {
  const [, family = '', size = ''] = /^(.+)\.([^.]+)$/.exec(type) ?? []
  const sizes = [...ladders, ...classLadders].find(([, families]) => families.split(' ').includes(family))?.[0].split(' ')
  if (!sizes || !(sizes.includes(size) || size.startsWith('metal'))) return undefined
  if (after[type] !== undefined) return after[type]
  const next = size.startsWith('metal') ? undefined : sizes[sizes.indexOf(size) + 1]
  return next === undefined ? null : `${family}.${next}`
}

/** What answers the load of an instance, in the words of the manifest; ends an alarm's description. */
export function largerInstance(type: string): string {
  const next = nextType(type)
  if (next === undefined) return 'a larger instance answers it'
  return next === null ? `${type} is the largest of its family` : `instance: ${next} is the next size`
}

/** GiB, IOPS and MiB/s that gp3 has at most. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const most = { size: 65_536, iops: 80_000, iopsPerGib: 500, throughput: 2000, throughputPerIops: 1 / 4 }

/** The same for a volume that fills up: a fifth more. */
export function largerVolume({ size }: MongoDb['storage']): string {
  const next = Math.min(Math.ceil(size * 1.2), most.size)
  return next > size ? `storage: {size: ${next}} is the next step` : `no volume of this kind is larger than ${size} GiB`
}

/** The same for one that is too slow: twice as much of both, as far as its size allows it. */
export function fasterVolume({ size, iops, throughput }: MongoDb['storage']): string {
  const next = { iops: Math.min(iops * 2, most.iops, Math.max(3000, size * most.iopsPerGib)), throughput: 0 }
  next.throughput = Math.min(throughput * 2, most.throughput, Math.floor(next.iops * most.throughputPerIops))
  const steps = [
    ...(next.iops > iops ? [`iops: ${next.iops}`] : []),
    ...(next.throughput > throughput ? [`throughput: ${next.throughput}`] : []),
  ]
  if (steps.length > 0) return `storage: {${steps.join(', ')}} is the next step`
  return iops < most.iops ? 'a larger storage.size allows more iops' : 'no volume of this kind is faster'
}

/** Burstable families: their CPU is held to a baseline, or billed beyond it, when their credits are spent. */
export const isBurstable = (type: string): boolean => /^t\d/.test(type)
