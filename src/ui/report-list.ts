import type { Listed } from '../ops/overview/list-stacks.js'
import { note } from './note.js'
import { table } from './table.js'
import { out } from './theme.js'

type Item = Listed & { region?: string }

/** The human view of a list on stdout; what couldn't be asked on stderr. */
export function reportList(listing: { items: Item[]; notes: string[] }, what: string): void {
  for (const each of listing.notes) note(each)
  process.stdout.write(`${listText(listing.items, what)}\n`)
}

export function listText(items: Item[], what: string): string {
  if (items.length === 0) return `no ${what}, neither in the repository nor deployed`
  const typed = items.some(({ type }) => type !== undefined)
  const placed = items.some(({ region }) => region !== undefined)
  return table(
    items.map(item => [
      out.bold(item.name),
      ...(typed ? [item.type ?? ''] : []),
      ...(placed ? [item.region ?? ''] : []),
      stateOf(item),
    ]),
  )
}

function stateOf({ deployed, status = '', inRepository }: Item): string {
  if (deployed === undefined) return out.dim('in the repository; whether it is deployed is unknown')
  if (!deployed) return out.yellow('not deployed')
  return inRepository ? status : `${status}  ${out.yellow('not in the repository')}`
}
