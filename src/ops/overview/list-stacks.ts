import type { Stack, Stacks } from '../ports/cloudformation.js'
import type { Answer } from './reachable.js'

/** Something that the repository has, or that is deployed, or both. */
export interface Listed {
  name: string
  /** Of a service: its manifest's. */
  type?: string
  inRepository: boolean
  /** Absent when AWS couldn't be asked. */
  deployed?: boolean
  stack?: string
  /** CloudFormation's own word. */
  status?: string
}

export interface Listing {
  items: Listed[]
  /** Why AWS couldn't be asked, and where. */
  notes: string[]
}

export interface Declared {
  name: string
  type?: string
}

/** The tag that holds a name of this kind. */
export type NameTag = 'mm:env' | 'mm:service' | 'mm:db'

/** Stacks of one kind: of an application's environments, or of an environment's services or databases. */
export async function stacksOf(
  { stacks }: { stacks: Pick<Stacks, 'list'> },
  within: { app: string; env?: string },
  tag: NameTag,
): Promise<Stack[]> {
  const found = await stacks.list({ 'mm:app': within.app, ...(within.env === undefined ? {} : { 'mm:env': within.env }) })
  return found.filter(({ name, tags }) =>
    // The distribution's stack has the tags of the environment's.
    tag === 'mm:env' ? name === `${within.app}-${tags['mm:env'] ?? ''}` : tags[tag] !== undefined,
  )
}

/** What the repository has beside what is deployed, by name. `deployed`: undefined when AWS couldn't be asked. */
export function sideBySide(declared: Declared[], deployed: Stack[] | undefined, tag: NameTag): Listed[] {
  const byName = new Map((deployed ?? []).map(stack => [stack.tags[tag] ?? '', stack]))
  const own = declared.map(each => ({ ...each, inRepository: true, ...state(deployed, byName.get(each.name)) }))
  const foreign = [...byName]
    .filter(([name]) => !declared.some(each => each.name === name))
    .map(([name, stack]) => ({ name, inRepository: false, ...state(deployed, stack) }))
  return [...own, ...foreign].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function state(asked: Stack[] | undefined, stack: Stack | undefined): Pick<Listed, 'deployed' | 'stack' | 'status'> {
  if (!asked) return {}
  return stack ? { deployed: true, stack: stack.name, status: stack.status } : { deployed: false }
}

/** The list with what couldn't be asked. */
export function listing(
  declared: Declared[],
  { region, deployed }: { region: string; deployed: Answer<Stack[]> },
  tag: NameTag,
): Listing {
  return {
    items: sideBySide(declared, deployed.value, tag),
    notes: deployed.offline === undefined ? [] : [`AWS wasn't asked about ${region}: ${deployed.offline}`],
  }
}
