import type { Stack, Stacks } from '../ports/cloudformation.js'

/**
 * The stacks as each part sees them while the plan is made: one that it only takes values from is looked up once for all parts. Its own are looked up as ever:
 * it waits until nothing goes on with them.
 */
export function remembered(stacks: Stacks): (own: string[]) => Stacks {
  const found = new Map<string, Promise<Stack | undefined>>()
  const once = (name: string) => {
    const known = found.get(name)
    if (known) return known
    const asking = stacks.find(name)
    found.set(name, asking)
    asking.catch(() => found.delete(name))
    return asking
  }
  return own => ({ ...stacks, find: name => (own.includes(name) ? stacks.find(name) : once(name)) })
}
