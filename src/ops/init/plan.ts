import { usageError } from '../../errors.js'
import { place, serviceName, type Candidate, type Facts, type Seen } from './facts.js'
import { roleOf, type Role } from './role.js'

/** A guess and what it rests on, as one line for a person. */
export interface Guess<T> {
  value: T
  because: string
}

export interface PlannedService {
  name: string
  folder: string
  type: Guess<'Load Balanced Web Service' | 'Backend Service'>
  dockerfile: string
  port: Guess<number>
  health: Guess<string>
  /** The database's connection string comes in this variable. */
  database?: Guess<string>
  /** Variables that hold a backend's address under a name that mm doesn't set by itself: variable -> backend. */
  addresses: Record<string, string>
}

export interface InitPlan {
  app: Guess<string>
  region: Guess<string>
  services: PlannedService[]
  database?: Guess<string>
  environment: string
}

/** What flags or questions have settled; everything else is guessed. */
export interface Answers {
  app?: string
  region?: string
  frontends: string[]
  backends: string[]
  database?: string
  dockerfiles: Record<string, string>
  ports: Record<string, number>
  healths: Record<string, string>
}

/** Something that only a person knows, and the flag that answers it. */
export interface Question {
  key: 'app' | 'region' | 'role' | 'port' | 'dockerfile'
  service?: string
  message: string
  flag: string
  choices?: string[]
}

/** What can't be guessed, in the order in which it's asked. Throws NoDockerfile (exit 2) when there is nothing to deploy. */
export function questions(facts: Facts, answers: Answers, known: { app?: string; region?: string }): Question[] {
  if (facts.candidates.length === 0) throw noDockerfile()
  const perService = facts.candidates.flatMap(candidate => {
    const name = serviceName(candidate)
    const asked: Question[] = []
    if (candidate.dockerfiles.length > 1 && !answers.dockerfiles[name]) {
      asked.push({
        key: 'dockerfile',
        service: name,
        message: `Which Dockerfile builds ${name}?`,
        flag: `--dockerfile ${name}=${candidate.dockerfiles[0]}`,
        choices: candidate.dockerfiles,
      })
    }
    if (!candidate.port && answers.ports[name] === undefined) {
      asked.push({
        key: 'port',
        service: name,
        message: `Which port does ${name} listen on? (there is no EXPOSE in ${candidate.dockerfiles[0]})`,
        flag: `--port ${name}=3000`,
      })
    }
    if (facts.candidates.length > 1 && !answered(name, answers) && roleOf(candidate, facts).role === 'unknown') {
      asked.push({
        key: 'role',
        service: name,
        message: `Is ${name} what people open (frontend), or does only another service call it (backend)?`,
        flag: `--frontend ${name} (or --backend ${name})`,
        choices: ['frontend', 'backend'],
      })
    }
    return asked
  })
  return [
    ...(known.region || answers.region
      ? []
      : [{ key: 'region' as const, message: 'Which AWS region?', flag: '--region eu-central-1' }]),
    ...perService,
  ]
}

const answered = (name: string, answers: Answers) => answers.frontends.includes(name) || answers.backends.includes(name)

/** The whole plan; every question must have its answer. */
export function makePlan(facts: Facts, answers: Answers, known: { app: Guess<string>; region: Guess<string> }): InitPlan {
  const roles = new Map(facts.candidates.map(candidate => [serviceName(candidate), settledRole(candidate, facts, answers)]))
  const backends = [...roles].filter(([, { value }]) => value === 'backend').map(([name]) => name)
  const usesMongo = facts.candidates.find(candidate => candidate.mongo)
  const database = databaseGuess(answers.database, usesMongo)
  return {
    ...known,
    services: facts.candidates.map(candidate =>
      plannedService(candidate, { answers, role: roles.get(serviceName(candidate)), backends, database: database?.value }),
    ),
    ...(database ? { database } : {}),
    environment: 'dev',
  }
}

interface Context {
  answers: Answers
  role: Guess<Role> | undefined
  backends: string[]
  database: string | undefined
}

function plannedService(candidate: Candidate, { answers, role, backends, database }: Context): PlannedService {
  const name = serviceName(candidate)
  const isFrontend = role?.value !== 'backend'
  const variable = candidate.mongo && candidate.mongoVariable
  return {
    name,
    folder: candidate.folder,
    type: { value: isFrontend ? 'Load Balanced Web Service' : 'Backend Service', because: role?.because ?? '' },
    dockerfile: answers.dockerfiles[name] ?? candidate.dockerfiles[0] ?? 'Dockerfile',
    port: answers.ports[name] === undefined ? from(candidate.port, 0) : { value: answers.ports[name], because: 'as you said' },
    health:
      answers.healths[name] === undefined
        ? from(candidate.health, '/', 'neither a HEALTHCHECK nor a health route was seen')
        : { value: answers.healths[name], because: 'as you said' },
    ...(database && candidate.mongo
      ? {
          database: variable
            ? from(variable, '')
            : { value: 'MONGODB_URI', because: `${place(candidate.mongo)}; no variable was seen, so mm's own name` },
        }
      : {}),
    addresses: isFrontend ? unsetAddresses(candidate, backends) : {},
  }
}

/** `API_URL` where there is one backend: mm sets BACKEND_URL by itself, this one it's told to. */
function unsetAddresses(candidate: Candidate, backends: string[]): Record<string, string> {
  const [only, ...more] = backends
  if (only === undefined || more.length > 0) return {}
  const own = `${only.toUpperCase().replaceAll('-', '_')}_URL`
  const names = candidate.urlVariables.map(seen => seen.value)
  if (names.includes(own)) return {}
  const telling = names.filter(each => /(API|BACKEND|SERVER|SERVICE)/.test(each) && !/PUBLIC|NEXT_|VITE_/.test(each))
  return Object.fromEntries(telling.map(variable => [variable, only]))
}

function settledRole(candidate: Candidate, facts: Facts, answers: Answers): Guess<Role> {
  const name = serviceName(candidate)
  if (answers.frontends.includes(name)) return { value: 'frontend', because: 'as you said' }
  if (answers.backends.includes(name)) return { value: 'backend', because: 'as you said' }
  if (facts.candidates.length === 1) return { value: 'frontend', because: 'the only service, so the one that people open' }
  const { role, because } = roleOf(candidate, facts)
  return { value: role, because }
}

function databaseGuess(answer: string | undefined, usesMongo: Candidate | undefined): Guess<string> | undefined {
  if (answer === 'none') return undefined
  if (answer !== undefined) return { value: answer, because: 'as you said' }
  return usesMongo?.mongo && { value: 'db', because: place(usesMongo.mongo) }
}

function from<T>(seen: Seen<T> | undefined, fallback: T, because = ''): Guess<T> {
  return seen ? { value: seen.value, because: place(seen) } : { value: fallback, because }
}

const noDockerfile = () =>
  usageError('NoDockerfile', 'there is no Dockerfile in this repository', {
    why: 'mm runs containers, and builds them from your Dockerfiles',
    fix: [
      'write one in the folder of each service, for example:',
      'FROM node:20-alpine',
      'WORKDIR /app',
      'COPY package*.json ./',
      'RUN npm ci --omit=dev',
      'COPY . .',
      'USER node',
      'EXPOSE 3000',
      'CMD ["node", "server.js"]',
    ],
  })
