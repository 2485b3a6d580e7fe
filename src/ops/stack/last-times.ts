import { total, type Phase } from './phases.js'
import type { Records } from '../ports/records.js'
import { median } from './usual-times.js'

interface Deployment {
  root: string
  env: string
  /** Of a service or a database; absent: the environment itself. */
  name?: string
  phases: Phase[]
}

/** How many deployments are kept, and how many of them are compared with. */
const kept = 20
const compared = 5
const file = 'times.json'

/** A phase, and the median of what it took in the last deployments that had it, in seconds; absent when there were none. */
export interface ComparedPhase extends Phase {
  usualSeconds?: number
}

export interface Took {
  phases: ComparedPhase[]
  seconds: number
  /** What the last deployments from this machine took that had the same phases, in seconds: their median. */
  usualSeconds?: number
}

/** Keeps what a deployment took, and compares the whole and each phase with the last ones. Of this machine only: CloudFormation knows nothing of builds. */
export function compareWithLast(records: Records, { root, env, name, phases }: Deployment): Took {
  const folder = name === undefined ? env : `${env}-${name}`
  const last = pastOf(records.read(root, folder, file))
  const names = (of: Phase[]) => of.map(phase => phase.name).join()
  const alike = last.filter(each => names(each) === names(phases)).slice(-compared)
  try {
    records.keep(root, folder, { name: file, text: `${JSON.stringify([...last, phases].slice(-kept))}\n` })
  } catch {
    // A full disk must not fail a deployment that has succeeded.
  }
  return {
    phases: phases.map(phase => ({ ...phase, ...usual(secondsOf(last, phase)) })),
    seconds: total(phases),
    ...usual(alike.map(total)),
  }
}

/** Also of deployments that had other phases besides: a build doesn't change what a rollout takes. */
const secondsOf = (last: Phase[][], { name }: Phase): number[] =>
  last.flatMap(each => each.filter(phase => phase.name === name).map(({ seconds }) => seconds)).slice(-compared)

const usual = (past: number[]) => (past.length === 0 ? {} : { usualSeconds: median(past) })

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
