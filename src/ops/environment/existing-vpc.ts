import { usageError } from '../../errors.js'
import type { Subnets, Vpc } from '../../manifest/environment.js'
import type { Path } from '../../manifest/source.js'
import type { Locate } from './environment-choices.js'
import type { Account, Subnet } from '../ports/account.js'

/**
 * The zones of a VPC that exists, by those of its database subnets: volumes must be where their subnet is.
 * Throws BadSubnets (exit 2) with each subnet that doesn't exist, is in another VPC, or shares its zone with one of its kind.
 */
export async function existingZones(account: Account, vpc: Extract<Vpc, { id: string }>, locate: Locate): Promise<string[]> {
  const tiers = Object.entries(vpc.subnets) as [keyof Subnets, string[]][]
  const found = await account.subnets([...new Set(tiers.flatMap(([, ids]) => ids))])
  const known = new Map(found.map(subnet => [subnet.id, subnet]))
  const wrong = tiers.flatMap(([tier, ids]) =>
    ids.flatMap((id, i) => {
      const what = problem(
        vpc.id,
        known.get(id),
        ids.slice(0, i).map(each => known.get(each)),
      )
      return what === undefined ? [] : [{ path: ['network', 'vpc', 'subnets', tier, i] as Path, what: `${id} ${what}` }]
    }),
  )
  if (wrong.length === 0) return vpc.subnets.database.map(id => known.get(id)?.zone ?? '')
  throw usageError('BadSubnets', `the subnets don't fit the VPC ${vpc.id}`, {
    at: await Promise.all(wrong.map(({ path }) => locate(path))),
    why: [...new Set(wrong.map(({ what }) => what))].join('\n'),
    state: 'nothing was changed',
    fix: ['name subnets of that VPC, each kind in two or three zones'],
  })
}

function problem(vpc: string, subnet: Subnet | undefined, before: (Subnet | undefined)[]): string | undefined {
  if (!subnet) return "doesn't exist in this account and region"
  if (subnet.vpc !== vpc) return `is in ${subnet.vpc}`
  const same = before.find(each => each?.zone === subnet.zone)
  return same && `is in ${subnet.zone}, as ${same.id} is: the loss of that zone would take both`
}
