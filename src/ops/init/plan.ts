import { posix } from 'node:path'
import type { ServiceType } from '../../manifest/service.js'
import { addressesOf } from './addresses.js'
import type { Answers } from './answers.js'
import { manifestOf, unusedFlags, type ExistingService } from './existing.js'
import { place, type Candidate, type Dockerfile, type Seen } from './facts.js'
import { chosenDockerfile, type PlanInput } from './questions.js'
import { roleOf } from './role.js'

/** A guess and what it rests on, as one line for a person. */
export interface Guess<T> {
  value: T
  because: string
}

export interface PlannedService {
  name: string
  type: Guess<ServiceType>
  /** Undefined: its image comes from another registry, as its manifest says. */
  dockerfile?: string
  context?: Guess<string>
  port: Guess<number>
  /** Path on the load balancer. */
  path: string
  health: Guess<string>
  /** The database's connection string comes in this variable. */
  database?: Guess<string>
  /** Variables that hold a backend's address under a name that mm doesn't set by itself: variable -> backend. */
  addresses: Record<string, string>
  /** Its manifest, when that is there already: nothing of it is a guess. */
  manifest?: string
}

export interface InitPlan {
  app: Guess<string>
  region: Guess<string>
  services: PlannedService[]
  database?: Guess<string>
  environment: string
  /** What a person should know. */
  notes: string[]
}

/** The whole plan. What no answer has settled yet has an empty value: '' or 0. */
export function makePlan(input: PlanInput, known: Pick<InitPlan, 'app' | 'region'>): InitPlan {
  const { facts, existing, answers } = input
  const database = databaseGuess(input)
  const fresh = facts.candidates
    .filter(candidate => !manifestOf(candidate, existing))
    .map(candidate => ({ candidate, role: roleOf(candidate, facts, answers) }))
  const backends = [
    ...existing.services.filter(({ type, http }) => type === 'Backend Service' && http).map(({ name }) => name),
    ...fresh.filter(({ role }) => role?.value === 'backend').map(({ candidate }) => candidate.name),
  ]
  const services = existing.services.map(keptService)
  const publicNames = fresh.filter(({ role }) => role?.value !== 'backend').map(({ candidate }) => candidate.name)
  const atRoot = serviceAtRoot(publicNames, services)
  for (const { candidate, role } of fresh) {
    const { name } = candidate
    const isPublic = publicNames.includes(name)
    services.push({
      ...plannedService(candidate, { answers, database: database !== undefined }),
      type: { value: isPublic ? 'Load Balanced Web Service' : 'Backend Service', because: role?.because ?? '' },
      path: isPublic && name !== atRoot ? `/${name}` : '/',
      addresses: isPublic ? addressesOf(candidate, backends) : {},
    })
  }
  return {
    ...known,
    services: services.sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...(database ? { database } : {}),
    environment: existing.environments[0] ?? 'dev',
    notes: [...facts.notes, ...unusedFlags(existing, answers), ...notesOf(services)],
  }
}

function plannedService(candidate: Candidate, { answers, database }: { answers: Answers; database: boolean }) {
  const { name, mongo, mongoVariable } = candidate
  const dockerfile = chosenDockerfile(candidate, answers)
  const port = answers.ports[name]
  return {
    name,
    dockerfile: dockerfile?.file ?? '',
    ...(dockerfile ? { context: contextGuess(dockerfile) } : {}),
    port: port === undefined ? from(dockerfile?.port ?? candidate.port, 0) : { value: Number(port), because: 'your answer' },
    health:
      answers.healths[name] === undefined
        ? from(dockerfile?.health ?? candidate.health, '/', 'neither a HEALTHCHECK nor a health route was seen')
        : { value: answers.healths[name], because: 'your answer' },
    ...(database && mongo
      ? {
          database: mongoVariable
            ? from(mongoVariable, '')
            : { value: 'MONGODB_URI', because: `${place(mongo)}; no variable was seen, so mm's own name` },
        }
      : {}),
  }
}

function contextGuess({ file, context: { folder, seen } }: Dockerfile): Guess<string> {
  if (seen) return { value: folder, because: place(seen) }
  return { value: folder, because: folder === posix.dirname(file) ? '' : `there is nothing else beside ${file}` }
}

function keptService({ file, name, type, dockerfile, port, http, database }: ExistingService): PlannedService {
  return {
    name,
    type: { value: type, because: file },
    ...(dockerfile === undefined ? {} : { dockerfile }),
    port: { value: port, because: file },
    path: http?.path ?? '/',
    health: { value: http?.health ?? '/', because: http ? file : 'it takes no requests' },
    ...(database === undefined ? {} : { database: { value: database, because: file } }),
    addresses: {},
    manifest: file,
  }
}

/** As in Copilot one public service has the whole domain, and each further one a path of its own; undefined when it's taken. */
function serviceAtRoot(names: string[], kept: PlannedService[]): string | undefined {
  if (kept.some(({ type, path }) => type.value === 'Load Balanced Web Service' && path === '/')) return undefined
  return names.find(name => /front|web|site|shop|store/.test(name)) ?? names[0]
}

function databaseGuess({ facts, existing, answers }: PlanInput): Guess<string> | undefined {
  const { database: asked } = answers
  const there = existing.databases.find(name => name === asked) ?? existing.databases[0]
  if (there !== undefined) return { value: there, because: `mm/${there}/manifest.yml` }
  if (asked === 'none') return undefined
  if (asked !== undefined) return { value: asked, because: 'your answer' }
  const mongo = facts.candidates.find(candidate => candidate.mongo)?.mongo
  const names = [...facts.candidates, ...existing.services].map(({ name }) => name)
  const name = ['db', 'mongodb', 'database'].find(each => !names.includes(each)) ?? 'data'
  return mongo && { value: name, because: place(mongo) }
}

function notesOf(services: PlannedService[]): string[] {
  if (services.some(({ type }) => type.value === 'Load Balanced Web Service')) return []
  return ['nobody can open any of these services from outside: --frontend <service> makes one public']
}

function from<T>(seen: Seen<T> | undefined, fallback: T, because = ''): Guess<T> {
  return seen ? { value: seen.value, because: place(seen) } : { value: fallback, because }
}
