import { place, serviceName, type Candidate, type Facts } from './facts.js'

export type Role = 'frontend' | 'backend' | 'unknown'

/**
 * What people open, or what only other services call. The strongest evidence counts: who uses the database, who knows another one's
 * address, who renders pages, and last the name.
 */
export function roleOf(candidate: Candidate, facts: Facts): { role: Role; because: string } {
  if (candidate.mongo) return { role: 'backend', because: place(candidate.mongo) }
  const others = facts.candidates
    .filter(other => other !== candidate)
    .map(other => `${serviceName(other).toUpperCase().replaceAll('-', '_')}_URL`)
  const calls = candidate.urlVariables.find(seen => others.includes(seen.value) || /(API|BACKEND)/.test(seen.value))
  if (calls) return { role: 'frontend', because: place(calls) }
  if (candidate.pages) return { role: 'frontend', because: place(candidate.pages) }
  const name = serviceName(candidate)
  if (/front|web|ui|site|client/.test(name)) return { role: 'frontend', because: `its name is ${name}` }
  if (/back|api|server|worker|service/.test(name)) return { role: 'backend', because: `its name is ${name}` }
  return { role: 'unknown', because: '' }
}
