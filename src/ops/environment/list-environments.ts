import { sideBySide, type Listed } from '../overview/list-stacks.js'
import type { Stack } from '../ports/cloudformation.js'
import type { Answer } from '../overview/reachable.js'

/** An account and region, and the repository's environments that are there. */
export interface AskedPlace {
  region: string
  environments: string[]
  answer: Answer<Stack[]>
}

export interface ListedEnvironment extends Listed {
  region: string
}

export interface EnvironmentListing {
  items: ListedEnvironment[]
  notes: string[]
}

/** Environments of all places. One that is deployed where another place has it in the repository is listed there only. */
export function listEnvironments(places: AskedPlace[]): EnvironmentListing {
  const declared = new Set(places.flatMap(({ environments }) => environments))
  const seen = new Set<string>()
  const items = places.flatMap(({ region, environments, answer }) => {
    const fresh = answer.value?.filter(({ id }) => !seen.has(id))
    for (const { id } of fresh ?? []) seen.add(id)
    const own = sideBySide(
      environments.map(name => ({ name })),
      answer.value,
      'mm:env',
    ).filter(each => each.inRepository)
    const foreign = sideBySide([], fresh, 'mm:env').filter(each => !declared.has(each.name))
    return [...own, ...foreign].map(each => ({ ...each, region }))
  })
  return {
    items: items.sort((a, b) => (a.name < b.name ? -1 : 1)),
    notes: places.flatMap(({ region, answer }) =>
      answer.offline === undefined ? [] : [`AWS wasn't asked about ${region}: ${answer.offline}`],
    ),
  }
}
