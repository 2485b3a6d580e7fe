import { hiddenParameters } from '../stack/hidden-parameters.js'
import type { ChangeSet } from '../ports/cloudformation.js'
import type { Difference } from '../ports/drift.js'
import { looksSecret } from '../service-delta/looks-secret.js'

/** Of what is below these nothing is shown: it may be anything, or what says that it's a secret stands beside it. */
const opaque = new Set([
  ...['ContainerDefinitions', 'UserData', 'SecretString', 'GenerateSecretString', 'MasterUserPassword'],
  // By which the load balancer knows the distribution.
  ...['HttpHeaderConfig', 'OriginCustomHeaders'],
])

/** Values that are shown nowhere, also as a part of others. */
export const hiddenIn = (parameters: Record<string, string | undefined>): string[] =>
  [...hiddenParameters].flatMap(name => parameters[name] || [])

type Valued = Difference & { becomes?: string }

/**
 * The difference as it may be shown: without its values when one of them is a secret, or looks like one.
 * @param hidden see hiddenIn
 */
export function hideValues(difference: Valued, hidden: string[]): Valued {
  const { path, expected, actual, becomes } = difference
  const parts = path.split('/')
  const name = parts.findLast(part => !/^\d+$/.test(part)) ?? ''
  const secret =
    parts.some(part => opaque.has(part)) ||
    [expected, actual, becomes].some(
      value => value !== undefined && (hidden.some(each => value.includes(each)) || isSecret(name, parsed(value))),
    )
  return secret ? { path, hidden: true } : difference
}

/** The change set as it may be shown: the same of the values that it takes back. */
export function hidingOutside(set: ChangeSet, hidden: string[]): ChangeSet {
  const changes = set.changes.map(({ outside, ...change }) =>
    outside
      ? { ...change, outside: { ...outside, differences: outside.differences.map(each => hideValues(each, hidden)) } }
      : change,
  )
  return { ...set, changes }
}

/** Of an object or a list, which are told as JSON: what they are. Undefined of one that was cut off: nobody knows what the rest of it says. */
function parsed(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/** Whether anything in it looks like a secret, by itself or by its name: its key, or what stands beside it (`{"Name": "API_TOKEN", "Value": "…"}`). */
function isSecret(name: string, value: unknown): boolean {
  if (value === undefined) return true
  if (Array.isArray(value)) return value.some(each => isSecret(name, each))
  if (typeof value !== 'object' || value === null)
    return looksSecret(name, typeof value === 'string' ? value : JSON.stringify(value))
  const beside = Object.entries(value).find(([key, each]) => (key === 'Name' || key === 'Key') && typeof each === 'string')
  return Object.entries(value).some(([key, each]) => {
    if (key === 'Name' || key === 'Key') return isSecret('', each)
    return opaque.has(key) || isSecret(key === 'Value' ? String(beside?.[1] ?? key) : key, each)
  })
}
