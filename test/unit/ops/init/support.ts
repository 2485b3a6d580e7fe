import type { Answers } from '../../../../src/ops/init/answers.js'
import type { Existing } from '../../../../src/ops/init/existing.js'
import type { Candidate, Facts, Seen } from '../../../../src/ops/init/facts.js'
import { initialise, type InitPerson, type InitRequest } from '../../../../src/ops/init/initialise.js'
import type { ManifestFile } from '../../../../src/ops/init/manifests.js'

export const seen = <T>(value: T, file = 'seen', line = 1, text = `text of ${String(value)}`): Seen<T> => ({
  value,
  file,
  line,
  text,
})

/** A service with everything known, in a folder of its name. */
export function candidate(name: string, more: Partial<Candidate> = {}): Candidate {
  const file = `${name}/Dockerfile`
  return {
    folder: name,
    name,
    dockerfiles: [{ file, port: seen(3000, file, 2, 'EXPOSE 3000'), context: { folder: name } }],
    health: seen('/healthz', `${name}/server.js`, 3),
    urlVariables: [],
    ...more,
  }
}

export const backend = (more: Partial<Candidate> = {}) =>
  candidate('backend', {
    mongo: seen('mongodb', 'backend/package.json', 7, '"mongodb": "7.0.0"'),
    mongoVariable: seen('MONGODB_URI', 'backend/server.js', 4),
    ...more,
  })
export const frontend = (more: Partial<Candidate> = {}) =>
  candidate('frontend', { urlVariables: [seen('BACKEND_URL', 'frontend/server.js', 5)], ...more })

export const facts = (...candidates: Candidate[]): Facts => ({ name: 'shop', candidates, notes: [] })
const nothing: Existing = { services: [], databases: [], environments: [] }
export const answers = (more: Partial<Answers> = {}): Answers => ({
  frontends: [],
  backends: [],
  dockerfiles: {},
  ports: {},
  healths: {},
  ...more,
})

interface World {
  facts?: Facts
  existing?: Existing
  answers?: Partial<Answers>
  /** Answers in the order of the questions; undefined: nobody can be asked. */
  asked?: string[]
  confirm?: boolean
  request?: Partial<InitRequest>
}

/** Runs `mm init` in a hand-made world that logs what happens to it. */
export async function init(world: World = {}) {
  const log: string[] = []
  const written: ManifestFile[] = []
  const questions = [...(world.asked ?? [])]
  const { confirm } = world
  const person: InitPerson = {
    ...(world.asked
      ? {
          ask: question => {
            log.push(`ask ${question.key} ${question.service ?? ''}`.trim())
            return Promise.resolve(questions.shift() ?? '')
          },
        }
      : {}),
    ...(confirm === undefined
      ? {}
      : {
          confirm: () => {
            log.push('confirm')
            return Promise.resolve(confirm)
          },
        }),
    showPlan: (_, files) =>
      void log.push(
        `plan of ${files.filter(({ state }) => state === 'new').length} new, ${files.filter(({ state }) => state === 'kept').length} kept`,
      ),
    done: (_, files) => void log.push(`done ${files.length}`),
  }
  const outcome = await initialise(
    {
      repository: {
        inspect: () => Promise.resolve(world.facts ?? facts(frontend(), backend())),
        existing: () => Promise.resolve(world.existing ?? nothing),
        write: files => {
          log.push(`write ${files.length}`)
          written.push(...files)
        },
      },
      person,
    },
    {
      answers: answers(world.answers),
      yes: true,
      onlyShow: false,
      region: { value: 'eu-central-1', because: 'AWS_REGION' },
      signal: new AbortController().signal,
      ...world.request,
    },
  ).then(
    result => ({ result }),
    (error: unknown) => ({ error }),
  )
  return { log, written, ...outcome } as {
    log: string[]
    written: ManifestFile[]
    result?: Awaited<ReturnType<typeof initialise>>
    error?: unknown
  }
}
