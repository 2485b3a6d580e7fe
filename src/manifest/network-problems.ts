import { contains, overlap } from './subnet-ranges.js'
import type { Path, Problem } from './source.js'
import { isMap, shown, valueAt } from './value.js'

/** What is wrong with a VPC and its subnets: those of one that mm makes have ranges, those of one that exists have ids. */
export const networkProblems = (data: unknown): Problem[] => [...vpcProblems(data), ...subnetProblems(data)]

const tiers = ['public', 'private', 'database'] as const
const subnetsPath = (tier: string): Path => ['network', 'vpc', 'subnets', tier]

function vpcProblems(data: unknown): Problem[] {
  const vpc = valueAt(data, ['network', 'vpc'])
  if (!isMap(vpc) || vpc['id'] === undefined) return []
  const problem = (path: Path, what: string, fix: string): Problem => ({ path, what, fix })
  const own = [['nat'], ['zones'], ['endpoints'], ['vpc', 'cidr'], ['vpc', 'flow_logs']]
    .map(path => ['network', ...path])
    .filter(path => valueAt(data, path) !== undefined)
    .map(path =>
      problem(
        path,
        `${path.join('.')} belongs to a VPC that mm makes, and network.vpc.id names one that exists`,
        `remove ${path.at(-1)}`,
      ),
    )
  const lacking = (['public', 'private'] as const)
    .filter(tier => valueAt(data, subnetsPath(tier)) === undefined)
    .map(tier =>
      problem(
        ['network', 'vpc', 'id'],
        `network.vpc.id is given without network.vpc.subnets.${tier}: mm can't tell which subnets are ${tier}`,
        `subnets: {${tier}: [{id: subnet-…}, {id: subnet-…}]}`,
      ),
    )
  return [...own, ...lacking]
}

/** Two or three of each kind, over the same zones; ids in a VPC that exists, ranges in one that mm makes. */
function subnetProblems(data: unknown): Problem[] {
  const form = valueAt(data, ['network', 'vpc', 'id']) === undefined ? 'cidr' : 'id'
  const given = tiers.flatMap(tier => {
    const list = valueAt(data, subnetsPath(tier))
    return Array.isArray(list) ? [{ tier, list: list as unknown[] }] : []
  })
  const first = given[0]
  if (!first) return []
  const missing = (['public', 'private'] as const).filter(
    tier => form === 'cidr' && valueAt(data, subnetsPath(tier)) === undefined,
  )
  return [
    ...missing.map(tier => ({
      path: subnetsPath(first.tier),
      what: `network.vpc.subnets.${first.tier} is given without network.vpc.subnets.${tier}`,
      fix: `${tier}: [{cidr: 10.0.2.0/24}, {cidr: 10.0.3.0/24}]`,
    })),
    ...(form === 'cidr' && valueAt(data, ['network', 'zones']) !== undefined
      ? [
          {
            path: ['network', 'zones'],
            what: 'network.zones is given, and so are the subnets, one per zone',
            fix: 'remove zones',
          },
        ]
      : []),
    ...given.flatMap(({ tier, list }) => [
      ...countProblems(tier, list.length, first),
      ...list.flatMap((subnet, i) => formProblems(form, { tier, i, subnet, zone: zoneOf(first.list[i]) })),
    ]),
    ...(form === 'cidr' ? rangeProblems(data, given) : []),
  ]
}

const zoneOf = (subnet: unknown) => (isMap(subnet) ? subnet['az'] : undefined)

function countProblems(tier: string, count: number, first: { tier: string; list: unknown[] }): Problem[] {
  const path = subnetsPath(tier)
  const key = path.join('.')
  if (count < 2) {
    return [
      {
        path,
        what: `${key} has ${count} subnet${count === 1 ? '' : 's'}: load balancers need two zones`,
        fix: 'give one per zone, in two or three zones',
      },
    ]
  }
  if (count > 3) return [{ path, what: `${key} has ${count} subnets: mm uses two or three zones`, fix: 'keep three' }]
  if (count === first.list.length) return []
  return [
    {
      path,
      what: `${key} has ${count} subnets and ${first.tier} has ${first.list.length}: each zone needs one of each kind`,
      fix: `give ${first.list.length}`,
    },
  ]
}

interface Place {
  tier: string
  i: number
  subnet: unknown
  /** That of the first kind's subnet at the same place. */
  zone: unknown
}

function formProblems(form: 'cidr' | 'id', { tier, i, subnet, zone }: Place): Problem[] {
  if (!isMap(subnet)) return []
  const path = [...subnetsPath(tier), i]
  const other = form === 'id' ? 'cidr' : 'id'
  if (subnet[other] !== undefined) {
    return [
      form === 'id'
        ? { path, what: `${path.join('.')} has a range, and the VPC exists already: name its subnet`, fix: 'id: subnet-…' }
        : {
            path,
            what: `${path.join('.')} names a subnet that exists, but network.vpc.id doesn't say in which VPC`,
            fix: 'vpc: {id: vpc-…, subnets: …}',
          },
    ]
  }
  if (subnet[form] === undefined)
    return [{ path, what: `${path.join('.')} has no ${form}`, fix: form === 'id' ? 'id: subnet-…' : 'cidr: 10.0.0.0/24' }]
  if (subnet['az'] === zone) return []
  return [
    {
      path: [...path, 'az'],
      what: `${path.join('.')} is in zone ${shown(subnet['az'])}, and the one at the same place of the first list in ${shown(zone)}`,
      fix: 'list the subnets of each kind in the same order of zones',
    },
  ]
}

function rangeProblems(data: unknown, given: { tier: string; list: unknown[] }[]): Problem[] {
  const cidr = valueAt(data, ['network', 'vpc', 'cidr']) ?? '10.0.0.0/16'
  const ranges = given.flatMap(({ tier, list }) =>
    list.map((subnet, i) => ({ path: [...subnetsPath(tier), i, 'cidr'], range: isMap(subnet) ? subnet['cidr'] : undefined })),
  )
  const known = ranges.filter((each): each is { path: (string | number)[]; range: string } => isRangeText(each.range))
  if (!isRangeText(cidr)) return []
  return [
    ...known
      .filter(({ range }) => !contains(cidr, range))
      .map(({ path, range }) => ({
        path,
        what: `${path.join('.')} is ${range}, which isn't within the VPC's ${cidr}`,
        fix: `a range within ${cidr}`,
      })),
    ...known.flatMap(({ path, range }, i) =>
      known
        .slice(0, i)
        .filter(before => overlap(before.range, range))
        .map(before => ({
          path,
          what: `${path.join('.')} is ${range}, which overlaps with ${before.path.join('.')} (${before.range})`,
          fix: 'a range of its own',
        })),
    ),
  ]
}

const isRangeText = (value: unknown): value is string => typeof value === 'string' && /^[\d.]+\/\d+$/.test(value)
