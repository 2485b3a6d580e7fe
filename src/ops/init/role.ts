import { isAnyBackend, serviceMeant } from './addresses.js'
import type { Answers } from './answers.js'
import { place, type Candidate, type Facts } from './facts.js'
import type { Guess } from './plan.js'

export type Role = 'frontend' | 'backend'

/**
 * What people open, or what only other services call; undefined when nothing tells. The strongest evidence counts: the answer, who uses
 * the database, who knows another one's address, who renders pages, and last the name.
 */
export function roleOf(candidate: Candidate, { candidates }: Facts, answers: Answers): Guess<Role> | undefined {
  const { name, mongo, pages } = candidate
  if (answers.frontends.includes(name)) return { value: 'frontend', because: 'your answer' }
  if (answers.backends.includes(name)) return { value: 'backend', because: 'your answer' }
  const others = candidates.filter(other => other !== candidate)
  if (others.length === 0) return { value: 'frontend', because: 'the only service, so the one that people open' }
  const calls = callsAnother(candidate, others)
  // A full-stack application beside workers has both pages and the database; a backend with a few pages has another frontend before it.
  const hasFrontend = others.some(other => callsAnother(other, [candidate]) || (other.pages && !other.mongo))
  if (mongo && (!pages || hasFrontend)) return { value: 'backend', because: place(mongo) }
  if (calls) return { value: 'frontend', because: place(calls) }
  if (pages) return { value: 'frontend', because: place(pages) }
  if (/front|web|ui|site|client/.test(name)) return { value: 'frontend', because: `its name is ${name}` }
  if (/back|api|server|worker|service/.test(name)) return { value: 'backend', because: `its name is ${name}` }
  return undefined
}

function callsAnother({ urlVariables }: Candidate, others: Candidate[]) {
  const names = others.map(({ name }) => name)
  return urlVariables.find(({ value }) => serviceMeant(value, names) !== undefined || isAnyBackend(value))
}
