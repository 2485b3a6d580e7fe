import { MmError, usageError } from '../../errors.js'
import type { Facts } from './facts.js'
import { manifests, type ManifestFile } from './manifests.js'
import { makePlan, questions, type Answers, type Guess, type InitPlan, type Question } from './plan.js'

/** What `mm init` needs of the repository. */
export interface InitRepository {
  inspect(): Promise<Facts>
  /** Name and region of an mm/app.yml that is there already. */
  existingApp(): Promise<{ name: string; region: string } | undefined>
  exists(path: string): boolean
  /** All or nothing; never overwrites. */
  write(files: ManifestFile[]): void
}

/** What it needs of the person. */
export interface InitPerson {
  /** Undefined when nobody can be asked. */
  ask?: (question: Question) => Promise<string>
  confirm?: (message: string) => Promise<boolean>
  showPlan(plan: InitPlan, files: { path: string; state: 'new' | 'kept' }[]): void
  done(plan: InitPlan, written: string[]): void
}

export interface InitRequest {
  answers: Answers
  yes: boolean
  /** Show the plan and stop: nothing is asked for confirmation, nothing is written. */
  onlyShow: boolean
  /** Of the environment, such as AWS_REGION. */
  ambientRegion: string | undefined
}

export interface InitResult extends InitPlan {
  files: { path: string; state: 'new' | 'kept' }[]
  written: string[]
}

/** Looks, asks what only a person knows, shows one plan, and writes it after one confirmation. */
export async function initialise(
  { repository, person }: { repository: InitRepository; person: InitPerson },
  request: InitRequest,
): Promise<InitResult> {
  const facts = await repository.inspect()
  const existing = await repository.existingApp()
  const app = appGuess(facts, request.answers, existing)
  const region = regionGuess(request, existing)
  const answers = await settle(facts, request, person, region)
  const plan = makePlan(facts, answers, { app, region: region ?? { value: answers.region ?? '', because: 'as you said' } })
  checkPlan(plan)

  const all = manifests(plan)
  const files = all.map(({ path }) => ({ path, state: repository.exists(path) ? ('kept' as const) : ('new' as const) }))
  person.showPlan(plan, files)
  const missing = all.filter(file => files.some(({ path, state }) => path === file.path && state === 'new'))
  if (request.onlyShow || missing.length === 0) {
    if (!request.onlyShow) person.done(plan, [])
    return { ...plan, files, written: [] }
  }

  if (!request.yes) await confirm(person)
  repository.write(missing)
  const written = missing.map(({ path }) => path)
  person.done(plan, written)
  return { ...plan, files, written }
}

function appGuess({ name }: Facts, { app }: Answers, existing: { name: string } | undefined): Guess<string> {
  if (existing) return { value: existing.name, because: 'mm/app.yml' }
  if (app !== undefined) return { value: app, because: 'as you said' }
  return {
    value: name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 20)
      .replace(/-+$/, ''),
    because: 'the name of the repository',
  }
}

function regionGuess(
  { answers, ambientRegion }: InitRequest,
  existing: { region: string } | undefined,
): Guess<string> | undefined {
  if (existing) return { value: existing.region, because: 'mm/app.yml' }
  if (answers.region !== undefined) return { value: answers.region, because: 'as you said' }
  return ambientRegion ? { value: ambientRegion, because: 'AWS_REGION' } : undefined
}

/** Asks what is open, or names every missing flag in one error. */
async function settle(
  facts: Facts,
  { answers }: InitRequest,
  person: InitPerson,
  region: Guess<string> | undefined,
): Promise<Answers> {
  const open = questions(facts, answers, region ? { region: region.value } : {})
  if (open.length === 0) return answers
  if (!person.ask) {
    throw usageError(
      'MissingAnswers',
      `mm init can't know ${open.length === 1 ? 'one thing' : `${open.length} things`}, and nobody can be asked`,
      {
        why: open.map(({ message }) => message).join('\n'),
        state: 'nothing was written',
        fix: open.map(({ flag }) => flag),
      },
    )
  }
  const settled: Answers = {
    ...answers,
    frontends: [...answers.frontends],
    backends: [...answers.backends],
    dockerfiles: { ...answers.dockerfiles },
    ports: { ...answers.ports },
  }
  for (const question of open) apply(settled, question, await person.ask(question))
  return settled
}

function apply(answers: Answers, { key, service = '' }: Question, answer: string): void {
  if (key === 'region') answers.region = answer
  if (key === 'dockerfile') answers.dockerfiles[service] = answer
  if (key === 'port') answers.ports[service] = Number(answer)
  if (key === 'role') (answer === 'frontend' ? answers.frontends : answers.backends).push(service)
}

/** What AWS, or the manifests' own rules, would refuse: told before anything is written. */
function checkPlan({ app, region, services }: InitPlan): void {
  if (!/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/.test(app.value)) {
    throw usageError('BadAppName', `"${app.value}" can't be the name of an application`, {
      why: 'it becomes part of stack, repository and DNS names: 2-20 lower case letters, digits or hyphens, starting with a letter and not ending with a hyphen',
      state: 'nothing was written',
      fix: [`mm init ${suggestion(app.value)}`],
    })
  }
  if (!/^[a-z]{2,3}(-[a-z]+)+-\d$/.test(region.value)) {
    throw usageError('BadRegion', `"${region.value}" isn't a region of AWS`, {
      state: 'nothing was written',
      fix: ['--region eu-central-1'],
    })
  }
  const bad = services.find(({ port }) => !Number.isInteger(port.value) || port.value < 1 || port.value > 65_535)
  if (bad)
    throw usageError('BadPort', `${bad.name} can't listen on port ${bad.port.value}`, {
      why: 'ports go from 1 to 65535',
      state: 'nothing was written',
      fix: [`--port ${bad.name}=3000`],
    })
}

const suggestion = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 20)
    .replace(/-+$/, '') || 'app'

async function confirm(person: InitPerson): Promise<void> {
  if (!person.confirm)
    throw usageError('MissingAnswers', 'nobody can answer whether to write these files', {
      state: 'nothing was written',
      fix: ['--yes'],
    })
  if (!(await person.confirm('Write these files?')))
    throw new MmError('Declined', 'not done: you answered no', { state: 'nothing was written' })
}
