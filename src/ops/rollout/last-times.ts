import { total, type Phase } from '../phases.js'
import type { Records } from '../ports/records.js'
import { median } from '../usual-times.js'

interface Deployment {
  root: string
  env: string
  service: string
  phases: Phase[]
}

/** How many deployments are kept, and how many of them are compared with. */
const kept = 20
const compared = 5
const name = 'times.json'

/**
 * Keeps what a deployment took, and resolves to what the last ones of the same phases took together, in seconds; undefined when there were none. Of this machine only: CloudFormation
 * knows nothing of builds.
 */
export function compareWithLast(records: Records, { root, env, service, phases }: Deployment): number | undefined {
  const folder = `${env}-${service}`
  const last = pastOf(records.read(root, folder, name))
  const names = (of: Phase[]) => of.map(phase => phase.name).join()
  const alike = last.filter(each => names(each) === names(phases)).slice(-compared)
  try {
    records.keep(root, folder, { name, text: `${JSON.stringify([...last, phases].slice(-kept))}\n` })
  } catch {
    // A full disk must not fail a deployment that has succeeded.
  }
  return alike.length === 0 ? undefined : median(alike.map(total))
}

/** A file that is none of mm's, or an older mm's, counts as none. */
function pastOf(text = '[]'): Phase[][] {
  try {
    const found: unknown = JSON.parse(text)
    return Array.isArray(found) ? found.filter(isPhases) : []
  } catch {
    return []
  }
}

const isPhases = (value: unknown): value is Phase[] =>
  Array.isArray(value) &&
  value.every(
    (each: unknown) =>
      typeof each === 'object' && each !== null && 'name' in each && 'seconds' in each && typeof each.seconds === 'number',
  )
